"""Freeze an audience list: everybody looked at once, each exclusion counted, a share drawn out. A row that a worker takes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services import record
from common.pieces import pieces
from customers.models import Buyer
from customers.proposing import FORGOTTEN
from desk.models import Audience, AudienceMember, AudienceState, Channel, Consent
from desk.queries.audiences import chosen
from desk.queries.barred import not_to_contact, wanting_money_back
from desk.rules.audiences import Criteria, Reason, criteria_from, reason_for
from desk.rules.chase.holdout import is_held_out
from orders.models import Shop

AT_ONCE = 500
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


@transaction.atomic
def ask_audience(
    *, actor: User | None, shop: Shop, name: str, channel: Channel, criteria: Criteria, at: datetime, held_bp: int = 1_000,
    days: int = 7,
) -> Audience:  # fmt: skip
    """Write down a list that is to be frozen; the caller rings for a worker after commit. Raises ValueError without a name."""
    name = " ".join(name.split())[:80]
    if not name:
        raise ValueError("name")
    row = Audience.objects.create(
        shop=shop, name=name, channel=channel, criteria=criteria.as_dict(), held_bp=held_bp, days=days, made_at=at, made_by=actor
    )
    record(actor=actor, action="audience.make", target=f"audience {row.pk}", after={"name": name, "channel": channel})
    return row


def freeze_audience(*, audience_id: int, at: datetime) -> bool:
    """Freeze a list that waits; False when there was nothing to do (frozen, taken, tried too often).

    All in one transaction: a worker that dies leaves the list waiting, and it is begun again.
    """
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    waiting = Audience.objects.filter(free, pk=audience_id, state=AudienceState.WAITING, attempt__lt=MOST_ATTEMPTS)
    row = waiting.select_related("shop").first()
    if row is None or not waiting.filter(attempt=row.attempt).update(attempt=row.attempt + 1, lease_until=at + LEASE):
        return False
    with transaction.atomic():
        held = Audience.objects.select_for_update().filter(pk=row.pk, state=AudienceState.WAITING, attempt=row.attempt + 1)
        if not held.exists():
            return False
        counts = {"chosen": 0, "members": 0, "held": 0}
        excluded: dict[str, int] = {}
        for some in _members(row, at, counts, excluded):
            AudienceMember.objects.bulk_create(some, batch_size=AT_ONCE)
        held.update(
            state=AudienceState.FROZEN, frozen_at=at, lease_until=None, chosen_count=counts["chosen"],
            members_count=counts["members"], held_count=counts["held"], excluded=excluded,
        )  # fmt: skip
    return True


def waiting_audiences(*, at: datetime) -> list[int]:
    """Return the lists a worker should be rung for, after giving up those that were tried too often."""
    rows = Audience.objects.filter(Q(lease_until=None) | Q(lease_until__lte=at), state=AudienceState.WAITING)
    rows.filter(attempt__gte=MOST_ATTEMPTS).update(state=AudienceState.FAILED, lease_until=None)
    return list(rows.values_list("pk", flat=True))


def _members(row: Audience, at: datetime, counts: dict[str, int], excluded: dict[str, int]) -> Iterator[list[AudienceMember]]:
    criteria = criteria_from(row.criteria)
    persons: set[int] = set()
    everybody = list(chosen(row.shop, criteria, at).values_list("buyer_key", "person_id"))
    for some in pieces(everybody, AT_ONCE):
        members = []
        reasons = _reasons(row, criteria, some, at, persons)
        for (key, person), reason in zip(some, reasons, strict=True):
            counts["chosen"] += 1
            if reason is not None:
                excluded[reason.value] = excluded.get(reason.value, 0) + 1
                continue
            is_held = is_held_out(f"audience {row.pk}", f"person {person}" if person else key, row.held_bp)
            counts["held" if is_held else "members"] += 1
            members.append(AudienceMember(audience=row, shop=row.shop, buyer_key=key, is_held=is_held))
        yield members


def _reasons(
    row: Audience, criteria: Criteria, some: Sequence[tuple[str, int | None]], at: datetime, persons: set[int]
) -> Iterator[Reason | None]:
    keys = [key for key, _person in some]
    barred, refunding = not_to_contact(row.shop, keys, at), wanting_money_back(row.shop, keys)
    said = Consent.objects.filter(shop=row.shop, channel=row.channel, buyer_key__in=keys)
    consent = dict(said.values_list("buyer_key", "is_given"))
    for key, person in some:
        reason = reason_for(
            forgotten=key.startswith(FORGOTTEN), barred=key in barred, refunding=key in refunding, consent=consent.get(key),
            mode=criteria.consent, taken=person is not None and person in persons,
        )  # fmt: skip
        if reason is None and person is not None:
            persons.add(person)
        yield reason


def members_to_export(audience: Audience) -> Iterator[list[Buyer]]:
    """Give the accounts of a frozen list in pieces, without those drawn out, who spent most first."""
    keys = list(audience.members.filter(is_held=False).order_by("pk").values_list("buyer_key", flat=True))
    for some in pieces(keys, AT_ONCE):
        rows = Buyer.objects.filter(shop=audience.shop_id, buyer_key__in=some).select_related("tier", "shop", "person")
        buyers = {one.buyer_key: one for one in rows}
        yield [buyers[key] for key in some if key in buyers]


@transaction.atomic
def record_export(*, actor: User, audience: Audience, with_phones: bool) -> None:
    """Write down that a list was taken out, with phones or without."""
    record(actor=actor, action="audience.export", target=f"audience {audience.pk}",
           after={"accounts": audience.members_count, "phones": with_phones})  # fmt: skip

"""Keep, show, rotate and forget the contacts of buyers. What is stored is sealed; what is shown in clear is logged."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from common.keys import keyring
from common.permissions import Permission, is_allowed
from customers.models import Buyer, Contact, ContactReveal, ContactSource, PrivacySetting, StaleBuyer
from customers.proposing import FORGOTTEN
from customers.queries.contacts import about, clear_contact, hashes_of, phones_for
from customers.queries.forgotten import renaming_of
from customers.rules.contacts import Received, Values
from orders.models import Shop
from orders.services import hold_shop

HOUR = timedelta(hours=1)
LONGEST_REASON = 200
_AT_ONCE = 1_000


class RevealError(ValueError):
    """Why a contact is not shown: "right", "reason" or "nothing"."""


@transaction.atomic
def keep_contacts(*, shop: Shop, import_no: int, as_of: datetime, told: Mapping[str, Sequence[Received]]) -> int:
    """Keep what an import tells of the receivers of these accounts, order by order; return how many were not known so.

    Nothing for a shop that does not keep contacts: the setting is held while this runs, so that turning it off leaves nothing
    behind. Nothing of who was forgotten. Known ones are touched, not written anew. Whose contact is new is marked, for rules ask
    about shared phones.
    """
    hold_shop(shop=shop)
    if not PrivacySetting.objects.select_for_update().filter(shop=shop, keep_contacts=True).exists():
        return 0
    _, pseudonym = renaming_of(shop)
    accounts = [one for one in told if not one.startswith(FORGOTTEN) and not (pseudonym and pseudonym(one))]
    keys, fresh = keyring(), 0
    for start in range(0, len(accounts), _AT_ONCE):
        some = accounts[start : start + _AT_ONCE]
        texts = {one.values: json.dumps(_plain(one.values), ensure_ascii=False) for who in some for one in told[who]}
        digests = {values: keys.hash("contact", text) for values, text in texts.items()}
        known = _known(shop, some)
        every = dict.fromkeys((who, one.values) for who in some for one in told[who])
        new = [(who, values) for who, values in every if (who, digests[values]) not in known]
        made = Contact.objects.bulk_create(
            [
                Contact(
                    shop=shop,
                    buyer_key=account,
                    digest=digests[values],
                    sealed=keys.seal(texts[values], about=about(shop.pk, account)),
                    as_of=as_of,
                    **dict(zip(("phone_hash", "tail_hash", "name_hash"), hashes_of(values, keys), strict=True)),
                )
                for account, values in new
            ]
        )
        known |= {(row.buyer_key, row.digest): row for row in made}
        sources = [
            ContactSource(
                contact=known[who, digests[one.values]],
                import_no=import_no,
                as_of=as_of,
                order_no=one.order_no,
                placed_at=one.placed_at,
            )
            for who in some
            for one in told[who]
        ]
        ContactSource.objects.bulk_create(sources, ignore_conflicts=True)
        _date(sources, as_of)
        _mark(shop, [account for account, _ in new])
        fresh += len(new)
    return fresh


def _date(sources: Sequence[ContactSource], as_of: datetime) -> None:
    """Date the contacts an export tells by it, where it is the newest that does, and by the newest order of it."""
    placed: dict[int, datetime | None] = {}
    rows = {source.contact_id: source.contact for source in sources}
    for source in sources:
        before = placed.get(source.contact_id)
        placed[source.contact_id] = max(filter(None, (before, source.placed_at)), default=None)
    Contact.objects.filter(pk__in=list(rows), as_of__lt=as_of).update(as_of=as_of)  # all that most exports change
    moved = []
    for pk, row in rows.items():
        latest = placed[pk] if row.as_of < as_of else max(filter(None, (row.placed_at, placed[pk])), default=None)
        if row.as_of <= as_of and row.placed_at != latest:
            row.placed_at = latest
            moved.append(row)
    Contact.objects.bulk_update(moved, ["placed_at"])


@transaction.atomic
def forget_contacts_of(*, import_no: int) -> int:
    """Take back what an import told of receivers; a contact that no other import tells is gone. Return how many are."""
    touched = list(ContactSource.objects.filter(import_no=import_no).order_by().values_list("contact_id", flat=True).distinct())
    gone = 0
    ContactSource.objects.filter(import_no=import_no).delete()
    left = ContactSource.objects.filter(contact=OuterRef("pk")).order_by("-as_of", F("placed_at").desc(nulls_last=True))
    first = {name: Subquery(left.values(name)[:1]) for name in ("as_of", "placed_at")}
    for start in range(0, len(touched), _AT_ONCE):
        some = touched[start : start + _AT_ONCE]
        dated = Contact.objects.filter(pk__in=some).annotate(newest=first["as_of"], latest=first["placed_at"])
        dates = {pk: (as_of, placed_at) for pk, as_of, placed_at in dated.values_list("pk", "newest", "latest")}
        rows = list(Contact.objects.filter(pk__in=some).only("pk", "as_of", "placed_at", "shop_id", "buyer_key"))
        alone = [row for row in rows if dates[row.pk][0] is None]
        for row in rows:
            row.as_of, row.placed_at = dates[row.pk][0] or row.as_of, dates[row.pk][1]
        Contact.objects.bulk_update([row for row in rows if dates[row.pk][0] is not None], ["as_of", "placed_at"])
        for shop_id in {row.shop_id for row in alone}:
            _mark(Shop(pk=shop_id), [row.buyer_key for row in alone if row.shop_id == shop_id])
        gone += Contact.objects.filter(pk__in=[row.pk for row in alone]).delete()[0]
    return gone


@transaction.atomic
def reveal_contact(*, buyer: Buyer, user: User, reason: str, at: datetime | None = None, order_no: str = "") -> Values:
    """Return a buyer's contact in clear and write down who saw it, when and why, in the same transaction.

    `order_no`: who receives that order, as in `queries.masked_contact`.

    Raises RevealError for who does not hold REVEAL_CONTACTS ("right"), for no reason ("reason"), for nothing kept ("nothing").
    """
    _check(user, reason)
    values = clear_contact(buyer, order_no=order_no)
    if values is None:
        raise RevealError("nothing")
    log_reveals(buyers=[buyer], user=user, reason=reason, at=at or timezone.now())
    return values


@transaction.atomic
def reveal_phones(*, buyers: Iterable[Buyer], user: User, reason: str, at: datetime | None = None) -> dict[int, str]:
    """Return the whole phones of these buyers in clear, as `queries.phones_for`, and write one row of the log for each shown.

    Raises RevealError as `reveal_contact` does, but not where nothing is kept.
    """
    _check(user, reason)
    rows = list(buyers)
    found = phones_for(rows)
    log_reveals(buyers=[row for row in rows if row.pk in found], user=user, reason=reason, at=at or timezone.now())
    return found


def erase_contacts(*, shop: Shop, buyer_keys: Sequence[str] | None = None) -> int:
    """Erase the contacts of these accounts, of the whole shop when None, inside the caller's transaction; return how many."""
    rows = Contact.objects.filter(shop=shop)
    rows = rows if buyer_keys is None else rows.filter(buyer_key__in=buyer_keys)
    # Raw: the rows of a whole shop are not fetched to be looked at one by one.
    sources = ContactSource.objects.filter(contact__in=rows.values("pk"))
    sources._raw_delete(sources.db)  # noqa: SLF001 - Django's own way to delete without fetching
    return int(rows._raw_delete(rows.db))  # noqa: SLF001


def _check(user: User, reason: str) -> None:
    if not is_allowed(user, Permission.REVEAL_CONTACTS):
        raise RevealError("right")
    if not reason.strip():
        raise RevealError("reason")


def log_reveals(*, buyers: Sequence[Buyer], user: User, reason: str, at: datetime) -> None:
    """Write down that somebody was shown the contacts of these buyers, inside the transaction that shows them."""
    before = ContactReveal.objects.filter(by=user, at__gt=at - HOUR, at__lte=at).count()
    said = " ".join(reason.split())[:LONGEST_REASON]
    ContactReveal.objects.bulk_create(
        ContactReveal(by=user, at=at, buyer=buyer, reason=said, in_hour=before + number)
        for number, buyer in enumerate(buyers, start=1)
    )
    if buyers:
        target = f"buyer {buyers[0].pk}" if len(buyers) == 1 else f"{len(buyers)} buyers"
        record(actor=user, action="contact.reveal", target=target)


def _known(shop: Shop, accounts: Sequence[str]) -> dict[tuple[str, str], Contact]:
    rows = Contact.objects.filter(shop=shop, buyer_key__in=accounts).only("buyer_key", "digest", "as_of", "placed_at")
    return {(row.buyer_key, row.digest): row for row in rows}


def _mark(shop: Shop, accounts: Sequence[str]) -> None:
    """Let labels be put anew on these accounts and on whoever shares a phone with one of them."""
    phones = Contact.objects.filter(shop=shop, buyer_key__in=accounts).exclude(phone_hash="").values("phone_hash")
    shared = Contact.objects.filter(shop=shop, phone_hash__in=phones).values_list("buyer_key", flat=True)
    marked = [StaleBuyer(shop_id=shop.pk, buyer_key=key) for key in sorted({*accounts, *shared})]
    StaleBuyer.objects.bulk_create(marked, ignore_conflicts=True)


def _plain(values: Values) -> list[str]:
    return [values.name, values.phone, values.address]

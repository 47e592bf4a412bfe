"""Change the rule of the chase, and whom nobody may reach out to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from desk.models import Chase, ChaseRule, DoNotContact
from desk.queries.barred import accounts_of_persons
from desk.queries.chase import rule_of
from desk.services.chase.stopping import sync_chases
from orders.models import Shop


@transaction.atomic
def set_chase_rule(*, actor: User | None, shop: Shop, told: Mapping[str, Any]) -> ChaseRule:
    """Set what is told of the rule of a shop. Chases that are open keep their draw and their windows.

    Raises ValueError when asking would end before it begins, or the amounts are turned.
    """
    rule = rule_of(shop)
    before = {name: getattr(rule, name) for name in told}
    for name, value in told.items():
        setattr(rule, name, value)
    if rule.from_minutes >= rule.close_minutes - rule.stop_minutes:
        raise ValueError("window")
    if rule.most_minor is not None and rule.most_minor < rule.least_minor:
        raise ValueError("amounts")
    rule.save()
    changed = {name: value for name, value in told.items() if before[name] != value}
    if changed:
        record(actor=actor, action="chase.set_rule", target=shop.name, before={name: before[name] for name in changed},
               after=changed)  # fmt: skip
    return rule


@transaction.atomic
def bar_buyer(
    *, actor: User | None, shop: Shop, buyer_key: str, reason: str, at: datetime, until: datetime | None = None
) -> DoNotContact:
    """Put an account on the list of those not to contact; a chase of theirs, or of the same person, ends at once.

    An account that stands there gets the new reason and end. Raises ValueError without a reason, or with an end that is over.
    """
    reason = " ".join(reason.split())[:200]
    if not reason or (until is not None and until <= at) or not buyer_key:
        raise ValueError("reason" if not reason else "until")
    entry, _made = DoNotContact.objects.update_or_create(
        shop=shop, buyer_key=buyer_key, ended_at=None, defaults={"reason": reason, "until": until, "at": at, "by": actor}
    )
    record(actor=actor, action="buyer.bar", target=f"{shop.name}: do not contact {entry.pk}", after={"reason": reason})
    _sync_person(shop, buyer_key, at)
    return entry


@transaction.atomic
def unbar_buyer(*, actor: User | None, entry: DoNotContact, at: datetime) -> None:
    """Take an account off the list; once more changes nothing. A chase the list had ended goes on while its window runs."""
    if not DoNotContact.objects.filter(pk=entry.pk, ended_at=None).update(ended_at=at):
        return
    record(actor=actor, action="buyer.unbar", target=f"{entry.shop.name}: do not contact {entry.pk}")
    _sync_person(entry.shop, entry.buyer_key, at)


def _sync_person(shop: Shop, buyer_key: str, at: datetime) -> None:
    for shop_id, key in accounts_of_persons(shop, [buyer_key])[buyer_key]:
        sync_chases(Chase.objects.filter(shop=shop_id, buyer_key=key).values_list("pk", flat=True), at=at)

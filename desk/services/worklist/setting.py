"""What makes the work list, and the core buyers known by name (playbook B5)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from desk.models import CoreBuyer, WorkRule
from desk.queries.worklist import work_rule_of
from orders.models import Shop

MOST_CORE = 8


@transaction.atomic
def set_work_rule(*, actor: User | None, shop: Shop, told: Mapping[str, Any]) -> WorkRule:
    """Set what is told of what makes the work list of a shop."""
    rule = work_rule_of(shop)
    before = {name: getattr(rule, name) for name in told}
    for name, value in told.items():
        setattr(rule, name, value)
    rule.save()
    if before != dict(told):
        record(actor=actor, action="work.set_rule", target=shop.name, before=before, after=dict(told))
    return rule


@transaction.atomic
def keep_core_buyer(
    *, actor: User | None, shop: Shop, buyer_key: str, at: datetime, next_on: date, owner: User | None = None, name: str = "",
    every_days: int = 14,
) -> CoreBuyer:  # fmt: skip
    """Make an account a core buyer, or change one. Raises ValueError for a ninth: who knows eight by name knows them."""
    standing = CoreBuyer.objects.filter(shop=shop)
    known = standing.filter(buyer_key=buyer_key).first()
    if known is None and standing.count() >= MOST_CORE:
        raise ValueError("most")
    told = {"name": " ".join(name.split())[:60], "owner": owner, "every_days": every_days, "next_on": next_on}
    row, made = CoreBuyer.objects.update_or_create(
        shop=shop, buyer_key=buyer_key, defaults=told, create_defaults=told | {"since": at}
    )
    record(
        actor=actor,
        action="core_buyer.add" if made else "core_buyer.change",
        target=f"{shop.name}: core buyer {row.pk}",
        after={"next_on": next_on.isoformat()},
    )
    return row


@transaction.atomic
def drop_core_buyer(*, actor: User | None, core: CoreBuyer) -> None:
    """Let a core buyer go; the contacts stay written."""
    record(actor=actor, action="core_buyer.drop", target=f"{core.shop.name}: core buyer {core.pk}")
    core.delete()

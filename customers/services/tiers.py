"""Write the ladder of a shop, and set a tier by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from common.money import exponent_of
from customers.models import Buyer, Tier, TierCause, TierChange
from customers.queries.tiers import facts_of, tiers_of
from customers.rules.tiers import Way, check_way, decide, default_ladder
from customers.tiering import WAYS, ladder_of
from orders.models import Shop

MOST_TIERS = 12


class TierError(ValueError):
    """A ladder that cannot stand; `code` says why, `tier` and `field` where."""

    def __init__(self, code: str, *, tier: int = -1, field: str = "") -> None:
        super().__init__(code)
        self.code, self.tier, self.field = code, tier, field


@dataclass(frozen=True)
class ToldTier:
    """A tier as somebody wants it: `tier_id` None makes a new one; the order of the list is the order of the ladder."""

    name: str
    ways: tuple[Way, ...] = ()
    tier_id: int | None = None


@transaction.atomic
def begin_tiers(*, shop: Shop) -> list[Tier]:
    """Make the default tiers of a shop that has none yet; return its tiers from the lowest."""
    known = tiers_of(shop)
    if not known:
        ladder = default_ladder(shop.currency, exponent_of(shop.currency))
        known = Tier.objects.bulk_create(
            Tier(shop=shop, code=step.name, rank=rank, ways=[way.as_dict() for way in step.ways])
            for rank, step in enumerate(ladder, start=1)
        )
    return list(known)


@transaction.atomic
def save_tiers(*, actor: User | None, shop: Shop, told: Sequence[ToldTier], at: datetime) -> list[Tier]:
    """Set the whole ladder of a shop; a tier not named any more ends, and stays for the log. Nobody is moved yet.

    The caller asks for a run (`ask_run`) that moves everybody. Raises TierError for a ladder that cannot stand.
    """
    check_ladder(told)
    known = {tier.pk: tier for tier in Tier.objects.select_for_update().filter(shop=shop, ended_at=None)}
    before = {str(tier): tier.ways for tier in known.values()}
    kept = []
    for rank, one in enumerate(told, start=1):
        tier = known.get(one.tier_id or 0) or Tier(shop=shop)
        if one.name != str(tier) or not tier.pk:
            tier.name = one.name
        tier.rank, tier.ways = rank, [way.as_dict() for way in one.ways]
        tier.save()
        kept.append(tier)
    gone = set(known) - {tier.pk for tier in kept}
    Tier.objects.filter(pk__in=gone).update(ended_at=at)
    Buyer.objects.filter(hand_tier__in=gone).update(hand_tier=None, hand_until=None, hand_reason="")
    after = {str(tier): tier.ways for tier in kept}
    if before != after:
        record(actor=actor, action="tiers.save", target=f"{shop.name}", before=before, after=after)
    return kept


def check_ladder(told: Sequence[ToldTier]) -> None:
    """Raise TierError for a ladder without tiers, with too many, with a name twice or none, or with a value no rule can have."""
    if not told:
        raise TierError("empty")
    if len(told) > MOST_TIERS:
        raise TierError("many")
    names = [one.name.strip() for one in told]
    for number, one in enumerate(told):
        if not names[number] or len(names[number]) > 40:
            raise TierError("name", tier=number, field="name")
        if names[number] in names[:number]:
            raise TierError("twice", tier=number, field="name")
        if len(one.ways) >= WAYS or (number and not one.ways):
            raise TierError("ways", tier=number, field="ways")
        for way in one.ways:
            if wrong := check_way(way):
                raise TierError("value", tier=number, field=wrong[0])
            if way == Way() or way == Way(window_days=way.window_days):
                raise TierError("ways", tier=number, field="ways")


@transaction.atomic
def set_by_hand(
    *, actor: User, buyer: Buyer, tier: Tier | None, until: datetime | None, reason: str, at: datetime
) -> TierChange | None:
    """Give a buyer a tier by hand until a moment (None: until it is taken away), or with `tier` None let the rules speak again.

    Returns the row of the log, None when the buyer stays where they were. Raises ValueError for a tier of another shop, an end
    in the past or no reason.
    """
    row = Buyer.objects.select_for_update(of=("self",)).select_related("tier", "hand_tier", "shop").get(pk=buyer.pk)
    ladder = tiers_of(row.shop)
    if tier is not None and (tier not in ladder or (until is not None and until <= at) or not reason.strip()):
        raise ValueError("tier")
    before = row.tier
    told = {"tier": str(row.hand_tier) if row.hand_tier else "", "until": row.hand_until and row.hand_until.isoformat()}
    row.hand_tier, row.hand_until = tier, until if tier else None
    row.hand_reason, row.hand_by = (reason.strip()[:200], actor) if tier else ("", None)
    rule = None
    after = tier
    if tier is None:
        steps = ladder_of(ladder)
        found = decide(steps, facts_of(row, steps, at), at)
        after = ladder[found.step] if found else None
        rule = steps[found.step].tried[found.way].as_dict() if found else None
    row.tier = after
    row.tier_since = at if after != before else row.tier_since
    row.save(update_fields=["hand_tier", "hand_until", "hand_reason", "hand_by", "tier", "tier_since"])
    record(
        actor=actor,
        action="buyer.set_tier" if tier else "buyer.free_tier",
        target=f"buyer {row.pk}",
        before=told,
        after={"tier": str(tier) if tier else "", "until": until.isoformat() if tier and until else None, "reason": reason},
    )
    if after == before:
        return None
    return TierChange.objects.create(
        buyer=row,
        at=at,
        before=before,
        after=after,
        before_name=(before.name or before.code) if before else "",
        after_name=(after.name or after.code) if after else "",
        cause=TierCause.HAND if tier else TierCause.HAND_END,
        rule=rule,
        orders_count=row.orders_count,
        net_minor=row.net_minor,
        by=actor,
    )

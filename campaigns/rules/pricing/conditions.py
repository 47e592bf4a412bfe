"""What must hold before an offer has its turn: window, buyer, coupon, limits."""

from campaigns.rules.pricing.baskets import Basket, Reason, Usage, Value
from campaigns.rules.pricing.offers import OfferRule
from campaigns.rules.pricing.state import Refusal, Room

UNUSED = Usage()


def in_window(rule: OfferRule, at: int) -> bool:
    """Tell whether an offer runs in a slot.

    >>> from campaigns.rules.pricing.offers import Kind
    >>> night = OfferRule("night", Kind.PERCENT_OFF, start=4, end=6)
    >>> [in_window(night, slot) for slot in (3, 4, 5, 6)]
    [False, True, True, False]
    """
    return (rule.start is None or rule.start <= at) and (rule.end is None or at < rule.end)


def for_buyer(rule: OfferRule, buyer_tier: str) -> bool:
    """Tell whether an offer is for buyers of a tier.

    >>> from campaigns.rules.pricing.offers import Kind
    >>> loyal = OfferRule("loyal", Kind.FREE_SHIPPING, buyer_tiers=frozenset({"gold"}))
    >>> for_buyer(loyal, "gold"), for_buyer(loyal, "")
    (True, False)
    """
    return not rule.buyer_tiers or buyer_tier in rule.buyer_tiers


def is_held(rule: OfferRule, coupons: frozenset[str]) -> bool:
    """Tell whether an offer needs no coupon, or its key or code is among those held.

    >>> from campaigns.rules.pricing.offers import Kind
    >>> coupon = OfferRule("7", Kind.COUPON, code="SNOW")
    >>> [is_held(coupon, frozenset(held)) for held in ((), ("SNOW",), ("7",))]
    [False, True, True]
    """
    return not rule.needs_coupon or rule.key in coupons or (bool(rule.code) and rule.code in coupons)


def room_of(rule: OfferRule, used: Usage) -> Room:
    """Return the uses and the money an order may still take; None: no limit.

    >>> from campaigns.rules.pricing.offers import Kind, Limits
    >>> rule = OfferRule("flash", Kind.PERCENT_OFF, limits=Limits(per_order=3, per_buyer=5, money_minor=10_000))
    >>> room_of(rule, Usage(by_buyer=4, money_minor=9_000))
    (1, 1000)
    """
    limits = rule.limits
    uses = [
        limit - gone
        for limit, gone in ((limits.per_order, 0), (limits.per_buyer, used.by_buyer), (limits.total, used.by_all))
        if limit is not None
    ]
    return (min(uses) if uses else None), (None if limits.money_minor is None else limits.money_minor - used.money_minor)


def has_room(room: Room) -> bool:
    """Tell whether there is anything left to take.

    >>> has_room((None, None)), has_room((2, 0))
    (True, False)
    """
    return (room[0] is None or room[0] > 0) and (room[1] is None or room[1] > 0)


def closed(rule: OfferRule, basket: Basket) -> Refusal | None:
    """Tell what keeps an offer from a basket whatever its lines are; None when nothing does.

    >>> from campaigns.rules.pricing.offers import Kind
    >>> closed(OfferRule("late", Kind.PERCENT_OFF, start=10), Basket((), at=9)).values
    {'at': 9, 'start': 10}
    """
    if not in_window(rule, basket.at):
        values: dict[str, Value] = {"at": basket.at}
        values |= {name: at for name, at in (("start", rule.start), ("end", rule.end)) if at is not None}
        return Refusal(Reason.OUTSIDE_WINDOW, values)
    if not for_buyer(rule, basket.buyer_tier):
        return Refusal(Reason.BUYER_TIER, {"buyer_tier": basket.buyer_tier, "tiers": ", ".join(sorted(rule.buyer_tiers))})
    if not is_held(rule, basket.coupons):
        return Refusal(Reason.NOT_HELD, {"code": rule.code} if rule.code else {})
    return None


def used_up(rule: OfferRule, used: Usage) -> Refusal | None:
    """Tell which limit leaves nothing to take; None when all leave something.

    >>> from campaigns.rules.pricing.offers import Kind, Limits
    >>> once = OfferRule("once", Kind.COUPON, limits=Limits(per_buyer=1))
    >>> used_up(once, Usage()), used_up(once, Usage(by_buyer=1)).values
    (None, {'limit': 1, 'used': 1})
    """
    limits = rule.limits
    if limits.per_buyer is not None and used.by_buyer >= limits.per_buyer:
        return Refusal(Reason.LIMIT_PER_BUYER, {"limit": limits.per_buyer, "used": used.by_buyer})
    if limits.total is not None and used.by_all >= limits.total:
        return Refusal(Reason.LIMIT_TOTAL, {"limit": limits.total, "used": used.by_all})
    if limits.money_minor is not None and used.money_minor >= limits.money_minor:
        return Refusal(Reason.BUDGET, {"left_minor": limits.money_minor - used.money_minor, "needed_minor": 1})
    return None

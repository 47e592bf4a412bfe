"""How often a buyer used the offers that are limited a buyer, as far as what they paid tells it.

No file says which offers an order used. But an order whose total is to the cent what the engine asks for its lines says it:
priced with the coupons it may have held, each set of them that comes to what was paid is a way it may have been. Where they agree
on an offer its uses are told; where they do not, or none comes to it, they are not, and nobody guesses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.rules.pricing import Basket, OfferRule, PricedBasket, Reason, Usage, price_basket

MOST_COUPONS = 4
_NEVER = {Reason.OUTSIDE_WINDOW, Reason.OUT_OF_SCOPE}


@dataclass(frozen=True)
class PastOrder:
    """An order of this sale: its lines as a basket (None where one has no price), and what it came to, None where not told."""

    basket: Basket | None
    total_minor: int | None


@dataclass(frozen=True)
class OfferUse:
    """How often an offer was used for sure, and how many orders do not tell whether they used it."""

    times: int = 0
    untold: int = 0


@dataclass(frozen=True)
class TierMove:
    """One move of a buyer between tiers, by the names these have now; "" for none."""

    at: datetime
    before: str
    after: str


def tier_then(moves: Sequence[TierMove], at: datetime, today: str) -> str:
    """Return the tier a buyer stood on at a moment, from their moves, the oldest first; without any that of today.

    Before the first move the one it led from counts, and where that is none, for nobody had looked yet, the one it led to.

    >>> from datetime import UTC
    >>> noon, night = datetime(2026, 11, 11, 12, tzinfo=UTC), datetime(2026, 11, 11, 23, tzinfo=UTC)
    >>> moves = [TierMove(noon, "", "Silver"), TierMove(night, "Silver", "Gold")]
    >>> [tier_then(moves, at, "Gold") for at in (noon.replace(hour=9), noon.replace(hour=15), night)]
    ['Silver', 'Silver', 'Gold']
    """
    before = [move for move in moves if move.at <= at]
    if before:
        return before[-1].after
    return (moves[0].before or moves[0].after) if moves else today


def offer_uses(orders: Iterable[PastOrder], rules: Sequence[OfferRule]) -> dict[str, OfferUse]:
    """Return by key how often each offer with a limit a buyer was used in these orders, the oldest first.

    >>> from campaigns.rules.pricing import BasketLine, Kind, Limits
    >>> once = OfferRule("once", Kind.AMOUNT_OFF, value_minor=100, limits=Limits(per_buyer=1))
    >>> cup = Basket((BasketLine(1, "cup", 1000),))
    >>> offer_uses([PastOrder(cup, 900)], [once])["once"], offer_uses([PastOrder(cup, 950)], [once])["once"]
    (OfferUse(times=1, untold=0), OfferUse(times=0, untold=1))
    """
    limited = [rule for rule in rules if rule.limits.per_buyer is not None]
    found = {rule.key: OfferUse() for rule in limited}
    for order in orders if limited else ():
        used = {key: Usage(by_buyer=use.times) for key, use in found.items()}
        ways = _ways(order, rules, used)
        for rule in limited:
            before, told = found[rule.key], {way.outcome(rule.key).uses for way in ways}
            if len(told) == 1:
                found[rule.key] = replace(before, times=before.times + told.pop())
            elif order.basket is None or not _is_out(rule, order.basket):
                found[rule.key] = replace(before, untold=before.untold + 1)
    return found


def _ways(order: PastOrder, rules: Sequence[OfferRule], used: Mapping[str, Usage]) -> list[PricedBasket]:
    """Return the order priced in each way that comes to what was paid; totals of platforms stand with and without freight."""
    if order.basket is None or order.total_minor is None:
        return []
    ways = []
    for coupons in _sets([rule.key for rule in rules if rule.needs_coupon]):
        priced = price_basket(replace(order.basket, coupons=coupons, used=used), rules)
        if order.total_minor in {priced.total_minor, priced.total_minor - priced.freight_minor}:
            ways.append(priced)
    return ways


def _sets(coupons: Sequence[str]) -> list[frozenset[str]]:
    """Return which coupons an order may have held: any of a few, none or one of many."""
    if len(coupons) > MOST_COUPONS:
        return [frozenset(), *(frozenset({one}) for one in coupons)]
    return [frozenset(one for place, one in enumerate(coupons) if bits >> place & 1) for bits in range(1 << len(coupons))]


def _is_out(rule: OfferRule, basket: Basket) -> bool:
    """Tell whether an order cannot have used an offer, whatever was held: not its time, none of its products."""
    alone = replace(rule, group="", stacks=True, buyer_tiers=frozenset())
    return price_basket(replace(basket, coupons=frozenset({rule.key})), [alone]).outcome(rule.key).reason in _NEVER

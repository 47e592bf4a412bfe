"""The price below which no basket can bring a piece, however large it is.

For a product in a situation let all offers that may share a line take their turn on one piece, each as generous as it can be:

- offers on pieces take their full reduction, limits and minimums forgotten; each is monotone (a lower price comes out lower),
  so more of them never come out higher, and it is enough to look at the largest sets of offers that may share a line
  (no two of one exclusion group, all stacking);
- a set of n + m takes at most m / (n + m) of its percentage: the cheapest pieces are not above the average, and all pieces
  carry the saving in proportion;
- a 满减 or a coupon takes from a line at most its ratio (saved / minimum, the highest of its steps), because its discount is
  split in proportion and the lines together reach the minimum; and at most its whole amount;
- steps held against piece prices may have been pulled down by earlier offers: their ratio is raised by what those can take.

Deposits are not reduced, so shares are in proportion to what is left above them: in a situation with deposits the ratios are
raised by the most that prices, as low as they can be at that turn, stand above what is left of them. Every offer on sets and
orders costs two minor units more for rounding. The bound is never above the truth, but for steps held against piece prices
after another offer on orders of another scope: there by a minor unit for each line of the basket.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from campaigns.rules.audit.probes import Grid
from campaigns.rules.pricing import Kind, Level, Measure, OfferRule, Pricer, may_stack
from campaigns.rules.pricing.columns import cuts_of
from campaigns.rules.pricing.compiled import CompiledOffer
from campaigns.rules.pricing.offers import WHOLE_BP
from campaigns.rules.pricing.table import Ints

ROUNDING = 2  # minor units: half a unit of every piece of a set, one unit of a line's share


def lower_bounds(grid: Grid, pricer: Pricer) -> Ints:
    """Return the bound of each product in each situation, in minor units: [situation, product]; below 0: not sold.

    100 less 30 takes at most three tenths of a piece of 40.00, and two minor units for rounding:

    >>> from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, AuditStage, Situation
    >>> from campaigns.rules.audit.probes import grid_of
    >>> from campaigns.rules.pricing import Step, compile_offers
    >>> spend, stage = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(10000, 3000),)), AuditStage("live", 0, 144)
    >>> plan = AuditPlan([AuditProduct("cup", {"live": 4000})], [stage], [spend])
    >>> lower_bounds(grid_of(plan, [Situation(stage, 0)]), compile_offers([spend])).tolist()
    [[2798]]
    """
    scope = np.array([pricer.scope_of(product.kind) for product in grid.plan.products], dtype=np.int64)
    found = grid.price.copy()
    for place, situation in enumerate(grid.situations):
        live = pricer.situation(situation.buyer_tier, situation.at) & pricer.held(situation.coupons)
        open_offers = [offer for offer in pricer.offers if live & offer.bit]
        sold = grid.price[place] >= 0
        ratios = _ratios(open_offers, grid.price[place][sold], grid.deposit[place][sold], scope[sold])
        for mask in np.unique(scope[sold] & live).tolist():
            mine = np.flatnonzero(sold & (scope & live == mask))
            taking = [offer for offer in open_offers if offer.bit & mask and offer.rule.level is not Level.EXTRA]
            price, deposit = grid.price[place, mine], grid.deposit[place, mine]
            lowest = price
            for together in stacks(taking):
                lowest = np.minimum(lowest, _reduced(price, deposit, together, ratios))
            found[place, mine] = lowest
    return found


def stacks(offers: Sequence[CompiledOffer]) -> list[list[CompiledOffer]]:
    """Return the largest sets of offers that may share a line, each in the order of application.

    >>> from campaigns.rules.pricing import compile_offers
    >>> alone = OfferRule("alone", Kind.PERCENT_OFF, stacks=False, percent_bp=1000)
    >>> others = [OfferRule(key, Kind.AMOUNT_OFF, value_minor=100) for key in ("b", "c")]
    >>> [[offer.rule.key for offer in some] for some in stacks(compile_offers([alone, *others]).offers)]
    [['alone'], ['b', 'c']]
    """
    apart = {
        (one.index, other.index)
        for one, other in combinations(offers, 2)
        if not may_stack(one.rule, other.rule) or (one.rule.group and one.rule.group == other.rule.group)
    }
    found: list[list[CompiledOffer]] = [[]]
    for offer in offers:
        grown = []
        for some in found:
            fitting = [other for other in some if (other.index, offer.index) not in apart]
            grown.append([*fitting, offer])
            if len(fitting) < len(some):
                grown.append(some)
        found = _largest(grown)
    return found


def _largest(several: Sequence[Sequence[CompiledOffer]]) -> list[list[CompiledOffer]]:
    sets = {frozenset(offer.index for offer in some): list(some) for some in several}
    return [some for names, some in sets.items() if not any(names < other for other in sets)]


def _ratios(offers: Sequence[CompiledOffer], price: Ints, deposit: Ints, scope: Ints) -> dict[int, float]:
    """Return the largest part of what it is split over that each offer on sets and orders can take."""
    found: dict[int, float] = {}
    kept = 1.0
    lowest = price
    for offer in offers:
        ratio = _own_ratio(offer.rule)
        if ratio is not None:
            if offer.rule.measured_on is Measure.PIECE_PRICES and not offer.rule.percent_bp:
                ratio = min(1.0, ratio / kept) if kept > 0 else 1.0
            ratio = min(1.0, ratio * _raised(lowest, deposit))
            found[offer.index] = ratio
            if offer.rule.kind is not Kind.BUY_GET:
                kept *= 1.0 - ratio
        if offer.rule.level is not Level.EXTRA:
            lowest = np.where(scope & offer.bit != 0, _reduced(lowest, deposit, [offer], found), lowest)
    return found


def _raised(price: Ints, deposit: Ints) -> float:
    """Return the most a price stands above what may still be taken off it."""
    mine = deposit > 0
    if not mine.any():
        return 1.0
    left = price[mine] - deposit[mine]
    return float((price[mine] / left).max()) if left.min() > 0 else float("inf")


def _own_ratio(rule: OfferRule) -> float | None:
    if rule.kind is Kind.BUY_GET:
        return rule.percent_bp * rule.get_units / (WHOLE_BP * (rule.buy_units + rule.get_units))
    if rule.steps:
        return max(step.saves_minor / step.minimum_minor for step in rule.steps)
    if rule.kind is Kind.COUPON:
        if rule.percent_bp:
            return rule.percent_bp / WHOLE_BP
        return min(1.0, rule.value_minor / rule.minimum_minor) if rule.minimum_minor else 1.0
    return None


def _most(rule: OfferRule) -> int | None:
    """Return the most one order gets of an offer on orders; None: no bound."""
    if rule.kind is Kind.BUY_GET:
        return None
    if rule.steps:
        return None if rule.repeats else rule.steps[-1].saves_minor
    return rule.most_minor if rule.percent_bp else rule.value_minor


def _reduced(price: Ints, deposit: Ints, offers: Sequence[CompiledOffer], ratios: dict[int, float]) -> Ints:
    """Let offers take their turn on one piece of each product."""
    for offer in offers:
        rule = offer.rule
        if rule.level is Level.PIECE:
            cut = cuts_of(rule, price)
            price = price - (np.where(deposit >= rule.deposit_minor, cut, 0) if rule.kind is Kind.DEPOSIT else cut)
        else:
            most = _most(rule)
            by_ratio = np.floor(price * (1 - ratios[offer.index])).astype(np.int64)
            price = (by_ratio if most is None else np.maximum(by_ratio, price - most)) - ROUNDING
        price = np.maximum(price, deposit)
    return price

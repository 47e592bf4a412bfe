"""Which two products are tried together.

In a small catalogue all of them are. In a large one, for each step an offer has, each product is tried with the filler that
reaches the step most closely: what is above the step only thins the discount out. For sets and minimums of pieces it is tried
with the product next dearer and next cheaper.
"""

from collections.abc import Iterator

import numpy as np

from campaigns.rules.audit.catalogue import AuditPlan
from campaigns.rules.audit.probes import NOBODY, Grid, Probes, alone, answers, joined
from campaigns.rules.pricing import Kind, Level, OfferRule, Pricer
from campaigns.rules.pricing.table import Bools, Ints

REPEATS = 4  # full steps of an every-full offer that are aimed at
Pair = tuple[Ints, Ints, Ints, Ints]  # first, its pieces, second, its pieces


def all_pairs(grid: Grid, pieces: int) -> Probes:
    """Return every two products in every situation, 1 to so many pieces of each."""
    count = len(grid.plan.products)
    first, second = np.triu_indices(count, 1)
    grown = [
        (situation, first[sold], second[sold])
        for situation in range(len(grid.situations))
        for sold in [(grid.price[situation, first] >= 0) & (grid.price[situation, second] >= 0)]
    ]
    units, other = (part.ravel() for part in np.meshgrid(np.arange(1, pieces + 1), np.arange(1, pieces + 1)))
    parts = [
        Probes(
            np.full(len(one) * len(units), situation, dtype=np.int64),
            np.repeat(one, len(units)),
            np.tile(units, len(one)),
            np.repeat(two, len(units)),
            np.tile(other, len(two)),
        )
        for situation, one, two in grown
    ]
    return joined(parts) if parts else alone(grid, 0)


def pair_count(grid: Grid, pieces: int) -> int:
    """Return how many probes `all_pairs` makes.

    Three products make three pairs, with one or two pieces of each:

    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage, Situation
    >>> from campaigns.rules.audit.probes import grid_of
    >>> stage = AuditStage("live", 0, 144)
    >>> plan = AuditPlan([AuditProduct(sku, {"live": 4000}) for sku in "abc"], [stage], [])
    >>> pair_count(grid_of(plan, [Situation(stage, 0)]), 2)
    12
    """
    sold = (grid.price >= 0).sum(axis=1)
    return int((sold * (sold - 1) // 2).sum()) * pieces * pieces


def nearest_pairs(grid: Grid, pricer: Pricer, *, pieces: int, most: int) -> Probes:
    """Return 1 to `pieces` of each product with the closest filler, up to `most` pieces of it, for each step of each offer.

    And up to `most` pieces of a product alone where they reach a step.

    Less 30 from 100 on: three cups at 40.00 reach it alone, and one cup with the pot at 60.00 reaches it to the cent.

    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage, Situation
    >>> from campaigns.rules.audit.probes import grid_of
    >>> from campaigns.rules.pricing import Step, compile_offers
    >>> spend, stage = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(10000, 3000),)), AuditStage("live", 0, 144)
    >>> plan = AuditPlan([AuditProduct("cup", {"live": 4000}), AuditProduct("pot", {"live": 6000})], [stage], [spend])
    >>> found = nearest_pairs(grid_of(plan, [Situation(stage, 0)]), compile_offers([spend]), pieces=1, most=3)
    >>> sorted(zip(found.first.tolist(), found.units.tolist(), found.second.tolist(), found.other_units.tolist()))
    [(0, 1, 1, 1), (0, 3, -1, 0), (1, 1, 0, 1), (1, 2, -1, 0)]
    """
    plan = grid.plan
    by_piece = piece_prices(grid, plan)
    scope = np.array([pricer.scope_of(product.kind) for product in plan.products], dtype=np.int64)
    parts = []
    for place, situation in enumerate(grid.situations):
        live = pricer.situation(situation.buyer_tier, situation.at) & pricer.held(situation.coupons)
        for offer in pricer.offers:
            if not live & offer.bit:
                continue
            mine = np.flatnonzero((scope & offer.bit != 0) & (grid.price[place] > 0))
            for first, units, second, other in _around(offer.rule, mine, by_piece[place][mine], pieces, most):
                parts.append(Probes(np.full(len(first), place, dtype=np.int64), mine[first], units, _named(mine, second), other))
    return _without_doubles(joined(parts)) if parts else alone(grid, 0)


def piece_prices(grid: Grid, plan: AuditPlan) -> Ints:
    """Return what a piece costs in each situation after the offers on pieces: [situation, product]; below 0: not sold."""
    pricer = Pricer([offer for offer in plan.offers if offer.level is Level.PIECE])
    probes = alone(grid, 1)
    found = np.full(grid.price.shape, NOBODY, dtype=np.int64)
    found[probes.situation, probes.first] = answers(probes, grid, pricer).paid
    return found


def thresholds(rule: OfferRule) -> list[int]:
    """Return the amounts from which an offer gives something, or more.

    >>> from campaigns.rules.pricing import Step
    >>> thresholds(OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(30000, 4000),), repeats=True))
    [30000, 60000, 90000, 120000]
    """
    found = {step.minimum_minor for step in rule.steps} | {rule.minimum_minor}
    if rule.repeats and rule.steps:
        found |= {rule.steps[0].minimum_minor * times for times in range(2, REPEATS + 1)}
    return sorted(found - {0})


def _around(rule: OfferRule, mine: Ints, price: Ints, pieces: int, most: int) -> Iterator[Pair]:
    """Yield pairs of places in `mine` around the steps of one offer in one situation."""
    if not len(mine):
        return
    worth = np.concatenate([price * units for units in range(1, most + 1)])
    owner = np.tile(np.arange(len(mine)), most)
    count = np.repeat(np.arange(1, most + 1), len(mine))
    order = np.argsort(worth, kind="stable")
    worth, owner, count = worth[order], owner[order], count[order]
    for threshold in thresholds(rule):
        yield _enough_alone(threshold, price, most)
        for units in range(1, pieces + 1):
            first = np.flatnonzero(price * units < threshold)
            at = np.searchsorted(worth, threshold - price[first] * units)
            at += (at < len(worth)) & (owner[np.minimum(at, len(worth) - 1)] == first)
            reached = at < len(worth)
            first, at = first[reached], at[reached]
            reached = owner[at] != first
            first, at = first[reached], at[reached]
            yield first, np.full(len(first), units, dtype=np.int64), owner[at], count[at]
    size = max(rule.minimum_units, rule.buy_units + rule.get_units if rule.kind is Kind.BUY_GET else 0)
    if size > 1 and not rule.same_product:
        yield from _neighbours(price, size, most)


def _enough_alone(threshold: int, price: Ints, most: int) -> Pair:
    """Return the fewest pieces of each product alone that reach a step."""
    units = -(-threshold // np.maximum(price, 1))
    first = np.flatnonzero((units <= most) & (price > 0))
    nobody = np.full(len(first), NOBODY, dtype=np.int64)
    return first, units[first], nobody, np.zeros(len(first), dtype=np.int64)


def _neighbours(price: Ints, size: int, most: int) -> Iterator[Pair]:
    """Yield sets of so many pieces, with the product next in price."""
    order = np.argsort(price, kind="stable")
    for units in range(1, size):
        if max(units, size - units) <= most:
            for one, two in ((order[:-1], order[1:]), (order[1:], order[:-1])):
                yield (
                    one,
                    np.full(len(one), units, dtype=np.int64),
                    two,
                    np.full(len(one), size - units, dtype=np.int64),
                )


def _named(mine: Ints, second: Ints) -> Ints:
    found: Ints = np.where(second == NOBODY, NOBODY, mine[second])
    return found


def _without_doubles(probes: Probes) -> Probes:
    rows = np.stack([probes.situation, probes.first, probes.units, probes.second, probes.other_units])
    _same, first = np.unique(rows, axis=1, return_index=True)
    return probes.only(np.sort(first))


def is_single(probes: Probes) -> Bools:
    """Tell which probes hold one product alone.

    >>> is_single(Probes(*(np.array(column) for column in ([0, 0], [0, 0], [1, 1], [NOBODY, 1], [0, 2])))).tolist()
    [True, False]
    """
    found: Bools = probes.second == NOBODY
    return found

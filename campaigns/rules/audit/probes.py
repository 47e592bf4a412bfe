"""The baskets the audit tries, in columns, and what each comes to.

A probe is some pieces of one product, alone or together with some pieces of one other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from campaigns.rules.audit.catalogue import AuditPlan, Situation, line_of
from campaigns.rules.pricing import Basket, BasketTable, Pricer, price_many
from campaigns.rules.pricing.table import Ints

NOBODY = -1
BATCH = 60_000


@dataclass(frozen=True)
class Probes:
    """Baskets: place of the situation, of the first product and its pieces, of the second (or NOBODY) and its pieces."""

    situation: Ints
    first: Ints
    units: Ints
    second: Ints
    other_units: Ints

    @property
    def length(self) -> int:
        """How many there are."""
        return len(self.situation)

    def only(self, rows: Ints | slice) -> "Probes":
        """Return some of them."""
        return Probes(self.situation[rows], self.first[rows], self.units[rows], self.second[rows], self.other_units[rows])


@dataclass(frozen=True)
class Answers:
    """What probes come to: the total with freight, what is paid for each line, what others than the shop fund of it.

    Funds are in ten-thousandths of a minor unit; the offers applied are bits in the order of the pricer's keys, and
    `discounts` has a column for each offer in that order.
    """

    total: Ints
    paid: Ints
    other_paid: Ints
    funded: Ints
    other_funded: Ints
    applied: Ints
    discounts: Ints


@dataclass(frozen=True)
class Grid:
    """The prices of all products in all distinct situations, as arrays: [situation, product]; below 0: not sold."""

    plan: AuditPlan
    situations: Sequence[Situation]
    price: Ints
    deposit: Ints


def grid_of(plan: AuditPlan, found: Sequence[Situation]) -> Grid:
    """Lay the plan's prices out.

    The coat is sold in the pre-sale alone, with a deposit of 100.00; below 0 is not sold:

    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage
    >>> early, live = AuditStage("warm_up", 0, 10, presale=True), AuditStage("live", 10, 20)
    >>> coat, cup = AuditProduct("coat", {"warm_up": 90000}, deposit_minor=10000), AuditProduct("cup", {"live": 4000})
    >>> grid = grid_of(AuditPlan([coat, cup], [early, live], []), [Situation(early, 0), Situation(live, 10)])
    >>> grid.price.tolist(), grid.deposit.tolist()
    ([[90000, -1], [-1, 4000]], [[10000, 0], [0, 0]])
    """
    price = np.array(
        [[product.prices.get(situation.stage.name, NOBODY) for product in plan.products] for situation in found],
        dtype=np.int64,
    ).reshape(len(found), len(plan.products))
    deposit = np.array(
        [[product.deposit_minor if situation.stage.presale else 0 for product in plan.products] for situation in found],
        dtype=np.int64,
    ).reshape(price.shape)
    return Grid(plan, found, price, np.minimum(deposit, np.maximum(price, 0)))


def alone(grid: Grid, pieces: int) -> Probes:
    """Return every product alone, 1 to so many pieces, in every situation that sells it.

    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage
    >>> stage = AuditStage("live", 0, 144)
    >>> plan = AuditPlan([AuditProduct("cup", {"live": 4000}), AuditProduct("gone", {})], [stage], [])
    >>> alone(grid_of(plan, [Situation(stage, 0)]), 3).units.tolist()
    [1, 2, 3]
    """
    situation, first = np.nonzero(grid.price >= 0)
    units = np.tile(np.arange(1, pieces + 1), len(situation))
    count = len(units)
    return Probes(
        np.repeat(situation, pieces),
        np.repeat(first, pieces),
        units,
        np.full(count, NOBODY, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
    )


def joined(several: Sequence[Probes]) -> Probes:
    """Put probes together."""
    return Probes(
        *(
            np.concatenate([getattr(probes, name) for probes in several])
            for name in ("situation", "first", "units", "second", "other_units")
        )
    )


def answers(probes: Probes, grid: Grid, pricer: Pricer) -> Answers:
    """Price probes.

    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage
    >>> from campaigns.rules.pricing import Kind, OfferRule, compile_offers
    >>> half, stage = OfferRule("half", Kind.PERCENT_OFF, percent_bp=5000), AuditStage("live", 0, 144)
    >>> grid = grid_of(AuditPlan([AuditProduct("cup", {"live": 4000})], [stage], [half]), [Situation(stage, 0)])
    >>> answers(alone(grid, 2), grid, compile_offers([half])).paid.tolist()
    [2000, 4000]
    """
    parts = [_priced(probes.only(rows), grid, pricer) for rows in _batches(probes.length)]
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Answers(empty, empty, empty, empty, empty, empty, np.zeros((0, len(pricer.keys)), dtype=np.int64))
    names = ("total", "paid", "other_paid", "funded", "other_funded", "applied", "discounts")
    return Answers(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def basket_of(probes: Probes, row: int, grid: Grid) -> Basket:
    """Return one probe as a basket."""
    situation = grid.situations[int(probes.situation[row])]
    lines = [line_of(grid.plan.products[int(probes.first[row])], situation, 1, int(probes.units[row]))]
    if probes.second[row] != NOBODY:
        other = grid.plan.products[int(probes.second[row])]
        lines.append(line_of(other, situation, 2, int(probes.other_units[row])))
    return Basket(tuple(lines), situation.buyer_tier, situation.at, situation.coupons, grid.plan.freight_minor)


def applied_keys(bits: int, pricer: Pricer) -> tuple[str, ...]:
    """Return the keys of offers given as bits.

    >>> from campaigns.rules.pricing import Kind, OfferRule, compile_offers
    >>> applied_keys(0b10, compile_offers([OfferRule(key, Kind.AMOUNT_OFF, value_minor=100) for key in ("a", "b")]))
    ('b',)
    """
    return tuple(key for place, key in enumerate(pricer.keys) if bits >> place & 1)


def _batches(length: int) -> Iterator[slice]:
    for start in range(0, length, BATCH):
        yield slice(start, start + BATCH)


def _priced(probes: Probes, grid: Grid, pricer: Pricer) -> Answers:
    count = probes.length
    with_other = np.flatnonzero(probes.second != NOBODY)
    line_basket = np.concatenate([np.arange(count), with_other])
    product = np.concatenate([probes.first, probes.second[with_other]])
    where = probes.situation[line_basket]
    tiers = sorted({situation.buyer_tier for situation in grid.situations})
    coupons = sorted({situation.coupons for situation in grid.situations}, key=sorted)
    at = np.array([situation.at for situation in grid.situations], dtype=np.int64)
    tier = np.array([tiers.index(situation.buyer_tier) for situation in grid.situations], dtype=np.int64)
    held = np.array([coupons.index(situation.coupons) for situation in grid.situations], dtype=np.int64)
    table = BasketTable(
        at=at[probes.situation],
        tier=tier[probes.situation],
        held=held[probes.situation],
        freight=np.full(count, grid.plan.freight_minor, dtype=np.int64),
        line_basket=line_basket,
        line_no=np.concatenate([np.ones(count, dtype=np.int64), np.full(len(with_other), 2, dtype=np.int64)]),
        line_product=product,
        line_price=grid.price[where, product],
        line_units=np.concatenate([probes.units, probes.other_units[with_other]]),
        line_deposit=grid.deposit[where, product],
        products=tuple(one.kind for one in grid.plan.products),
        tiers=tiers,
        coupons=coupons,
    )
    found = price_many(table, pricer)
    bits = np.left_shift(np.int64(1), np.arange(len(pricer.keys), dtype=np.int64))
    other_paid, other_funded = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    other_paid[with_other] = found.line_paid_minor[count:]
    other_funded[with_other] = found.line_funded_bp[count:]
    return Answers(
        found.total_minor,
        found.line_paid_minor[:count],
        other_paid,
        found.line_funded_bp[:count],
        other_funded,
        ((found.uses > 0) * bits).sum(axis=1),
        found.discounts_minor,
    )

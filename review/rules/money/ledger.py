"""What each line of each order brought and cost (playbook C6): running with the rates people told, settled with files alone.

Everything is whole minor units. Costs are above zero. A cost has values and beside them whether it is known; where it is not it
counts as nothing and the coverage says so. The parts of an order's lines add up to the order's, those of all orders to those of
the sale.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from review.rules.money.splitting import Bools, Ints, split_groups, sums

COSTS = (
    "goods", "gifts", "commission", "payment_fee", "influencer", "freight", "packing", "traffic", "people",
    "price_protection", "leftover", "other",
)  # fmt: skip
BY_PLATFORM = ("commission", "payment_fee", "influencer", "price_protection", "other")
"""What a platform takes: a statement that adds up and does not name one of them says that it was nothing."""
PER_SALE = ("people", "leftover")
STATES = ("running", "settled")
UNKNOWN = np.iinfo(np.int64).min
"""Stands for NULL in the columns that come in: no amount is ever that low."""


@dataclass(frozen=True)
class Rates:
    """What people told in the plan, for orders of which no file has told yet; None: nobody did.

    `commission` and `payment_fee`: shares of the revenue (six decimals count); `freight`, `gifts`: minor units an order.
    """

    commission: Fraction | None = None
    payment_fee: Fraction | None = None
    freight: int | None = None
    gifts: int | None = None


@dataclass(frozen=True)
class Orders:
    """Columns of some orders, UNKNOWN for NULL. `hour` counts along the amounts that are split over hours.

    `settled`: the amounts of `review.claims` without `_minor`, and `paid_out`; all UNKNOWN for an order without a statement.
    """

    hour: Ints
    total: Ints
    refund: Ints
    is_full: Bools
    shop_discount: Ints
    platform_discount: Ints
    influencer_discount: Ints
    settled: Mapping[str, Ints]


@dataclass(frozen=True)
class Lines:
    """Columns of the lines of those orders. `order`: place of the order; `cost`: of one piece; `is_full`: all of it went back."""

    order: Ints
    units: Ints
    price: Ints
    paid: Ints
    refund: Ints
    cost: Ints
    is_gift: Bools
    is_full: Bools


@dataclass
class Ledger:
    """What `reckon` found: amounts of each line, and for each state and cost its values and whether they are known."""

    order: Ints
    hour: Ints
    units: Ints
    amounts: dict[str, Ints]
    list_known: Bools
    values: dict[str, dict[str, Ints]] = field(default_factory=lambda: {state: {} for state in STATES})
    known: dict[str, dict[str, Bools]] = field(default_factory=lambda: {state: {} for state in STATES})

    def put(self, name: str, value: Ints, known: Bools, states: tuple[str, ...] = STATES) -> None:
        """Keep one cost of all lines; what is not known is nothing."""
        for state in states:
            self.values[state][name] = np.where(known, value, 0)
            self.known[state][name] = known

    def profit(self, state: str) -> Ints:
        """Return what each line left, of what is known."""
        costs = sum(self.values[state].values(), start=np.zeros(len(self.order), dtype=np.int64))
        return np.asarray(self.amounts["revenue"] - self.amounts["refund"] + self.amounts["subsidy"] - costs, dtype=np.int64)


PerSale = Mapping[str, tuple["Ints | None", "Ints | None"]]
"""Of a cost of the whole sale: its parts by hour, running and settled; None: nobody told it."""


def reckon(
    orders: Orders, lines: Lines, *, rates: Rates, traffic: Ints | None, traffic_known: Bools | None, per_sale: PerSale
) -> Ledger:
    """Return the ledger of these lines.

    Revenue of an order is its total, what its lines do not explain (freight the buyer paid) split over them by what they paid.
    `traffic`: spend of each hour of `orders.hour`, split over the lines paid in that hour by their revenue; None: no file tells.
    An hour's orders must come in one call.
    """
    count, of = len(orders.total), lines.order
    paid = _or_zero(lines.paid)
    total = np.where(orders.total == UNKNOWN, sums(paid, of, count), orders.total)
    revenue = paid + split_groups(total - sums(paid, of, count), paid, of)
    refund = _fitted(lines.refund, orders.refund, revenue, of, count)
    known_list = (lines.price != UNKNOWN) & (lines.units != UNKNOWN) & ~lines.is_gift
    listed = np.where(known_list, _or_zero(lines.price) * _or_zero(lines.units), 0)
    amounts = {"list": listed, "revenue": revenue, "refund": refund}
    for name in ("shop_discount", "platform_discount", "influencer_discount"):
        amounts[name] = split_groups(_or_zero(getattr(orders, name)), paid, of)
    given = amounts["shop_discount"] + amounts["platform_discount"] + amounts["influencer_discount"]
    amounts["other_discount"] = np.where(known_list, listed - revenue - given, 0)
    amounts["subsidy"] = split_groups(_or_zero(orders.settled["subsidy"]), revenue, of)
    units = _or_zero(lines.units)
    ledger = Ledger(of, orders.hour[of], units, amounts, known_list)
    _goods(ledger, lines, units, np.asarray(lines.is_full | orders.is_full[of], dtype=bool))
    _settled(ledger, orders, lines.is_gift, rates)
    hours = len(traffic) if traffic is not None else 0
    if traffic is None or traffic_known is None:
        ledger.put("traffic", np.zeros_like(revenue), np.zeros(len(of), dtype=bool))
    elif hours:
        ledger.put("traffic", split_groups(traffic, revenue, ledger.hour), traffic_known[ledger.hour])
    for name, by_state in per_sale.items():
        for state, parts in zip(STATES, by_state, strict=True):
            told = parts is not None
            value = np.zeros_like(revenue) if parts is None else split_groups(parts, revenue, ledger.hour)
            if name in ledger.values[state]:  # what a person told comes on top of what statements tell
                ledger.values[state][name] = ledger.values[state][name] + value
                continue
            ledger.put(name, value, np.full(len(of), told), (state,))
    return ledger


def _goods(ledger: Ledger, lines: Lines, units: Ints, is_full: Bools) -> None:
    """Set what the goods and the gifts cost; goods of a full refund come back to stock and cost nothing in the end."""
    known = (lines.cost != UNKNOWN) & (lines.units != UNKNOWN)
    cost = np.where(known, _or_zero(lines.cost) * units, 0)
    ledger.amounts["goods_out"] = np.where(lines.is_gift, 0, cost)
    ledger.amounts["goods_back"] = np.where(is_full & ~lines.is_gift, cost, 0)
    ledger.put("goods", ledger.amounts["goods_out"] - ledger.amounts["goods_back"], known | lines.is_gift)
    ledger.put("gifts", np.where(lines.is_gift, cost, 0), known | ~lines.is_gift)


def _settled(ledger: Ledger, orders: Orders, is_gift: Bools, rates: Rates) -> None:
    """Set what statements tell by order; for orders without a statement the running state takes the rates people told."""
    of, count, told = ledger.order, len(orders.total), orders.settled
    revenue, refund = ledger.amounts["revenue"], ledger.amounts["refund"]
    taken = (*BY_PLATFORM, "refunded", "carriage", "packing")
    out = sum((_or_zero(told[name]) for name in taken), start=np.zeros(count, dtype=np.int64))
    left = _or_zero(told["received"]) + _or_zero(told["subsidy"]) - out
    adds_up = (told["paid_out"] != UNKNOWN) & (told["received"] != UNKNOWN) & (left == told["paid_out"])
    by_order, back = sums(revenue, of, count), sums(refund, of, count)
    rated = {
        "commission": None if rates.commission is None else _share(np.maximum(by_order - back, 0), rates.commission),
        "payment_fee": None if rates.payment_fee is None else _share(by_order, rates.payment_fee),
        "freight": None if rates.freight is None else np.full(count, rates.freight, dtype=np.int64),
        # The plan's freight holds the packing.
        "packing": None if rates.freight is None else np.zeros(count, dtype=np.int64),
    }
    names = {"freight": "carriage"}
    for name in (*BY_PLATFORM, "freight", "packing"):
        value = told[names.get(name, name)]
        known = value != UNKNOWN
        if name in BY_PLATFORM:
            known = known | adds_up
        value = np.where(known, _or_zero(value), 0)
        ledger.put(name, split_groups(value, revenue, of), known[of], ("settled",))
        rate = rated.get(name)
        if rate is not None:
            value, known = np.where(known, value, rate), np.ones(count, dtype=bool)
        ledger.put(name, split_groups(value, revenue, of), known[of], ("running",))
    if rates.gifts is not None:
        more = split_groups(np.full(count, rates.gifts, dtype=np.int64), revenue, of)
        has_gift = sums(is_gift.astype(np.int64), of, count) > 0
        value = ledger.values["running"]["gifts"] + np.where(has_gift[of], 0, more)
        ledger.put("gifts", value, ledger.known["running"]["gifts"], ("running",))


def _fitted(parts: Ints, whole: Ints, weights: Ints, of: Ints, count: int) -> Ints:
    """Return the lines' own amounts with what the order tells beyond them split by weight; the order has the word."""
    own = _or_zero(parts)
    missing = np.where(whole == UNKNOWN, 0, _or_zero(whole) - sums(own, of, count))
    return own + split_groups(np.asarray(missing, dtype=np.int64), weights, of)


def _share(amounts: Ints, share: Fraction) -> Ints:
    """Return a share of each amount, halves up.

    >>> _share(np.array([105, 1000]), Fraction(1, 10)).tolist()
    [11, 100]
    """
    million = int(share * 1_000_000 + Fraction(1, 2))
    return np.asarray((amounts * million + 500_000) // 1_000_000, dtype=np.int64)


def _or_zero(values: Ints) -> Ints:
    return np.where(values == UNKNOWN, 0, values)

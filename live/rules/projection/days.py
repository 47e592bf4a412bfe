"""The past days a projection learns from: which of them count, how much, and what is left of their single large orders.

A day is a row of slots on the shop's clock (144 of ten minutes, or 24 hours where a platform tells no more). `values` is what is
projected (minor units, orders, visitors), `orders` the paid orders beside it where the value is money.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BROKEN_SHARE = 0.2  # of the median of the days before: a day with less is broken
BROKEN_DAYS = 14
BROKEN_ORDERS = 20.0  # empty slots in a row where as many orders were usual: the data have a hole
CAP_DEVIATIONS = 3.0


@dataclass(frozen=True)
class Day:
    """One day of the shop's clock: the value and the orders of each slot. `is_sale`: a sale ran; it is no ordinary day."""

    date: date
    values: Floats
    orders: Floats | None = None
    is_sale: bool = False

    @property
    def total(self) -> float:
        """What the whole day came to."""
        return float(self.values.sum())


@dataclass(frozen=True)
class Cap:
    """What a slot of so many orders may count at most, so that one order of a hundred times the usual does not carry a curve.

    `mean` is the usual amount of an order, `spread` the usual deviation of a slot per root of its orders (median, made comparable
    to a standard deviation). No cap where the value is not money.
    """

    mean: float = 0.0
    spread: float = 0.0

    def of(self, values: Floats, orders: Floats | None) -> Floats:
        """Return the slots, each cut to mean x orders + 3 x spread x root of orders.

        >>> Cap(mean=10, spread=2).of(np.array([30.0, 500.0]), np.array([2.0, 4.0])).tolist()
        [28.48528137423857, 52.0]
        """
        if orders is None or self.spread <= 0:
            return values
        most = self.mean * orders + CAP_DEVIATIONS * self.spread * np.sqrt(orders)
        return np.minimum(values, np.where(orders > 0, most, values))


def cap_of(days: Sequence[Day]) -> Cap:
    """Return the cap that these days teach; none from days without orders."""
    told = [(day.values, day.orders) for day in days if day.orders is not None]
    if not told:
        return Cap()
    values, orders = np.concatenate([each[0] for each in told]), np.concatenate([each[1] for each in told])
    some = orders > 0
    if not some.any():
        return Cap()
    values, orders = values[some], orders[some]
    mean = float(values.sum() / orders.sum())
    spread = 1.48 * float(np.median(np.abs(values - mean * orders) / np.sqrt(orders)))
    return Cap(mean, spread)


def fading(ages: Floats, half_life: float) -> Floats:
    """Return the weight of days so many days old: half after each half-life.

    >>> fading(np.array([0.0, 20.0, 40.0]), 20).tolist()
    [1.0, 0.5, 0.25]
    """
    return np.power(0.5, ages / half_life)


def is_broken(day: Day, before: Sequence[Day]) -> bool:
    """Tell whether a day's data have a hole: far too little in all, or a run of empty slots in which much was usual.

    `before` are the kept days before it. Judged only against at least three of them.
    """
    recent = before[-BROKEN_DAYS:]
    if len(recent) < 3:
        return day.total <= 0
    if day.total < BROKEN_SHARE * float(np.median([each.total for each in recent])):
        return True
    usual = np.mean([each.values if each.orders is None else each.orders for each in recent], axis=0)
    have = day.values if day.orders is None else day.orders
    missed = np.where(have > 0, 0.0, usual)
    run = most = 0.0
    for empty, expected in zip(have <= 0, missed, strict=True):
        run = run + float(expected) if empty else 0.0
        most = max(most, run)
    return most >= BROKEN_ORDERS

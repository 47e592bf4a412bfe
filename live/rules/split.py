"""Was it traffic, conversion or order value? The exact split of a gap between target and actual (rules L3 and L5, F3).

Revenue = visitors x (paid orders / visitors) x (revenue / paid orders), for the plan and for what happened. The gap is
split by the logarithmic mean Divisia index, LMDI (B. W. Ang, "Decomposition analysis for policymaking in energy",
Energy Policy 32, 2004): each factor x gets L * ln(x_actual / x_target) with L = (R1 - R0) / (ln R1 - ln R0). It leaves
no rest, does not depend on the order of the factors, and going back from actual to target gives the same parts with the
other sign.

What is not a plain positive number is settled here and nowhere else. The gap goes to:

- target equals actual: nobody in sum; single parts may still be there and add up to 0.
- both revenues are zero: nobody; every part is 0, whatever the visitors did.
- nothing was planned at all (0 visitors, 0 orders): `unknown`; there is no plan to hold it against.
- nothing sold and nobody came: traffic.
- nothing sold, visitors came, nobody paid: conversion (any number of visitors times nothing: the limit of LMDI).
- nothing sold, but orders were paid (gifts): order value.
- no revenue planned, but sold: the mirror image. No visitors planned: traffic; visitors but no orders planned:
  conversion; orders planned: order value.
- visitors unknown, or zero although orders exist, on either side: order value gets its part, exactly as it would with
  visitors; the rest is `orders`, traffic and conversion together.
- paid orders unknown, or zero beside revenue: `unknown`; nothing can be told apart.
- revenue below zero on either side: `unknown`; it has no logarithm.

**Sums.** The split of a day is the sum of the splits of its hours, not the split of the day's sums. Both add up to the
gap; the sum is chosen because (1) the column of the hours then adds up to the figure below it, to the cent, and (2)
visitors who moved from a good hour to a poor one are a matter of traffic: the split of the sums would call it
conversion although each hour converted as planned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import expm1, floor, isfinite, log

PARTS = ("traffic", "conversion", "order_value", "orders", "unknown")


@dataclass(frozen=True)
class Factors:
    """Visitors, paid orders and revenue (minor units) of one window; None where not known.

    A plan may hold fractions of a buyer.
    """

    visitors: float | None
    paid_orders: float | None
    revenue_minor: int | None


@dataclass(frozen=True)
class Split:
    """A gap in minor units and its parts, which add up to it exactly.

    `orders` is traffic and conversion together where visitors are not known; `unknown` is what cannot be told apart at all.
    """

    traffic: int = 0
    conversion: int = 0
    order_value: int = 0
    orders: int = 0
    unknown: int = 0

    @property
    def gap(self) -> int:
        """The sum of the parts: actual minus target."""
        return self.traffic + self.conversion + self.order_value + self.orders + self.unknown

    def as_dict(self) -> dict[str, int]:
        """Return the parts by name, in the order of PARTS."""
        return {name: getattr(self, name) for name in PARTS}


def split_gap(target: Factors, actual: Factors) -> Split:
    """Return what traffic, conversion and order value each contributed to revenue's gap, in whole minor units.

    Fractions of a unit go to the parts with the largest remainders, so the parts add up exactly. An unknown revenue on
    either side gives an empty split: there is no gap to speak of.

    >>> split_gap(Factors(1000, 60, 600_00), Factors(1000, 42, 420_00))  # only conversion fell, from 6% to 4.2%
    Split(traffic=0, conversion=-18000, order_value=0, orders=0, unknown=0)
    >>> split_gap(Factors(1000, 100, 100), Factors(2000, 100, 100))  # twice the visitors, half the conversion
    Split(traffic=69, conversion=-69, order_value=0, orders=0, unknown=0)
    >>> split_gap(Factors(100, 10, 100_00), Factors(None, 5, 40_00))  # how many came is not known
    Split(traffic=0, conversion=0, order_value=-1461, orders=-4539, unknown=0)
    >>> split_gap(Factors(100, 10, 100_00), Factors(0, 0, 0)).traffic
    -10000
    >>> split_gap(Factors(100, 10, 100_00), Factors(90, 0, 0)).conversion
    -10000
    """
    before, after = target.revenue_minor, actual.revenue_minor
    if before is None or after is None or before == after == 0:
        return Split()
    gap = after - before
    if before < 0 or after < 0 or _is_empty(target):
        return Split(unknown=gap)
    if before == 0 or after == 0:
        return _at_zero(target if before == 0 else actual, gap)
    if not target.paid_orders or not actual.paid_orders or target.paid_orders < 0 or actual.paid_orders < 0:
        return Split(unknown=gap)
    mean = log_mean(before, after)
    orders = log(actual.paid_orders / target.paid_orders)
    value = log(after / before) - orders
    if _known(target.visitors) and _known(actual.visitors):
        traffic = log(_positive(actual.visitors) / _positive(target.visitors))
        parts = whole_parts(gap, [mean * traffic, mean * (orders - traffic), mean * value])
        return Split(traffic=parts[0], conversion=parts[1], order_value=parts[2])
    parts = whole_parts(gap, [mean * orders, mean * value])
    return Split(orders=parts[0], order_value=parts[1])


def add_splits(splits: Iterable[Split]) -> Split:
    """Return the sum of several splits, part by part; nothing gives an empty split.

    >>> add_splits([Split(traffic=-5, orders=2), Split(traffic=1, unknown=-3)])
    Split(traffic=-4, conversion=0, order_value=0, orders=2, unknown=-3)
    """
    traffic = conversion = order_value = orders = unknown = 0
    for split in splits:
        traffic += split.traffic
        conversion += split.conversion
        order_value += split.order_value
        orders += split.orders
        unknown += split.unknown
    return Split(traffic, conversion, order_value, orders, unknown)


def largest_cause(split: Split) -> str | None:
    """Return the name of the part that pulls hardest in the direction of the gap; None when there is no gap.

    "unknown" and "orders" are answers too: they say that the numbers to tell it are missing. Of equal parts the first of
    PARTS is named.

    >>> largest_cause(Split(traffic=-47, conversion=-823, order_value=-28))
    'conversion'
    >>> largest_cause(Split(traffic=900, conversion=-100)), largest_cause(Split())
    ('traffic', None)
    """
    if split.gap == 0:
        return None
    sign = 1 if split.gap > 0 else -1
    return max(PARTS, key=lambda name: (sign * getattr(split, name), -PARTS.index(name)))


def _is_empty(plan: Factors) -> bool:
    """Tell whether nothing at all was planned."""
    return not plan.revenue_minor and not plan.paid_orders and not plan.visitors


def _at_zero(side: Factors, gap: int) -> Split:
    """Give the whole gap to the first factor that is zero on the side without revenue."""
    if side.paid_orders is None:
        return Split(unknown=gap)
    if side.paid_orders:
        return Split(order_value=gap)
    if side.visitors is None:
        return Split(orders=gap)
    return Split(conversion=gap) if side.visitors else Split(traffic=gap)


def _known(visitors: float | None) -> bool:
    """Tell whether visitors can stand in a ratio."""
    return visitors is not None and visitors > 0


def _positive(visitors: float | None) -> float:
    """Narrow the type of what `_known` has tested."""
    return visitors or 1


def log_mean(before: float, after: float) -> float:
    """Return the logarithmic mean of two positive numbers; of equal ones the number itself.

    >>> round(log_mean(100, 200), 2), log_mean(100, 100)
    (144.27, 100.0)
    """
    ratio = log(after / before)
    return before * expm1(ratio) / ratio if ratio else float(before)


def whole_parts(gap: int, parts: list[float]) -> list[int]:
    """Return the parts rounded to integers that add up to the gap, by largest remainder (of equal ones the first).

    >>> whole_parts(-10, [-3.5, -6.6, 0.1])
    [-3, -7, 0]
    """
    if not all(isfinite(part) for part in parts):  # only beyond 10**308: no shop
        return [gap, *[0] * (len(parts) - 1)]
    whole = [floor(part) for part in parts]
    left = gap - sum(whole)
    step = 1 if left > 0 else -1
    by_remainder = sorted(range(len(parts)), key=lambda index: (step * (whole[index] - parts[index]), index))
    for turn in range(abs(left)):
        whole[by_remainder[turn % len(parts)]] += step
    return whole

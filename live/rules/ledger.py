"""Plan and facts of one sale side by side, answered for any window of slots.

All lists hold one number a slot of the sale, from its first slot on; windows are half open and counted from there (0 is the
sale's first slot). Money is in minor units. What is not known is None, never 0.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import floor
from typing import Any

from common.splitting import split_minor
from live.rules.split import Factors, Split, add_splits, split_gap


@dataclass(frozen=True)
class Plan:
    """The target of every slot."""

    revenue: Sequence[int]
    visitors: Sequence[int]
    paid_orders: Sequence[int]
    inquiries: Sequence[int]


@dataclass(frozen=True)
class TrafficHour:
    """Visitors and inquiries of one hour of the shop's clock, known before slot `end`; it may reach out of the sale."""

    start: int
    end: int
    visitors: int | None
    inquiries: int | None
    is_estimated: bool = False


@dataclass(frozen=True)
class Facts:
    """What happened: orders are all known before slot `cut`; every hour of traffic says itself how far it is known."""

    cut: int
    revenue: Sequence[int]
    paid_orders: Sequence[int]
    refunds: Sequence[int]
    traffic: Sequence[TrafficHour] = ()


@dataclass(frozen=True)
class Arrived:
    """Traffic of a window: the known sum, what the plan asked in the same slots, those slots, and how many are not known."""

    actual: int | None
    due: int
    ranges: tuple[tuple[int, int], ...]
    missing: int
    estimated: bool


class Ledger:
    """Answers what was planned, due, sold and visited in any window [a, b)."""

    def __init__(self, plan: Plan, facts: Facts, hours: Sequence[tuple[int, int]]) -> None:
        """Take the plan, the facts, and the hours of the campaign's clock as windows that cover the sale in order."""
        self.length = len(plan.revenue)
        self.cut = facts.cut
        self.facts = facts
        self.hours = tuple(hours)
        self._starts = [start for start, _end in hours]
        self._plan = {name: _running(getattr(plan, name)) for name in ("revenue", "visitors", "paid_orders", "inquiries")}
        self._sold = {name: _running(getattr(facts, name)) for name in ("revenue", "paid_orders", "refunds")}
        self._visitors_plan = plan.visitors
        self._arrived: dict[tuple[str, int, int], Arrived] = {}

    def planned(self, name: str, a: int, b: int) -> int:
        """Return the target of [a, b)."""
        totals = self._plan[name]
        return totals[max(b, a)] - totals[a]

    def intended(self, name: str, a: int, b: int) -> float:
        """Return the planned visitors or orders of [a, b) before they were rounded to whole ones in each slot.

        A plan whose counts follow its revenue has the whole sale's ratio in every window; only rounding hides it, and for a
        small shop that is much (three orders an hour are none in most slots). Where the counts differ from that by more than
        rounding can (one a slot), somebody meant them, and they stand as they are.
        """
        count, money = self.planned(name, a, b), self.planned("revenue", 0, self.length)
        if money <= 0:
            return count
        exact = self.planned(name, 0, self.length) * self.planned("revenue", a, b) / money
        return exact if abs(count - exact) < b - a else count

    def due(self, name: str, a: int, b: int) -> int:
        """Return the target of the part of [a, b) whose orders are all known."""
        return self.planned(name, min(a, self.cut), min(b, self.cut))

    def sold(self, name: str, a: int, b: int) -> int | None:
        """Return what was sold in the known part of [a, b); None when no part of it is known."""
        if a >= self.cut:
            return None
        totals = self._sold[name]
        return totals[min(b, self.cut)] - totals[a]

    def arrived(self, name: str, a: int, b: int) -> Arrived:
        """Return visitors or inquiries of the known part of [a, b).

        Traffic is reported by the hour. An hour that lies only partly in the window gives the part that the plan gave those slots
        (`estimated`); hours nobody reported are left out on both sides, and counted in `missing`, so that actual and plan
        always speak about the same slots.
        """
        if (name, a, b) not in self._arrived:
            self._arrived[name, a, b] = self._count_arrived(name, a, min(b, self.cut))
        return self._arrived[name, a, b]

    def _count_arrived(self, name: str, a: int, end: int) -> Arrived:
        actual, due, ranges, estimated = 0, 0, [], False
        for hour in self.facts.traffic:
            first, last = max(a, hour.start), min(end, hour.end)
            value = getattr(hour, name)
            if first >= last or value is None:
                continue
            actual += self._part(hour, value, first, last)
            estimated = estimated or hour.is_estimated or (first, last) != (hour.start, hour.end)
            due += self.planned(name, first, last)
            ranges.append((first, last))
        known = sum(last - first for first, last in ranges)
        return Arrived(actual if ranges else None, due, tuple(ranges), max(0, end - a) - known, estimated)

    def _part(self, hour: TrafficHour, value: int, first: int, last: int) -> int:
        """Return how much of an hour's traffic belongs to [first, last): all of it, or the part the plan gave these slots."""
        if (first, last) == (hour.start, hour.end):
            return value
        if hour.start < 0 or hour.end > self.length:  # the plan says nothing about slots outside the sale
            weights = [1] * (hour.end - hour.start)
        else:
            weights = list(self._visitors_plan[hour.start : hour.end])
        return sum(split_minor(value, weights)[first - hour.start : last - hour.start])

    def split(self, a: int, b: int) -> Split:
        """Return the split of the gap of the known part of [a, b): the sum of the splits of its hours (see rules.split)."""
        return add_splits(self._split_hour(first, last) for first, last in self.hours_within(a, min(b, self.cut)))

    def hours_within(self, a: int, b: int) -> list[tuple[int, int]]:
        """Return the hours that [a, b) touches, cut to it, in order."""
        if a >= b:
            return []
        first = max(0, bisect_right(self._starts, a) - 1)
        pieces = ((max(a, start), min(b, end)) for start, end in self.hours[first:])
        return [(start, end) for start, end in pieces if start < end]

    def factors(self, a: int, b: int) -> tuple[Factors, Factors]:
        """Return target and actual of [a, b) as they are split; all of it must be known."""
        visitors = self.arrived("visitors", a, b)
        return (
            Factors(self.intended("visitors", a, b), self.intended("paid_orders", a, b), self.planned("revenue", a, b)),
            Factors(None if visitors.missing else visitors.actual, self.sold("paid_orders", a, b), self.sold("revenue", a, b)),
        )

    def _split_hour(self, a: int, b: int) -> Split:
        return split_gap(*self.factors(a, b))

    def measures(self, a: int, b: int) -> dict[str, dict[str, Any]]:
        """Return every metric of [a, b): target (all of it), due (its known part), actual, gap = actual - due.

        Ratios come from sums: conversion is paid orders / visitors over the slots whose visitors are known, order value is
        revenue / paid orders in minor units, rounded. Their `target` is the plan's ratio over all of the window, their `due`
        over the known slots. Refunds have no target.
        """
        return {
            "revenue": self._money("revenue", a, b),
            "visitors": self._traffic("visitors", a, b),
            "paid_orders": self._money("paid_orders", a, b),
            "conversion": self._conversion(a, b),
            "order_value": self._order_value(a, b),
            "inquiries": self._traffic("inquiries", a, b),
            "refunds": {"target": None, "due": None, "actual": self.sold("refunds", a, b), "gap": None},
        }

    def _money(self, name: str, a: int, b: int) -> dict[str, Any]:
        return _measure(self.planned(name, a, b), self.due(name, a, b), self.sold(name, a, b))

    def _traffic(self, name: str, a: int, b: int) -> dict[str, Any]:
        seen = self.arrived(name, a, b)
        return {
            **_measure(self.planned(name, a, b), seen.due, seen.actual),
            "missing_slots": seen.missing,
            "is_estimated": seen.estimated,
        }

    def _conversion(self, a: int, b: int) -> dict[str, Any]:
        seen = self.arrived("visitors", a, b)
        target = _share(self.intended("paid_orders", a, b), self.intended("visitors", a, b))
        if seen.actual is None:
            return {"target": target, "due": None, "actual": None, "gap": None}
        planned = [(self.intended("paid_orders", x, y), self.intended("visitors", x, y)) for x, y in seen.ranges]
        due = _share(sum(orders for orders, _visitors in planned), sum(visitors for _orders, visitors in planned))
        actual = _share(sum(self.sold("paid_orders", x, y) or 0 for x, y in seen.ranges), seen.actual)
        gap = None if due is None or actual is None else round(actual - due, 8)
        return {"target": target, "due": due, "actual": actual, "gap": gap}

    def _order_value(self, a: int, b: int) -> dict[str, Any]:
        target = _per(self.planned("revenue", a, b), self.intended("paid_orders", a, b))
        sold, orders = self.sold("revenue", a, b), self.sold("paid_orders", a, b)
        if sold is None or orders is None:
            return {"target": target, "due": None, "actual": None, "gap": None}
        due = _per(self.due("revenue", a, b), self.intended("paid_orders", a, min(b, self.cut)))
        actual = _per(sold, orders)
        return {"target": target, "due": due, "actual": actual, "gap": None if due is None or actual is None else actual - due}


def _running(numbers: Sequence[int]) -> list[int]:
    return [0, *accumulate(numbers)]


def _measure(target: int, due: int, actual: int | None) -> dict[str, Any]:
    """Return one metric; nothing is due and there is no gap while nothing is known."""
    if actual is None:
        return {"target": target, "due": None, "actual": None, "gap": None}
    return {"target": target, "due": due, "actual": actual, "gap": actual - due}


def _share(part: float, whole: float) -> float | None:
    """Return a ratio to eight decimals; None without a whole."""
    return round(part / whole, 8) if whole > 0 else None


def _per(money: int, count: float) -> int | None:
    """Return minor units per piece, rounded half up; None without a piece."""
    if count <= 0:
        return None
    return (2 * money + count) // (2 * count) if isinstance(count, int) else floor(money / count + 0.5)

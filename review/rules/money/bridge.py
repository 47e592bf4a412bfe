"""The way from the planned profit to the actual one, in steps that add up exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from common.splitting import split_minor

REVENUE = ("visitors", "conversion", "order_value")


@dataclass(frozen=True)
class Step:
    """One step: `by` minor units, above zero helps the profit. `is_open`: the actual cost is not known for all orders."""

    name: str
    by: int
    is_open: bool = False


@dataclass(frozen=True)
class Funnel:
    """Visitors, paid orders and revenue, planned or actual; visitors None where no file tells them."""

    visitors: int | None
    orders: int
    revenue: int


def bridge(
    planned: Mapping[str, int], actual: Mapping[str, int], *, plan: Funnel, real: Funnel, coverage: Mapping[str, float]
) -> list[Step]:
    """Return the steps from the planned profit to the actual, in the order they are read; they add up to the difference exactly.

    `planned`, `actual`: part to what it adds to the profit, costs below zero, `revenue` among them. The step of the revenue is
    taken apart into visitors, conversion and order value, one after the other, where the visitors are known, else into orders and
    order value. A part with a coverage below 1 is open: its cost may still come.

    >>> steps = bridge({"revenue": 100, "refund": -10}, {"revenue": 80, "refund": -20}, plan=Funnel(10, 5, 100),
    ...                real=Funnel(10, 4, 80), coverage={})
    >>> [(step.name, step.by) for step in steps]
    [('visitors', 0), ('conversion', -20), ('order_value', 0), ('refund', -10)]
    """
    steps = [Step(name, by) for name, by in _revenue(plan, real, actual["revenue"] - planned["revenue"])]
    for name in [*planned, *(name for name in actual if name not in planned)]:
        if name != "revenue":
            by = actual.get(name, 0) - planned.get(name, 0)
            steps.append(Step(name, by, is_open=coverage.get(name, 1.0) < 1))
    return steps


def _revenue(plan: Funnel, real: Funnel, difference: int) -> list[tuple[str, int]]:
    """Take a difference of revenue apart; what rounding leaves goes to the order value."""
    if not plan.orders or not plan.revenue:
        return [("order_value", difference)]
    value = Fraction(plan.revenue, plan.orders)
    if plan.visitors and real.visitors:
        at_plan = Fraction(real.visitors * plan.orders, plan.visitors)
        visitors = _half_up((at_plan - plan.orders) * value)
        conversion = _half_up((real.orders - at_plan) * value)
        return [("visitors", visitors), ("conversion", conversion), ("order_value", difference - visitors - conversion)]
    orders = _half_up((real.orders - plan.orders) * value)
    return [("orders", orders), ("order_value", difference - orders)]


def _half_up(value: Fraction) -> int:
    return int((value * 2 + 1) // 2)


def share_of_gap(steps: list[Step]) -> tuple[Step, float] | None:
    """Return the step that took the most of what was lost, and its share of all that was lost; None when nothing was.

    >>> share_of_gap([Step("refund", -71), Step("goods", -29), Step("people", 10)])
    (Step(name='refund', by=-71, is_open=False), 0.71)
    """
    lost = [step for step in steps if step.by < 0]
    if not lost:
        return None
    worst = min(lost, key=lambda step: step.by)
    return worst, worst.by / sum(step.by for step in lost)


def by_hour(amount: int, revenue: list[int]) -> list[int]:
    """Return an amount of the whole sale split over its hours by their revenue, by largest remainder."""
    return split_minor(amount, [max(0, one) for one in revenue])

"""What a usual day comes to: the shop's level of late, by weekday, and a plan weighed against it by how sure both were."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from live.rules.projection.days import Floats, fading

Whole = NDArray[np.int64]

WEEKDAY_FROM = 14  # days: fewer cannot tell the weekdays apart
LEVEL_HALF_LIFE = 5.0
WEEKDAY_DAYS = 80
WEEKDAY_HALF_LIFE, WEEKDAY_DOUBT = 60.0, 3.0
PASSES = 3
DOUBT_DAYS, DOUBT_VARIANCE = 3.0, 0.3**2
VARIANCE_HALF_LIFE = 20.0


def level_of(logs: Floats, ages: Floats, weekdays: Whole, weekday: int) -> float:
    """Return the usual total of a day of this weekday out of the logarithms of past totals, oldest first; at least one.

    Days a few half-lives old are all but forgotten: a shop that jumps is followed within the week.
    """
    effects = weekday_effects(logs, ages, weekdays)
    base = np.average(logs - effects[weekdays], weights=fading(ages, LEVEL_HALF_LIFE))
    return float(np.exp(base + effects[weekday]))


def weekday_effects(logs: Floats, ages: Floats, weekdays: Whole) -> Floats:
    """Return by how much (logarithm) each weekday stands above the days around it; seven zeros before two weeks are known."""
    effects = np.zeros(7)
    logs, ages, weekdays = logs[-WEEKDAY_DAYS:], ages[-WEEKDAY_DAYS:], weekdays[-WEEKDAY_DAYS:]
    if len(logs) < WEEKDAY_FROM:
        return effects
    near = np.power(0.5, np.abs(ages[:, None] - ages[None, :]) / 7.0)
    near /= near.sum(axis=1, keepdims=True)
    weights = fading(ages, WEEKDAY_HALF_LIFE)
    for _pass in range(PASSES):
        around = near @ (logs - effects[weekdays])
        sums = np.bincount(weekdays, weights=weights * (logs - around), minlength=7)
        effects = sums / (np.bincount(weekdays, weights=weights, minlength=7) + WEEKDAY_DOUBT)
    return effects


def variance_of(errors: Floats, ages: Floats, *, half_life: float = VARIANCE_HALF_LIFE, doubt: float = DOUBT_VARIANCE) -> float:
    """Return the mean square of past errors (logarithms), newer ones heavier, beside three made-up days of `doubt`.

    >>> round(variance_of(np.array([]), np.array([])), 4)
    0.09
    """
    weights = fading(ages, half_life)
    return float(((weights * errors**2).sum() + DOUBT_DAYS * doubt) / (weights.sum() + DOUBT_DAYS))


@dataclass(frozen=True)
class PlannedDay:
    """A past day that had a plan: its age in days, log(actual / plan), log(actual / usual level as it was seen that morning)."""

    age: float
    against_plan: float
    against_level: float


def with_plan(level: float, plan: float, past: Sequence[PlannedDay]) -> float:
    """Return the level with a plan weighed in: each by the inverse of its past squared error, the plan first freed of its bias.

    >>> round(with_plan(100.0, 200.0, ()), 1)  # nothing known of either: half way, in logarithms
    141.4
    """
    ages = np.array([day.age for day in past])
    plan_errors = np.array([day.against_plan for day in past])
    weights = fading(ages, VARIANCE_HALF_LIFE)
    bias = float((weights * plan_errors).sum() / (weights.sum() + DOUBT_DAYS))
    of_plan = variance_of(plan_errors - bias, ages)
    of_level = variance_of(np.array([day.against_level for day in past]), ages)
    mean = (np.log(plan) + bias) / of_plan + np.log(level) / of_level
    return float(np.exp(mean / (1 / of_plan + 1 / of_level)))

"""How far visitors, conversion and order value of an hour swing by themselves, and the causes that stand out from it (F3). Pure.

An hour's largest part is not yet its cause: conversion may swing by a tenth from hour to hour in a healthy sale, visitors by a
twentieth. The usual swing is learned from the sale's own hours: the median of the steps from hour to hour of ln(actual / plan),
so that one fault, which is one step, does not widen it. Parts within it are shrunk (the non-negative garrote, L. Breiman,
Technometrics 37, 1995): a part p of a window whose usual swing is s stands for p * max(0, 1 - (LEAST * s / p)^2).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log, sqrt
from statistics import median

NAMES = ("traffic", "conversion", "order_value")
MEASURES = {"traffic": "visitors", "conversion": "conversion", "order_value": "order_value"}
USUAL = {"traffic": 0.05, "conversion": 0.12, "order_value": 0.05}
"""Before there are steps to learn from. Measured robustly on a month of hours, day and hour taken out: visitors 0.035 with
counting noise, conversion 0.12 beyond it."""
USUAL_COUNTS = 6  # steps that the usual swings weigh as much as
LEAST = 0.8
CLEAR = 2.0  # usual swings
VALUE_SPREAD = 0.9  # of single orders, as a share of their mean: measured on a month of 24,087 orders
NORMAL = 1.4826  # a normal deviation / its median absolute one

Ratios = Mapping[str, float | None]


def swings_of(hours: Sequence[Ratios], *, orders: float) -> dict[str, float]:
    """Return the usual swing of an hour, as a logarithm, of each factor.

    `hours` hold ln(actual / plan) of the sale's hours in order, None where one is not known. `orders`: paid orders of an hour;
    fewer of them swing more by chance alone, so that is the least.

    >>> steady = [{"traffic": 0.01 * (n % 2), "conversion": 0.0, "order_value": None} for n in range(7)]
    >>> {name: round(value, 3) for name, value in swings_of(steady, orders=10_000).items()}
    {'traffic': 0.036, 'conversion': 0.085, 'order_value': 0.05}
    """
    least = {
        "traffic": 0.01,
        "conversion": 1 / sqrt(max(orders, 1.0)),
        "order_value": VALUE_SPREAD / sqrt(max(orders, 1.0)),
    }
    found = {}
    for name in NAMES:
        steps = [abs(b[name] - a[name]) for a, b in pairwise(hours) if a[name] is not None and b[name] is not None]  # type: ignore[operator]
        seen = NORMAL * median(steps) / sqrt(2) if steps else 0.0
        weight = len(steps) / (len(steps) + USUAL_COUNTS)
        found[name] = max(least[name], sqrt(weight * seen**2 + (1 - weight) * USUAL[name] ** 2))
    return found


def standing_out(parts: Mapping[str, int], *, means: Sequence[float], swings: Mapping[str, float]) -> dict[str, float]:
    """Return what of each part stands out of the usual swing, minor units; `means` are the log means of revenue of the hours.

    >>> swings = {"traffic": 0.04, "conversion": 0.1}
    >>> found = standing_out({"traffic": -1000, "conversion": -1100}, means=[10_000.0], swings=swings)
    >>> {name: round(value, 1) for name, value in found.items()}
    {'traffic': -897.6, 'conversion': -518.2}
    """
    scale = sqrt(sum(mean * mean for mean in means))
    found = {}
    for name, part in parts.items():
        swing = LEAST * swings.get(name, 0.0) * scale
        found[name] = part * max(0.0, 1 - (swing / part) ** 2) if part else 0.0
    return found


def named_cause(parts: Mapping[str, int], *, means: Sequence[float], swings: Mapping[str, float]) -> tuple[str | None, bool]:
    """Return the part that stands out most in the direction of the gap, and whether it is CLEAR of its usual swing.

    None where all parts in that direction are within it.

    >>> swings = {"traffic": 0.04, "conversion": 0.1}
    >>> named_cause({"traffic": -1000, "conversion": -1100}, means=[10_000.0], swings=swings)
    ('traffic', True)
    >>> named_cause({"traffic": -350, "conversion": -200}, means=[10_000.0], swings=swings)
    ('traffic', False)
    >>> named_cause({"traffic": -100, "conversion": -200}, means=[10_000.0], swings=swings)
    (None, False)
    """
    sign = 1 if sum(parts.values()) > 0 else -1
    found = standing_out(parts, means=means, swings=swings)
    name = max(found, key=lambda each: sign * found[each], default=None)
    if name is None or sign * found[name] <= 0:
        return None, False
    return name, abs(parts[name]) >= CLEAR * swings.get(name, 0.0) * sqrt(sum(mean * mean for mean in means))


def log_ratio(actual: float | None, due: float | None) -> float | None:
    """Return ln(actual / due); None where one of them is unknown or nothing."""
    return log(actual / due) if actual and due and actual > 0 and due > 0 else None

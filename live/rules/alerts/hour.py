"""The hour just played, as a watch reads it: only a gap that chance does not explain, and what it comes from. Pure.

The figures so far move slowly: a channel that fails for an hour in the afternoon takes a percent off the day. So a watch for each
cause looks at the newest hour alone, and is deaf to what chance does to so few orders.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

LEAST_SHARE = 0.15
DEVIATIONS = 3.0
LEAST_ORDERS = 10
PARTS = ("traffic", "conversion", "order_value", "unknown")


def is_beyond_chance(*, gap: int, due: int, orders: float) -> bool:
    """Tell whether a shortfall is more than the dice: of `orders` due, chance takes about their root.

    >>> is_beyond_chance(gap=-40_000, due=100_000, orders=100), is_beyond_chance(gap=-40_000, due=100_000, orders=25)
    (True, False)
    """
    if orders < LEAST_ORDERS or due <= 0:
        return False
    return -gap > max(LEAST_SHARE * due, DEVIATIONS * due / sqrt(orders))


def hour_parts(hours: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """Return what the newest hour lost to its largest cause, by PARTS, as a share of what was due in it: below zero, else 0.

    0 for all while chance explains the gap; None where no hour is known. The running hour counts once half of its plan is due;
    until then the one before it does. What the split cannot tell apart is "unknown".

    >>> hour = {"state": "known", "revenue": {"due": 100_000, "target": 100_000, "gap": -40_000, "actual": 60_000},
    ...         "paid_orders": {"due": 100}, "split": {"traffic": -38_000, "conversion": -2_000}}
    >>> hour_parts([hour])["traffic"], hour_parts([hour])["conversion"]
    (-0.38, 0.0)
    >>> hour_parts([hour | {"paid_orders": {"due": 25}}])["traffic"], hour_parts([])["traffic"]
    (0.0, None)
    """
    known = [row for row in hours if row["revenue"]["actual"] is not None and row["revenue"]["due"]]
    counts = [row for row in known[-2:] if row["state"] == "known" or row["revenue"]["due"] * 2 >= row["revenue"]["target"]]
    if not counts:
        return dict.fromkeys(PARTS)
    row = counts[-1]
    gap, due = row["revenue"]["gap"], row["revenue"]["due"]
    found: dict[str, float | None] = dict.fromkeys(PARTS, 0.0)
    if is_beyond_chance(gap=gap, due=due, orders=row["paid_orders"]["due"] or 0):
        split: Mapping[str, int] = row["split"] or {"unknown": gap}
        largest = min(split, key=lambda name: split[name])
        found[largest if largest in PARTS else "unknown"] = split[largest] / due
    return found

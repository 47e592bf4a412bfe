"""The curve of a day: the orders a shop expects in each slot, from the plan of a sale where one runs, else from usual days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from inventory.rules.runout.rate import Numbers

LEAST_WEIGHT = 0.001


@dataclass(frozen=True)
class Planned:
    """The orders that a sale plans for a shop, slot by slot from `first_slot` on (UTC epoch // 600), with its number and span."""

    campaign_no: int
    starts_at: datetime
    ends_at: datetime
    first_slot: int
    orders: Sequence[float]


def slot_weights(first: int, count: int, *, usual: Numbers, planned: Sequence[float], planned_from: int | None) -> Numbers:
    """Return the expected orders of `count` slots from `first` on; never quite 0, so that time always passes.

    `usual`: orders a slot by the 24 UTC hours of a day. A slot the plan speaks of has the plan's orders.

    >>> slot_weights(5, 3, usual=np.full(24, 2.0), planned=[7.0], planned_from=6).tolist()
    [2.0, 7.0, 2.0]
    """
    slots = np.arange(first, first + count)
    weights = usual[(slots // 6) % 24].astype(float)
    if planned and planned_from is not None:
        place = slots - planned_from
        is_planned = (place >= 0) & (place < len(planned))
        weights[is_planned] = np.asarray(planned, dtype=float)[place[is_planned]]
    least: Numbers = np.maximum(weights, LEAST_WEIGHT)
    return least


def usual_hours(orders: Numbers, *, first_hour: int) -> Numbers:
    """Return the orders a slot by the 24 UTC hours, from hourly orders of some days (`first_hour`: UTC hour of the first).

    Days before the first order are not days. Where nothing is known every hour is alike.

    >>> usual_hours(np.array([0.0, 0.0] + [6.0, 12.0] + [0.0] * 22 + [6.0, 24.0]), first_hour=0)[2:5].tolist()
    [1.0, 3.0, 0.0]
    >>> set(usual_hours(np.zeros(48), first_hour=7).tolist())
    {1.0}
    """
    known = np.flatnonzero(orders)
    if not len(known):
        return np.ones(24)
    told = orders[known[0] :]
    hours = (first_hour + known[0] + np.arange(len(told))) % 24
    days = np.bincount(hours, minlength=24)
    sums = np.bincount(hours, weights=told, minlength=24)
    mean: Numbers = np.where(days > 0, sums / np.maximum(days, 1), sums.sum() / max(len(told), 1)) / 6
    return mean

"""How fast a warehouse ships now, with what that is uncertain by."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from common.windows import SLOTS_PER_HOUR, Window
from dispatch.rules.clock.hours import Hours

LOOK_BACK_HOURS = 6
LOOK_BACK_SLOTS = 4 * 144
# Student's t for a two-sided interval of 80%, by degrees of freedom; beyond the last the normal value.
_T80 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415)
_NORMAL80 = 1.282


@dataclass(frozen=True)
class Speed:
    """Orders an hour of work: the mean, and the 80% interval it lies in; `hours` of work it was seen in."""

    mean: float
    low: float
    high: float
    hours: int


def present_speed(shipped: Mapping[int, int], *, now: int, hours: Hours, look_back: int = LOOK_BACK_HOURS) -> Speed | None:
    """Return the speed of the last `look_back` working hours before slot `now`; None where none lies in the last four days.

    `shipped`: orders by slot. What leaves outside working hours counts to the working hour before it. The spread is that of the
    hours, at least that of chance (Poisson).

    >>> seen = present_speed({0: 30, 6: 30, 12: 30}, now=18, hours=Hours(), look_back=3)
    >>> seen.mean, round(seen.low, 1), round(seen.high, 1), seen.hours
    (30.0, 24.0, 36.0, 3)
    """
    first = now - LOOK_BACK_SLOTS
    work = [slot for shift in hours.shifts(Window(first, now)) for slot in shift.slots()]
    work = work[-(len(work) // SLOTS_PER_HOUR) * SLOTS_PER_HOUR :] if len(work) >= SLOTS_PER_HOUR else []
    starts = work[::SLOTS_PER_HOUR][-look_back:]
    if not starts:
        return None
    ends = [*starts[1:], now]
    counts = [
        sum(number for slot, number in shipped.items() if start <= slot < end) for start, end in zip(starts, ends, strict=True)
    ]
    size = len(counts)
    mean = sum(counts) / size
    spread = sum((number - mean) ** 2 for number in counts) / (size - 1) if size > 1 else 0.0
    error = sqrt(max(spread, mean) / size)
    reach = (_T80[size - 2] if 2 <= size < len(_T80) + 2 else _T80[0] if size == 1 else _NORMAL80) * error
    return Speed(mean, max(0.0, mean - reach), mean + reach, size)

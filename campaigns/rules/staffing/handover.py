"""When three shifts change over: in troughs, never at peaks (playbook P12, L6).

A day has 48 half hours and three moments of change. Every shift lasts within its bounds; the moments that lie beside a peak
are out; among the rest the cheapest is taken: fewest paid hours, then the quietest moments.
"""

from collections.abc import Sequence
from dataclasses import dataclass

DAY = 48
BESIDE_A_PEAK = 2  # half hours before and after a peak in which nobody changes over
PEAK_SHARE = 0.75  # of the way from the day's mean to its highest half hour: what lies above is a peak


@dataclass(frozen=True)
class Handover:
    """The three moments of change as half hours since midnight (0 to 47), ascending, and whether all keep clear of peaks."""

    moments: tuple[int, int, int]
    is_clear: bool

    def shifts(self) -> list[tuple[int, int]]:
        """Return each shift as (first half hour, number of half hours); the last goes over midnight unless it starts there.

        >>> Handover((8, 24, 40), True).shifts()
        [(8, 16), (24, 16), (40, 16)]
        """
        first, second, third = self.moments
        return [(first, second - first), (second, third - second), (third, DAY - third + first)]


def peaks(load: Sequence[float]) -> set[int]:
    """Return the half hours of the day that are peaks: nearer to the highest than to the mean; none on a level day.

    >>> sorted(peaks([1.0] * 20 + [9.0, 8.0] + [1.0] * 26))
    [20, 21]
    >>> peaks([5.0] * 48)
    set()
    """
    mean, highest = sum(load) / len(load), max(load)
    line = mean + PEAK_SHARE * (highest - mean)
    return {place for place, value in enumerate(load) if value >= line} if highest > mean else set()


def propose(needed: Sequence[int], load: Sequence[float], *, shortest: int = 12, longest: int = 20) -> Handover:
    """Return the best three moments for a day of 48 half hours.

    `needed` are the people each half hour needs (the highest over the days of the sale), `load` its contacts; `shortest` and
    `longest` bound a shift in half hours. Where peaks leave no moments free, the bounds hold and `is_clear` is False.
    Raises ValueError for days of another length or bounds that three shifts cannot keep.

    A day that is busy at 10:00 and 21:00 changes over at neither:

    >>> load = [1.0] * 48
    >>> for busy in (20, 21, 42, 43): load[busy] = 30.0
    >>> found = propose([int(value) for value in load], load)
    >>> found.is_clear, [moment for moment in found.moments if moment in {19, 20, 21, 22, 23, 41, 42, 43, 44, 45}]
    (True, [])
    """
    if len(needed) != DAY or len(load) != DAY:
        raise ValueError("A day has 48 half hours.")
    if not (0 < shortest <= longest and shortest * 3 <= DAY <= longest * 3):
        raise ValueError("Three shifts of these lengths do not make a day.")
    high = peaks(load)
    busy = {(place + by) % DAY for place in high for by in range(-BESIDE_A_PEAK + 1, BESIDE_A_PEAK + 1)}
    for is_clear, banned in ((True, busy), (False, set[int]())):
        found = _cheapest(needed, load, shortest, longest, banned)
        if found is not None:
            return Handover(found, is_clear)
    raise ValueError("Three shifts of these lengths do not make a day.")


def _cheapest(
    needed: Sequence[int], load: Sequence[float], shortest: int, longest: int, banned: set[int]
) -> tuple[int, int, int] | None:
    """Try every three moments that are not banned: 48 x 48 x 48 at most, a few thousand within the bounds."""
    highest = _highest_of_runs(needed, longest)
    best: tuple[tuple[float, float, tuple[int, int, int]], tuple[int, int, int]] | None = None
    for first in (place for place in range(DAY) if place not in banned):
        for second in range(first + shortest, min(first + longest, DAY - 1) + 1):
            if second in banned:
                continue
            for third in range(second + shortest, min(second + longest, DAY - 1) + 1):
                last = DAY - third + first
                if third in banned or not shortest <= last <= longest:
                    continue
                runs = ((first, second - first), (second, third - second), (third, last))
                hours = sum(highest[start][length] * length for start, length in runs)
                changing = sum(load[place] + load[place - 1] for place in (first, second, third))
                order = (hours, changing, (first, second, third))
                if best is None or order < best[0]:
                    best = (order, (first, second, third))
    return best[1] if best else None


def _highest_of_runs(needed: Sequence[int], longest: int) -> list[list[int]]:
    """Return for each start and length the most people any half hour of that run needs, over midnight."""
    table = []
    for start in range(DAY):
        row, highest = [0], 0
        for length in range(longest):
            highest = max(highest, needed[(start + length) % DAY])
            row.append(highest)
        table.append(row)
    return table

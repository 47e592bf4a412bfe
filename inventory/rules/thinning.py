"""Which counts of one place may go when a warehouse told its stock every hour for months, and which must stay.

Of each day the last moment stays, and every moment at which the shelf turned empty, below zero (oversold) or full again: so the
days on which nothing could be bought, which rates are cleaned of, stay as they were. What a person typed or a stocktake found
is never touched. The day's last moment stands for those that went: from which shelf parcels leave is told by how often each was
counted (`rules.levels`), and thinning changes no level.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby


@dataclass(frozen=True)
class Told:
    """A count of one SKU, kind and place: `number` of its row, the shop's `day`, whether a list told it (and so may go)."""

    number: int
    counted_at: datetime
    day: date
    units: int
    by_list: bool
    stands_for: int = 1


@dataclass(frozen=True)
class Thinned:
    """Rows that may go, and what those that stay of their days stand for, by row."""

    gone: list[int]
    stands_for: dict[int, int]


def thinned(counts: Iterable[Told]) -> Thinned:
    """Return which rows may go; `counts` ascend by moment, of equal moments the one that has the word comes last.

    >>> from datetime import UTC
    >>> ten = [Told(n, datetime(2026, 9, 1, n, tzinfo=UTC), date(2026, 9, 1), units, True)
    ...        for n, units in enumerate([9, 8, 0, 0, 7, 6, 5])]
    >>> thinned(ten)  # first of all, turned empty, full again, last of the day
    Thinned(gone=[1, 3, 5], stands_for={6: 4})
    """
    gone: list[int] = []
    left: dict[int, int] = {}
    sign: int | None = None
    for _day, of_day in groupby(counts, key=lambda one: one.day):
        moments = [list(told) for _at, told in groupby(of_day, key=lambda one: one.counted_at)]
        lost = 0
        for place, told in enumerate(moments):
            turns = False
            for one in told:
                now = (one.units > 0) - (one.units < 0)
                turns, sign = turns or now != sign, now
            if turns or place == len(moments) - 1 or not all(one.by_list for one in told):
                continue
            gone += [one.number for one in told]
            lost += 1 + sum(one.stands_for - 1 for one in told)
        if lost:
            last = moments[-1][-1]
            left[last.number] = last.stands_for + lost
    return Thinned(gone, left)

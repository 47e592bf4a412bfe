"""The days of a series around a sale: when people already waited, the sale itself, and when they had bought already."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]

WAITED, BOUGHT = 7, 14  # days before and after a sale in which buyers hold back
PARTS = ("before", "during", "after")
HOLE_SHARE = 0.05  # of the median of its weekday: a day with less has no data rather than few sales
SILENCE = 14  # days without anything sold: a shop that is open is never so silent, its files are missing
CLOSED_SHARE = 0.5  # a weekday on which most days brought nothing: the shop is closed then


@dataclass(frozen=True)
class Span:
    """Places of days in a series, half open: [before, start) people wait, [start, end) the sale, [end, after) have bought."""

    before: int
    start: int
    end: int
    after: int

    @property
    def length(self) -> int:
        """How many days the sale may have moved."""
        return self.after - self.before

    def part(self, name: str) -> slice:
        """Return the places of one part, counted from the first day of the span."""
        ends = {"before": (self.before, self.start), "during": (self.start, self.end), "after": (self.end, self.after)}
        first, last = ends.get(name, (self.before, self.after))
        return slice(first - self.before, last - self.before)

    def moved(self, days: int) -> "Span":
        """Return the same span so many days later."""
        return Span(self.before + days, self.start + days, self.end + days, self.after + days)


def span_of(start: int, end: int, length: int) -> Span:
    """Return the span of a sale on the days [start, end) of a series of so many days; what is not known yet is cut off.

    >>> span_of(30, 31, 200), span_of(3, 5, 12)
    (Span(before=23, start=30, end=31, after=45), Span(before=0, start=3, end=5, after=12))
    """
    return Span(max(0, start - WAITED), start, min(end, length), min(end + BOUGHT, length))


def unbroken(values: Floats, span: Span) -> slice:
    """Return the stretch around a span without `SILENCE` days in a row that brought nothing: what lies beyond is another time.

    >>> days = np.array([5.0] * 10 + [0.0] * 14 + [5.0] * 40)
    >>> unbroken(days, Span(30, 37, 38, 52)), unbroken(days[11:], Span(19, 26, 27, 41))
    (slice(24, 64, None), slice(0, 53, None))
    """
    sold = np.flatnonzero(values > 0)
    breaks = np.flatnonzero(np.diff(sold) > SILENCE)
    before = [int(sold[place + 1]) for place in breaks if sold[place + 1] <= span.start]
    after = [int(sold[place]) + 1 for place in breaks if sold[place] >= span.end - 1]
    return slice(max(before, default=0), min(after, default=len(values)))


def open_days(values: Floats, weekdays: Whole, known: Bools) -> Bools:
    """Return which known days are days of business with all their data: neither closed weekdays nor holes.

    `values` are sums of days, `known` those that may be learned from. A weekday counts as closed when most of its days brought
    nothing; a day is a hole when it brought next to nothing on a weekday that is not closed.
    """
    found = np.zeros(len(values), dtype=bool)
    for weekday in range(7):
        same = weekdays == weekday
        told = values[same & known]
        if not len(told) or np.mean(told <= 0) > CLOSED_SHARE:
            continue
        found |= same & (values > HOLE_SHARE * float(np.median(told[told > 0])))
    return found

"""The words of the answer: amounts beside chance, by part of the span and day by day. Amounts are in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp

from review.rules.effect.placebo import Chance
from review.rules.effect.spans import Span

NET = "net"


class Said(StrEnum):
    """What may be said of an amount beside chance."""

    MORE = "more"
    LESS = "less"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Amount:
    """What came over some days, what would have come without the sale and its interval, and the smallest effect to be seen."""

    came: float
    expected: float
    low: float
    high: float
    seen: float

    @property
    def effect(self) -> float:
        """What the sale brought; below zero: took away."""
        return self.came - self.expected

    @property
    def interval(self) -> tuple[float, float]:
        """In which nine of ten such effects lie."""
        return self.came - self.high, self.came - self.low

    @property
    def said(self) -> Said:
        """Whether it stands out of chance.

        >>> Amount(100, 90, 70, 115, 40).said.value, Amount(150, 90, 70, 115, 40).said.value
        ('cannot_tell', 'more')
        """
        low, high = self.interval
        return Said.MORE if low > 0 else Said.LESS if high < 0 else Said.CANNOT_TELL


def amount_of(came: float, expected: float, chance: Chance) -> Amount:
    """Return what came beside what was expected, with what chance does to it.

    >>> told = amount_of(150.0, 100.0, Chance(0.1, 50))
    >>> round(told.low), round(told.high), round(told.seen)
    (84, 118, 29)
    """
    half, seen = chance.half_width, chance.seen
    return Amount(came, expected, expected * exp(-half), expected * exp(half), expected * (exp(seen) - 1))


@dataclass(frozen=True)
class DayTold:
    """One day around the sale: its place in the series, what came, what would have come, and the running effect with its ends.

    All but the place is None on a day that is left out (no data, another sale, a closed day).
    """

    place: int
    came: float | None = None
    expected: Amount | None = None
    running: Amount | None = None


@dataclass(frozen=True)
class Effect:
    """The whole answer. `parts`: before, during, after and net, those that have days; none where the history is too short.

    `history`: days of business learned from; `missing`: how many more are needed. `looks_back`: the days after the sale were
    not used as a measure. `left_out`: places of the span that should have had data. `beside`: other series used as a measure.
    """

    span: Span
    parts: Mapping[str, Amount]
    days: tuple[DayTold, ...]
    history: int
    missing: int
    placebos: int
    looks_back: bool
    left_out: tuple[int, ...]
    beside: tuple[str, ...]

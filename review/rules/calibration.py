"""Whether a promise was kept: of so many sales an interval that should hold eight in ten held so many."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import comb

PROMISED = 0.8  # what the bands of odds, projections and buffers should hold
FEWEST = 5  # sales: of fewer nothing can be said of a band
DOUBT = 0.1


class Kept(StrEnum):
    """What may be said of a band after so many sales."""

    TOO_FEW = "too_few"
    TOO_NARROW = "too_narrow"
    TOO_WIDE = "too_wide"
    AS_PROMISED = "as_promised"


@dataclass(frozen=True)
class Band:
    """How often a band held what came: `inside` of `count`, seen in so many `sales`, whose own moments are no new evidence."""

    inside: int
    count: int
    sales: int

    @property
    def share(self) -> float | None:
        """The share that lay inside; None without any."""
        return self.inside / self.count if self.count else None

    @property
    def kept(self) -> Kept:
        """Whether that is what was promised, or so far off that chance does it in one of ten cases at most.

        >>> Band(20, 24, 1).kept.value, Band(100, 240, 10).kept.value, Band(80, 100, 10).kept.value
        ('too_few', 'too_narrow', 'as_promised')
        """
        if self.share is None or self.sales < FEWEST:
            return Kept.TOO_FEW
        held = round(self.share * self.sales)
        if at_most(held, self.sales, PROMISED) < DOUBT:
            return Kept.TOO_NARROW
        if 1 - at_most(held - 1, self.sales, PROMISED) < DOUBT:
            return Kept.TOO_WIDE
        return Kept.AS_PROMISED


def at_most(held: int, sales: int, chance: float) -> float:
    """Return the chance that at most so many of all hold when each does with this chance.

    >>> round(at_most(5, 10, 0.8), 4), at_most(10, 10, 0.8) > 0.9999, at_most(-1, 10, 0.8)
    (0.0328, True, 0)
    """
    return sum(comb(sales, number) * chance**number * (1 - chance) ** (sales - number) for number in range(held + 1))


def band_of(moments: Iterable[tuple[int, bool]]) -> Band:
    """Return how often a band held, from (sale, whether it held) of every moment it was looked at.

    >>> band_of([(1, True), (1, False), (2, True)])
    Band(inside=2, count=3, sales=2)
    """
    told = list(moments)
    return Band(sum(held for _sale, held in told), len(told), len({sale for sale, _held in told}))

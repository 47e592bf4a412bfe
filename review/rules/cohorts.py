"""Buyers who were won together, and how many of them bought again by each day after (playbook C4). Pure.

A day is 24 hours from a buyer's own first payment, to ten minutes. What is paid within the first day is the same purchase. All
buyers of a cohort count on every day of its curve, which therefore ends at the last day that has passed for the newest of them:
so a share never falls as days go by, and never stands on fewer buyers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HORIZONS = (30, 60, 90)
LONGEST = HORIZONS[-1]


@dataclass(frozen=True)
class Within:
    """Who bought again within so many days; `day`: how many have passed for all. Until `is_over` the share is one so far."""

    days: int
    buyers: int
    share: float | None
    day: int

    @property
    def is_over(self) -> bool:
        """Whether the days have passed for every buyer."""
        return self.day >= self.days


@dataclass(frozen=True)
class Cohort:
    """Buyers won together: how many, how many days have passed for all of them, and how many bought again on which day."""

    buyers: int
    days_seen: int
    again: Mapping[int, int]

    def __add__(self, other: "Cohort") -> "Cohort":
        """Put two cohorts together (two shops); only days that have passed for both count.

        >>> both = Cohort(10, 40, {3: 2}) + Cohort(5, 20, {3: 1, 9: 1})
        >>> both.buyers, both.days_seen, both.again
        (15, 20, {3: 3, 9: 1})
        """
        if not self.buyers or not other.buyers:
            return self if self.buyers else other
        days = sorted({*self.again, *other.again})
        again = {day: self.again.get(day, 0) + other.again.get(day, 0) for day in days}
        return Cohort(self.buyers + other.buyers, min(self.days_seen, other.days_seen), again)

    def curve(self) -> list[float]:
        """Return the share who bought again by day 0, 1, 2 and so on, to the last day that is known or 90; [] without buyers.

        >>> Cohort(4, 3, {1: 1, 3: 2, 8: 1}).curve()
        [0.0, 0.25, 0.25, 0.75]
        """
        if not self.buyers:
            return []
        found, total = [], 0
        for day in range(min(self.days_seen, LONGEST) + 1):
            total += self.again.get(day, 0)
            found.append(total / self.buyers)
        return found

    @property
    def furthest(self) -> Within:
        """Who bought again within the longest horizon that is over, or so far within the first one.

        >>> Cohort(4, 61, {1: 1, 40: 2}).furthest.days, Cohort(4, 17, {}).furthest.day
        (60, 17)
        """
        over = [one for days in HORIZONS if (one := self.within(days)).is_over]
        return over[-1] if over else self.within(HORIZONS[0])

    def within(self, days: int) -> Within:
        """Return who bought again within so many days, or so far.

        >>> Cohort(4, 17, {1: 1, 20: 2}).within(30)
        Within(days=30, buyers=1, share=0.25, day=17)
        """
        buyers = sum(count for day, count in self.again.items() if day <= min(days, self.days_seen))
        return Within(days, buyers, buyers / self.buyers if self.buyers else None, min(self.days_seen, days))


def packed(found: Cohort) -> dict[str, Any]:
    """Return a cohort as JSON."""
    again = {str(day): count for day, count in found.again.items()}
    return {"buyers": found.buyers, "days_seen": found.days_seen, "again": again}


def unpacked(kept: dict[str, Any]) -> Cohort:
    """Return the cohort that `packed` kept.

    >>> unpacked(packed(Cohort(4, 17, {3: 1}))) == Cohort(4, 17, {3: 1})
    True
    """
    return Cohort(kept["buyers"], kept["days_seen"], {int(day): count for day, count in kept["again"].items()})

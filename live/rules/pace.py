"""Where a sale stands against its target, and what it needs from now on (rules L1, L3; F1).

Everything is measured at the age of the data: the target counts up to the last slot whose orders are all known, not up to the
clock on the wall, so old data never look like a shortfall. Money is in minor units; slots are ten minutes, half open.
"""

from dataclasses import dataclass
from fractions import Fraction

SLOTS_AN_HOUR = 6
ON_PACE = Fraction(1, 100)  # a gap of at most this share of what was due counts as "on plan"


@dataclass(frozen=True)
class Position:
    """One sale at one moment: the whole target, what was due of it by now, what was sold, the slots that remain."""

    target_minor: int
    due_minor: int
    actual_minor: int
    slots_left: int

    @property
    def gap_minor(self) -> int:
        """Sold minus due: below zero is behind."""
        return self.actual_minor - self.due_minor

    @property
    def left_minor(self) -> int:
        """What is still to be sold; 0 once the target is reached."""
        return max(0, self.target_minor - self.actual_minor)

    @property
    def needed_per_hour_minor(self) -> int | None:
        """What is left / the hours left, rounded up: selling this every hour makes the target. None when no time is left.

        >>> Position(62_000, 26_710, 23_610, slots_left=80).needed_per_hour_minor
        2880
        """
        return -(-self.left_minor * SLOTS_AN_HOUR // self.slots_left) if self.slots_left > 0 else None

    @property
    def planned_per_hour_minor(self) -> int | None:
        """What the plan asks of the same hours, on average, rounded to the nearest unit. None when no time is left.

        >>> Position(62_000, 26_710, 23_610, slots_left=80).planned_per_hour_minor
        2647
        """
        if self.slots_left <= 0:
            return None
        return (2 * (self.target_minor - self.due_minor) * SLOTS_AN_HOUR + self.slots_left) // (2 * self.slots_left)

    @property
    def verdict(self) -> str:
        """Say in one word how it stands.

        no_target; made or missed (time is up); reached (time is left); on_pace (within ON_PACE of what was due), behind, ahead.

        >>> [Position(1000, 500, sold, 72).verdict for sold in (494, 495, 505, 506, 1000)]
        ['behind', 'on_pace', 'on_pace', 'ahead', 'reached']
        >>> Position(1000, 1000, 1000, 0).verdict, Position(1000, 1000, 999, 0).verdict, Position(0, 0, 5, 9).verdict
        ('made', 'missed', 'no_target')
        """
        if self.target_minor <= 0:
            return "no_target"
        if self.slots_left <= 0:
            return "made" if self.actual_minor >= self.target_minor else "missed"
        if self.actual_minor >= self.target_minor:
            return "reached"
        if is_on_pace(gap=self.gap_minor, due=self.due_minor):
            return "on_pace"
        return "ahead" if self.gap_minor > 0 else "behind"


def is_on_pace(*, gap: int, due: int) -> bool:
    """Tell whether a gap is too small to speak of: at most ON_PACE of what was due. Without anything due only a gap of 0 is.

    >>> is_on_pace(gap=-10, due=1000), is_on_pace(gap=11, due=1000), is_on_pace(gap=0, due=0), is_on_pace(gap=1, due=0)
    (True, False, True, False)
    """
    return abs(gap) <= ON_PACE * due


def phase_state(*, counts_from: int, start: int, counts_to: int, cut: int, target_minor: int, actual_minor: int) -> str:
    """Say how a phase stands when all orders before slot `cut` are known.

    The hours between two phases count towards the later one (L1): a phase counts in [counts_from, counts_to), opens at `start`.
    next: nothing of it is known yet; counting: only hours before its own start; running: it is open; reached: its target
    is sold, even before its end; missed: it is over without. A phase without a target is reached when it is over.

    >>> [phase_state(counts_from=9, start=54, counts_to=66, cut=cut, target_minor=100, actual_minor=sold)
    ...  for cut, sold in ((9, 0), (30, 20), (60, 80), (60, 100), (66, 99), (66, 100))]
    ['next', 'counting', 'running', 'reached', 'missed', 'reached']
    """
    if cut <= counts_from:
        return "next"
    if actual_minor >= target_minor and (target_minor > 0 or cut >= counts_to):
        return "reached"
    if cut >= counts_to:
        return "missed"
    return "running" if cut >= start else "counting"

"""How old the data of a board are, and from when on they no longer change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATE_AFTER_MINUTES = 30
STALE_AFTER_MINUTES = 120
SETTLES_AFTER = timedelta(days=3)  # refunds and corrections of a sale still come for three days (playbook C1, C3)


@dataclass(frozen=True)
class Age:
    """Whole minutes since the data were known, and how to look at them: fresh, late, stale, closed, or none (no data)."""

    minutes: int | None
    level: str


def age_of(*, as_of: datetime | None, at: datetime, is_closed: bool) -> Age:
    """Return the age at `at` of data known to `as_of` (both aware).

    `is_closed`: the data reach the end of the sale, nothing is missing, however long ago that was. Data from the future
    (a clock that is wrong) count as fresh.

    >>> from datetime import UTC
    >>> ten = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
    >>> [age_of(as_of=ten, at=ten + timedelta(minutes=m), is_closed=False).level for m in (0, 30, 31, 120, 121)]
    ['fresh', 'fresh', 'late', 'late', 'stale']
    >>> age_of(as_of=None, at=ten, is_closed=False), age_of(as_of=ten, at=ten + timedelta(days=9), is_closed=True).level
    (Age(minutes=None, level='none'), 'closed')
    """
    if as_of is None:
        return Age(None, "none")
    minutes = max(0, int((at - as_of).total_seconds() // 60))
    if is_closed:
        return Age(minutes, "closed")
    if minutes > STALE_AFTER_MINUTES:
        return Age(minutes, "stale")
    return Age(minutes, "late" if minutes > LATE_AFTER_MINUTES else "fresh")


def rounded_minutes(minutes: int) -> int:
    """Return minutes as they are shown: each of the first hour, then tens to a day, then whole hours. A page changes no oftener.

    >>> [rounded_minutes(m) for m in (0, 59, 67, 1439, 1509, -5)]
    [0, 59, 60, 1430, 1500, -5]
    """
    if minutes < 60:
        return minutes
    return minutes // 10 * 10 if minutes < 1440 else minutes // 60 * 60

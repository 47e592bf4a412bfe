"""The re-plan of customer service (feature F24): from half hours ahead to a few changes a person can make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_HOUR = timedelta(minutes=30)
PLANNED_COUNTS = 30.0  # so many contacts of the plan count beside those that came: a handful more or fewer is chance
SPARE_AT_LEAST = 2
SPARE_HALF_HOURS = 4  # nobody is sent home for one quiet hour


@dataclass(frozen=True)
class HalfHour:
    """One half hour ahead and one role: contacts expected, people needed on shift, people there."""

    start: datetime
    role: str
    expected: float
    needed: int
    there: int


@dataclass(frozen=True)
class Change:
    """So many people of a role more (above 0) or fewer in [start, end); `needed`: on shift in its fullest half hour."""

    role: str
    start: datetime
    end: datetime
    people: int
    needed: int


def level(actual: float, planned: float) -> float:
    """Return by how much more (above 1) or less than planned comes, drawn towards the plan where little is known.

    >>> level(600, 300), level(0, 0), round(level(6, 3), 2)
    (1.9090909090909092, 1.0, 1.09)
    """
    return (actual + PLANNED_COUNTS) / (planned + PLANNED_COUNTS)


def changes(half_hours: Iterable[HalfHour]) -> list[Change]:
    """Return the changes that the half hours ask for, in order of their start.

    Missing people are asked for as soon as one half hour misses them, for as long as any are missing, as many as its fullest half
    hour misses. People are spared only where at least two are, and for two hours: the fewest of that time.

    >>> at = datetime(2026, 11, 11, 20)
    >>> def row(number, needed, there):
    ...     return HalfHour(at + number * HALF_HOUR, "presale", 0, needed, there)
    >>> [(c.start.hour, c.end.hour, c.people, c.needed) for c in changes([row(0, 9, 8), row(1, 12, 8), row(2, 8, 8)])]
    [(20, 21, 4, 12)]
    >>> [(c.people, c.end.hour) for c in changes(row(number, 4, 8) for number in range(4))]
    [(-4, 22)]
    >>> changes(row(number, 4, 8) for number in range(2)), changes([row(0, 7, 8)])
    ([], [])
    """
    by_role: dict[str, list[HalfHour]] = {}
    for each in half_hours:
        by_role.setdefault(each.role, []).append(each)
    found = [change for rows in by_role.values() for change in _of_role(sorted(rows, key=lambda row: row.start))]
    return sorted(found, key=lambda change: (change.start, change.role))


def _of_role(rows: Sequence[HalfHour]) -> list[Change]:
    found: list[Change] = []
    run: list[HalfHour] = []
    for row in rows:
        if run and (_sign(row) != _sign(run[0]) or row.start != run[-1].start + HALF_HOUR):
            found += _change(run)
            run = []
        if _sign(row):
            run.append(row)
    return found + _change(run)


def _sign(row: HalfHour) -> int:
    missing = row.needed - row.there
    return 1 if missing > 0 else -1 if missing <= -SPARE_AT_LEAST else 0


def _change(run: Sequence[HalfHour]) -> list[Change]:
    if not run or (_sign(run[0]) < 0 and len(run) < SPARE_HALF_HOURS):
        return []
    missing = [row.needed - row.there for row in run]
    return [Change(run[0].role, run[0].start, run[-1].start + HALF_HOUR, max(missing), max(row.needed for row in run))]

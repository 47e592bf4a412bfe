"""When a task is due: a day of the sale's clock, counted from its first or last day, or a date of its own (playbook P14)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

EARLIEST_DAY, LATEST_DAY = -400, 400


def first_day(starts_at: datetime, zone: str) -> date:
    """Return the date of the sale's clock on which it starts: day 0 of what is counted from its start."""
    return starts_at.astimezone(ZoneInfo(zone)).date()


def last_day(ends_at: datetime, zone: str) -> date:
    """Return the date of the last moment of the sale: day 0 of what is counted from its end. A sale ends before `ends_at`."""
    return (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def due_date(*, starts_at: datetime, ends_at: datetime, zone: str, due_from: str, day: int | None, on: date | None) -> date:
    """Return the date of the sale's clock on which a task is due.

    `due_from` is "start" or "end" (then `day` counts from that day, negative before it) or "date" (then `on` is it).

    >>> from datetime import UTC
    >>> sale = {"starts_at": datetime(2026, 11, 10, 16, tzinfo=UTC), "ends_at": datetime(2026, 11, 11, 16, tzinfo=UTC)}
    >>> str(due_date(**sale, zone="Asia/Shanghai", due_from="start", day=-55, on=None))
    '2026-09-17'
    >>> str(due_date(**sale, zone="Asia/Shanghai", due_from="end", day=3, on=None))
    '2026-11-14'
    """
    if due_from == "date":
        if on is None:
            raise ValueError("A date of its own is missing.")
        return on
    if day is None:
        raise ValueError("The number of days is missing.")
    anchor = first_day(starts_at, zone) if due_from == "start" else last_day(ends_at, zone)
    return anchor + timedelta(days=day)


def due_moment(day: date, minute: int, zone: str) -> datetime:
    """Return the moment of a day's minute by a clock; minute 1440 is the midnight that ends the day.

    >>> due_moment(date(2026, 11, 11), 1440, "Asia/Shanghai").isoformat()
    '2026-11-12T00:00:00+08:00'
    """
    day, minute = day + timedelta(days=minute // 1440), minute % 1440
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZoneInfo(zone))


def days_late(due: datetime, at: datetime, zone: str) -> int:
    """Return how many dates of the clock a task is late: 0 before it is due, 1 on the day after its due day.

    >>> due = due_moment(date(2026, 11, 11), 1080, "Asia/Shanghai")
    >>> [days_late(due, due + timedelta(hours=h), "Asia/Shanghai") for h in (-1, 0, 5, 7, 31)]
    [0, 1, 1, 1, 2]
    """
    if at < due:
        return 0
    last = (due - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    return max(1, (at.astimezone(ZoneInfo(zone)).date() - last).days)

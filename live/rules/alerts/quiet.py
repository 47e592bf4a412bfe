"""Quiet hours by the shop's clock, and the minutes at which digests go: three past the hour and the half hour, never on them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DIGEST_MINUTES = (3, 33)
_DAY = 24 * 60


def quiet_until(at: datetime, *, zone: str, start: int | None, end: int | None) -> datetime | None:
    """Return when the quiet hours that hold the moment end (UTC); None outside of them, or where there are none.

    `start` and `end` are minutes of the clock's day; quiet hours may pass midnight. On a night in which the clock changes they
    end when the clock shows `end`, for the first time.

    >>> night = datetime(2026, 11, 10, 18, 0, tzinfo=UTC)  # 2:00 in Shanghai
    >>> quiet_until(night, zone="Asia/Shanghai", start=1320, end=480).isoformat()
    '2026-11-11T00:00:00+00:00'
    >>> quiet_until(night, zone="Asia/Shanghai", start=480, end=540) is None
    True
    """
    if start is None or end is None or start == end:
        return None
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    inside = start <= minute < end if start < end else minute >= start or minute < end
    if not inside:
        return None
    ends = _moment(local.date(), end, zone)
    return ends if ends > at else _moment(local.date() + timedelta(days=1), end, zone)


def _moment(day: date, minute: int, zone: str) -> datetime:
    clock = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minute % _DAY)
    return clock.astimezone(UTC)


def next_digest(at: datetime) -> datetime:
    """Return the first moment at or after `at` at which a digest may go.

    >>> next_digest(datetime(2026, 11, 11, 10, 0, tzinfo=UTC)).strftime("%H:%M")
    '10:03'
    >>> next_digest(datetime(2026, 11, 11, 10, 40, 1, tzinfo=UTC)).strftime("%H:%M")
    '11:03'
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    moments = [hour + timedelta(minutes=minute) for minute in (*DIGEST_MINUTES, *(60 + each for each in DIGEST_MINUTES))]
    return next(moment for moment in moments if moment >= at)


def hour_of_digest(at: datetime) -> datetime | None:
    """Return the hour whose digest is due at the moment; None in the three minutes before it, and from the half hour on.

    >>> hour_of_digest(datetime(2026, 11, 11, 10, 3, tzinfo=UTC)).strftime("%H:%M")
    '10:00'
    >>> hour_of_digest(datetime(2026, 11, 11, 10, 2, tzinfo=UTC)), hour_of_digest(datetime(2026, 11, 11, 10, 30, tzinfo=UTC))
    (None, None)
    """
    return at.replace(minute=0, second=0, microsecond=0) if DIGEST_MINUTES[0] <= at.minute < 30 else None

"""Moments, stretches of time and ages as people read them, in both languages."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

NO_BREAK = "\u00a0"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_moment(
    moment: datetime | None, zone: str | ZoneInfo, locale: str | None = None, *, year: bool = False, date: bool = True
) -> str:
    """Write a moment by the clock of a zone; None gives an empty text.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 11, 2, 42, tzinfo=UTC)
    >>> format_moment(at, "Asia/Shanghai", "en"), format_moment(at, "Asia/Shanghai", "zh-hans")
    ('10:42, 11 Nov', '10:42, 11月11日')
    """
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    clock = f"{local.hour}:{local.minute:02}"
    if not date:
        return clock
    return f"{clock}, {format_day(local.date(), locale, year=year)}"


def format_day(day: date, locale: str | None = None, *, year: bool = False) -> str:
    """Write a date.

    >>> format_day(date(2026, 10, 18), "en"), format_day(date(2026, 10, 18), "zh-hans", year=True)
    ('18 Oct', '2026年10月18日')
    """
    if _is_chinese(locale):
        words = f"{day.month}月{day.day}日"
        return f"{day.year}年{words}" if year else words
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def format_duration(length: timedelta | float, locale: str | None = None) -> str:
    """Write a stretch of time (seconds or timedelta) in its two largest units; seconds only below a minute.

    >>> format_duration(timedelta(hours=3, minutes=53), "en").replace(NO_BREAK, " "), format_duration(13980, "zh-hans")
    ('3 h 53 min', '3小时53分')
    >>> format_duration(180, "zh-hans")
    '3分钟'
    >>> format_duration(42, "en").replace(NO_BREAK, " "), format_duration(timedelta(days=2), "en").replace(NO_BREAK, " ")
    ('42 s', '2 d')
    """
    seconds = int(abs(length.total_seconds() if isinstance(length, timedelta) else length))
    units = ("天", "小时", "分", "秒") if _is_chinese(locale) else ("d", "h", "min", "s")
    gap = "" if _is_chinese(locale) else NO_BREAK
    parts = (seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60, seconds % 60)
    first = next((place for place, part in enumerate(parts) if part), 3)
    shown = [first] if first >= 2 else [first, first + 1]
    written = gap.join(f"{parts[place]}{gap}{units[place]}" for place in shown if parts[place] or place == first)
    return f"{written}钟" if _is_chinese(locale) and first == 2 else written


def format_age(moment: datetime | None, now: datetime, locale: str | None = None) -> str:
    """Write how old something is; None gives an empty text, a moment still to come counts as new.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 11, 2, 45, tzinfo=UTC)
    >>> format_age(now - timedelta(minutes=3), now, "en").replace(NO_BREAK, " "), format_age(now, now, "zh-hans")
    ('3 min old', '0秒前')
    """
    if moment is None:
        return ""
    length = format_duration(max(now - moment, timedelta()), locale)
    return f"{length}前" if _is_chinese(locale) else f"{length}{NO_BREAK}old"


def _is_chinese(locale: str | None) -> bool:
    return (locale or get_language() or "en").lower().startswith("zh")

"""Small words of the import pages: moments, lengths of time, sizes and numbers as people read them."""

import datetime as dt
import zoneinfo

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_duration, format_moment
from common.money import format_count


def moment(at: dt.datetime, *, zone: str, now: dt.datetime) -> str:
    """Write a moment on the clock of `zone`: "10:42" today, "10:42, 11 Nov" on another day, with the year in another year."""
    clock = clock_of(zone)
    local, here = at.astimezone(clock), now.astimezone(clock)
    return format_moment(at, clock, year=local.year != here.year, date=local.date() != here.date())


def clock_of(zone: str) -> zoneinfo.ZoneInfo:
    """Give the clock of an IANA zone; UTC for a zone that is empty or unknown (a file without a shop)."""
    try:
        return zoneinfo.ZoneInfo(zone or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def from_epoch(seconds: int | None) -> dt.datetime | None:
    """Turn seconds since 1970 into a UTC moment; None stays None."""
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def duration(seconds: float) -> str:
    """Write a length of time: "9.4 s", "42 s", "3 h 53 min"."""
    if seconds < 10:
        return _("%(seconds)s s") % {"seconds": f"{max(seconds, 0.1):.1f}"}
    return format_duration(seconds)


def size(number: int) -> str:
    """Write a number of bytes: "41.8 MB"."""
    return str(filesizeformat(number))


def count(number: int | None) -> str:
    """Write a count with its thousands: "84,212"; nothing for an unknown one."""
    return format_count(number)


def rows(number: int) -> str:
    """Write a count of rows: "1 row", "84,212 rows"."""
    return ngettext("%(count)s row", "%(count)s rows", number) % {"count": count(number)}


def spelled(number: int) -> str:
    """Write a small number as a word, as a sentence wants it; from ten on in figures."""
    small = {
        1: _("one"),
        2: _("two"),
        3: _("three"),
        4: _("four"),
        5: _("five"),
        6: _("six"),
        7: _("seven"),
        8: _("eight"),
        9: _("nine"),
    }
    return small.get(number) or count(number)

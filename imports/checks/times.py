"""Dates and times: which way a column writes them is chosen once per file; local clocks become UTC."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.cells import Mask, Rows, lengths

DAY = 86_400
_SERIAL_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's calendar has no zone


class Way(StrEnum):
    """The ways in which a column can write a date."""

    YEAR_FIRST = "year_first"
    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


@dataclass(frozen=True)
class TimeReading:
    """How one column of one file writes its times.

    `zone`: IANA name of the clock, None when each cell carries its own offset. `serials`: numbers are a workbook's days.
    `ambiguous`: day and month could not be told apart anywhere in the column. `days_only`: whatever is written, it is midnight.
    """

    way: Way = Way.YEAR_FIRST
    zone: str | None = "Asia/Shanghai"
    serials: bool = False
    ambiguous: bool = False
    days_only: bool = False


@dataclass(frozen=True)
class Written:
    """One time as written: seconds since 1970 on its own clock, whether it has a time of day, its offset in seconds if told."""

    seconds: int
    has_time: bool
    offset: int | None


@dataclass(frozen=True)
class Moments:
    """UTC moments (null where nothing or nothing readable stands) and marks on the cells that need a word."""

    values: pa.Array
    bad: Mask
    no_offset: Mask
    date_only: Mask
    gap: Mask
    twice: Mask


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar", "feb february februar", "mar march märz mär mrz", "apr april", "may mai", "jun june juni",
            "jul july juli", "aug august", "sep sept september", "oct october okt oktober", "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_CLOCK = (
    r"(?:[T\s,]+(?P<h>\d{1,2})[:：时](?P<mi>\d{1,2})(?:[:：分](?P<s>\d{1,2})(?:[.,]\d{1,9})?秒?)?分?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<off>Z|UTC|GMT|[+-]\d{2}:?\d{2}|PST|PDT)?)?"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?" + _CLOCK)
_SOLID = re.compile(r"(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2}))?(?P<off>Z)?")
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4}|\d{2})" + _CLOCK)
_NAMED = re.compile(
    r"(?:(?P<a>\d{1,2})[-/. ]+(?P<n>[^\W\d]{3,9})|(?P<n2>[^\W\d]{3,9})[-/. ]+(?P<a2>\d{1,2}))[-/., ]+(?P<y>\d{4}|\d{2})" + _CLOCK
)
_MIDNIGHT = re.compile(r"(?:^|[T\s])0?0:00(?::00)?$")
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?")
_OFFSETS = {"Z": 0, "UTC": 0, "GMT": 0, "PST": -8 * 3600, "PDT": -7 * 3600}


def choose_way(samples: Iterable[str]) -> tuple[Way, bool]:
    """Choose how a column writes dates, from its cells; also whether day and month stay ambiguous.

    A first part above 12 anywhere is a day, a second part above 12 a day in second place. Neither: the month is taken first.

    >>> choose_way(["2026/6/6 13:41"]), choose_way(["25/12/2025 08:00", "03/04/2025"]), choose_way(["03/04/2025 10:00"])
    ((<Way.YEAR_FIRST: 'year_first'>, False), (<Way.DAY_FIRST: 'day_first'>, False), (<Way.MONTH_FIRST: 'month_first'>, True))
    """
    first = second = seen = 0
    for text in samples:
        found = _YEAR_LAST.fullmatch(text.strip())
        if found:
            seen += 1
            first, second = first + (int(found["a"]) > 12), second + (int(found["b"]) > 12)
    if not seen:
        return Way.YEAR_FIRST, False
    if first > second:
        return Way.DAY_FIRST, False
    return Way.MONTH_FIRST, first == second == 0


def days_only(samples: Iterable[str]) -> bool:
    """Tell whether a column has no times of day: three or more different cells, each without one or at midnight.

    >>> days_only(["2025/11/9 0:00", "2025-11-10", "2025-11-11 00:00:00"]), days_only(["2025-11-11 00:00:00"])
    (True, False)
    """
    different = set(samples)
    return len(different) >= 3 and all(_MIDNIGHT.search(text.strip()) or ":" not in text for text in different)


def read_time(text: str, reading: TimeReading) -> Written | None:
    """Read one time; None when it is none, or none in the way of its column.

    >>> read_time("2026/6/6 13:41", TimeReading()) == read_time("2026-06-06T13:41:00", TimeReading())
    True
    >>> read_time("12/31/2025 23:59", TimeReading()), read_time("2025-02-30 00:00:00", TimeReading())
    (None, None)
    >>> read_time("2025-01-15 17:41:00 -0500", TimeReading()).offset
    -18000
    """
    plain = text.strip()
    for pattern in (_YEAR_FIRST, _SOLID):
        found = pattern.fullmatch(plain)
        if found:
            return _written(found, int(found["y"]), int(found["m"]), int(found["d"]))
    if reading.way is not Way.YEAR_FIRST and (found := _YEAR_LAST.fullmatch(plain)):
        first, second = int(found["a"]), int(found["b"])
        month, day = (first, second) if reading.way is Way.MONTH_FIRST else (second, first)
        return _written(found, _year(found["y"]), month, day)
    if found := _NAMED.fullmatch(plain):
        month = _MONTHS.get((found["n"] or found["n2"]).casefold(), 0)
        return _written(found, _year(found["y"]), month, int(found["a"] or found["a2"]))
    if reading.serials and _NUMBER.fullmatch(plain) and 20_000 <= float(plain) < 80_000:
        moment = _SERIAL_ZERO + dt.timedelta(seconds=round(float(plain) * DAY))
        return Written(int(moment.replace(tzinfo=dt.UTC).timestamp()), "." in plain, None)
    return None


def _written(found: re.Match[str], year: int, month: int, day: int) -> Written | None:
    parts = found.groupdict()
    hour, minute, second = int(parts["h"] or 0), int(parts["mi"] or 0), int(parts.get("s") or 0)
    half = (parts.get("half") or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        local = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
    except ValueError:
        return None
    return Written(int(local.timestamp()), bool(parts["h"]), _offset(parts.get("off")))


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    if text in _OFFSETS:
        return _OFFSETS[text]
    sign = -1 if text[0] == "-" else 1
    figures = text[1:].replace(":", "")
    return sign * (int(figures[:2]) * 3600 + int(figures[2:]) * 60)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def read_times(column: pa.Array, reading: TimeReading) -> Moments:
    """Read a column of trimmed cells, null for nothing, as UTC moments in seconds.

    `YYYY-MM-DD HH:MM:SS` goes through Arrow at once; what Arrow does not know is read text by text, each different one once.
    """
    fast = _fast(column)
    if fast is not None:
        none = np.zeros(len(column), dtype=bool)
        if reading.zone is None:
            no_offset = np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=bool)
            return Moments(pa.nulls(len(column), pa.timestamp("s", tz="UTC")), none, no_offset, none, none, none)
        values, gap, twice = to_utc(fast, reading.zone)
        dated = np.array(values.is_valid().to_numpy(zero_copy_only=False), dtype=bool) if reading.days_only else none
        return Moments(values, none, none, dated, gap, twice)
    return _slow(column, reading)


def _fast(column: pa.Array) -> pa.Array | None:
    sizes = lengths(column)
    if column.null_count < len(column) and np.any((sizes != 19) & (sizes != 0)):
        return None
    try:
        return column.cast(pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None


def _slow(column: pa.Array, reading: TimeReading) -> Moments:
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    read = [read_time(text, reading) for text in texts]
    codes = np.asarray(encoded.indices.fill_null(len(texts)).to_numpy(), dtype=np.int64)
    seconds = np.array([item.seconds if item else 0 for item in read] + [0], dtype=np.int64)[codes]
    known = np.array([item is not None for item in read] + [False], dtype=bool)[codes]
    dated = np.array([item is not None and not item.has_time for item in read] + [False], dtype=bool)[codes]
    offset = np.array([(item.offset or 0) if item else 0 for item in read] + [0], dtype=np.int64)[codes]
    told = np.array([item is not None and item.offset is not None for item in read] + [False], dtype=bool)[codes]
    dated |= known & reading.days_only
    filled = codes < len(texts)
    bad = filled & ~known
    none = np.zeros(len(column), dtype=bool)
    utc = pa.timestamp("s", tz="UTC")
    own = seconds - offset
    if reading.zone is None:
        return Moments(pa.array(own, pa.int64(), mask=~told).cast(utc), bad, known & ~told, dated, none, none)
    local = pa.array(seconds, pa.int64(), mask=~known).cast(pa.timestamp("s"))
    values, gap, twice = to_utc(local, reading.zone)
    if told.any():
        values = pc.if_else(pa.array(told), pa.array(own, pa.int64()).cast(utc), values)
        gap, twice = gap & ~told, twice & ~told
    return Moments(values, bad, none, dated, gap, twice)


def to_utc(local: pa.Array, zone: str) -> tuple[pa.Array, Mask, Mask]:
    """Turn times of a clock into UTC; also which of them the clock skipped and which it showed twice.

    A skipped time becomes the moment the clock went on, one shown twice the first of both.
    """
    none = np.zeros(len(local), dtype=bool)
    utc = pa.timestamp("s", tz="UTC")
    ends = pc.min_max(local).as_py()
    if ends["min"] is None:
        return pa.nulls(len(local), utc), none, none
    offset = steady_offset(zone, ends["min"].date() - dt.timedelta(days=2), ends["max"].date() + dt.timedelta(days=2))
    if offset is not None:
        return pc.subtract(local.cast(pa.int64()), offset).cast(utc), none, none
    first = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="latest").cast(utc)
    last = pc.assume_timezone(local, zone, ambiguous="latest", nonexistent="earliest").cast(utc)
    apart = np.flatnonzero(pc.fill_null(pc.not_equal(first, last), False).to_numpy(zero_copy_only=False))
    gap, twice = none.copy(), none.copy()
    if len(apart):
        later = pc.greater(last.take(pa.array(apart)), first.take(pa.array(apart))).to_numpy(zero_copy_only=False)
        twice[apart[later]] = True
        gap[apart[~later]] = True
    return first, gap, twice


@lru_cache(maxsize=512)
def steady_offset(zone: str, first: dt.date, last: dt.date) -> int | None:
    """Give the clock's offset from UTC in seconds when it does not change between two days, else None."""
    clock = ZoneInfo(zone)
    seen: set[float] = set()
    day = first
    while day <= last:
        there = dt.datetime(day.year, day.month, day.day, tzinfo=clock).utcoffset()
        seen.add(there.total_seconds() if there is not None else 0.0)
        if len(seen) > 1:
            return None
        day += dt.timedelta(days=1)
    return int(seen.pop()) if seen else None


def read_dates(column: pa.Array, reading: TimeReading) -> tuple[pa.Array, Mask]:
    """Read a column of days; also which cells could not be read. A time of day beside it is dropped."""
    encoded = column.dictionary_encode()
    days: list[int | None] = []
    for text in encoded.dictionary.to_pylist():
        found = read_time(text, reading)
        days.append(found.seconds // DAY if found else None)
    values = pa.array(days, pa.int32()).take(encoded.indices)
    bad = values.is_null().to_numpy(zero_copy_only=False) & column.is_valid().to_numpy(zero_copy_only=False)
    return values.cast(pa.date32()), np.asarray(bad, dtype=bool)


def hour_slots(dates: pa.Array, hours: pa.Array, zone: str) -> tuple[Any, Mask, Mask]:
    """Give the slot (UTC seconds // 600) at which an hour of a day of the clock begins; also gaps and hours shown twice."""
    seconds = pc.add(pc.multiply(dates.cast(pa.int32()).cast(pa.int64()), DAY), pc.multiply(hours, 3600))
    moments, gap, twice = to_utc(seconds.cast(pa.timestamp("s")), zone)
    return pc.divide(moments.cast(pa.int64()), 600), gap, twice


def hours_of(moments: pa.Array, zone: str) -> Any:
    """Give the slot number of the first slot of the clock's hour that holds each moment."""
    seconds = np.asarray(moments.cast(pa.int64()).fill_null(0).to_numpy(), dtype=np.int64)
    local = moments.cast(pa.timestamp("s", tz=zone))
    minutes = np.asarray(pc.add(pc.multiply(pc.minute(local), 60), pc.second(local)).fill_null(0).to_numpy(), dtype=np.int64)
    starts: Rows = (seconds - minutes) // 600
    return pa.array(starts, pa.int64(), mask=np.asarray(moments.is_null().to_numpy(zero_copy_only=False), dtype=bool))

import datetime as dt
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.checks.times import TimeReading, Way, choose_way, hour_slots, hours_of, read_dates, read_time, read_times

CHINA = TimeReading()
MOMENT = dt.datetime(2025, 11, 11, 0, 0, 3, tzinfo=ZoneInfo("Asia/Shanghai"))


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-11 00:00:03",
        "2025/11/11 0:00:03",
        "2025.11.11 00:00:03",
        "2025-11-11T00:00:03",
        "2025-11-11 00:00:03.123",
        "2025年11月11日 00:00:03",
        "2025年11月11日 00时00分03秒",
        "2025-11-10T16:00:03Z",
        "2025-11-10T16:00:03+00:00",
        "2025-11-11 00:00:03 +0800",
        "20251111000003",
        "11-Nov-2025 00:00:03",
        "Nov 11, 2025 12:00:03 AM",
    ],
)
def test_one_moment_in_many_writings(text: str) -> None:
    moments = read_times(pa.array([text]), CHINA)
    assert moments.values.to_pylist() == [MOMENT]
    assert not moments.date_only.any()


@pytest.mark.parametrize(
    ("text", "way", "day"),
    [
        ("12/31/2025 23:59", Way.MONTH_FIRST, (2025, 12, 31)),
        ("31/12/2025 23:59", Way.DAY_FIRST, (2025, 12, 31)),
        ("04-30-22", Way.MONTH_FIRST, (2022, 4, 30)),
        ("Jul-21-25", Way.YEAR_FIRST, (2025, 7, 21)),
        ("10-Dez-25", Way.YEAR_FIRST, (2025, 12, 10)),
    ],
)
def test_day_and_month_by_the_way_of_the_column(text: str, way: Way, day: tuple[int, int, int]) -> None:
    found = read_time(text, TimeReading(way))
    assert found is not None
    assert dt.datetime.fromtimestamp(found.seconds, dt.UTC).date() == dt.date(*day)


@pytest.mark.parametrize(
    "text", ["2025-02-30 00:00:00", "2025-13-01 00:00:00", "2025-11-11 25:00:00", "soon", "11/11/2025 00:00", "45972.5"]
)
def test_what_is_no_time_in_a_year_first_column(text: str) -> None:
    moments = read_times(pa.array(["2025-11-11 00:00:00", text, None]), CHINA)
    assert moments.bad.tolist() == [False, True, False]


def test_serials_only_in_workbooks() -> None:
    reading = TimeReading(serials=True)
    assert read_times(pa.array(["45972.00001"]), reading).values.to_pylist() == [utc("2025-11-10 16:00:01")]
    assert read_times(pa.array(["45972"]), reading).date_only.tolist() == [True]


def test_the_way_is_chosen_for_the_column() -> None:
    assert choose_way(["03/04/2025 10:00", "25/12/2025 08:00"]) == (Way.DAY_FIRST, False)
    assert choose_way(["03/04/2025 10:00", "12/25/2025 08:00"]) == (Way.MONTH_FIRST, False)
    assert choose_way(["03/04/2025 10:00"]) == (Way.MONTH_FIRST, True)
    assert choose_way([]) == (Way.YEAR_FIRST, False)


def test_each_cell_with_its_own_offset() -> None:
    reading = TimeReading(zone=None)
    moments = read_times(pa.array(["2025-01-15 17:41:00 -0500", "2025-01-15 17:41:00", None]), reading)
    assert moments.values.to_pylist() == [utc("2025-01-15 22:41:00"), None, None]
    assert moments.no_offset.tolist() == [False, True, False]


def test_summer_time_gaps_and_repeated_hours() -> None:
    reading = TimeReading(zone="America/New_York")
    moments = read_times(pa.array(["2025-03-09 02:30:00", "2025-11-02 01:30:00", "2025-07-01 12:00:00"]), reading)
    assert moments.values.to_pylist() == [utc("2025-03-09 07:00:00"), utc("2025-11-02 05:30:00"), utc("2025-07-01 16:00:00")]
    assert moments.gap.tolist() == [True, False, False]
    assert moments.twice.tolist() == [False, True, False]


YEARS = st.datetimes(dt.datetime.fromisoformat("2001-01-01"), dt.datetime.fromisoformat("2037-12-31"))


@given(
    st.lists(YEARS, min_size=1, max_size=8),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Europe/Berlin", "UTC"]),
)
def test_fast_and_slow_way_agree_with_the_standard_library(moments: list[dt.datetime], zone: str) -> None:
    clock = ZoneInfo(zone)
    aware = [moment.replace(microsecond=0, tzinfo=dt.UTC).astimezone(clock) for moment in moments]
    plain = [moment.strftime("%Y-%m-%d %H:%M:%S") for moment in aware]
    told = [moment.strftime("%Y-%m-%d %H:%M:%S%z") for moment in aware]
    fast = read_times(pa.array(plain), TimeReading(zone=zone))
    slow = read_times(pa.array([text.replace("-", "/") for text in plain]), TimeReading(zone=zone))
    assert fast.values.equals(slow.values)
    assert read_times(pa.array(told), TimeReading(zone=zone)).values.to_pylist() == aware
    sure = [not (gap or twice) for gap, twice in zip(fast.gap.tolist(), fast.twice.tolist(), strict=True)]
    read = fast.values.to_pylist()
    assert [one for one, is_sure in zip(read, sure, strict=True) if is_sure] == [
        one for one, is_sure in zip(aware, sure, strict=True) if is_sure
    ]


def test_days_and_hours_become_slots() -> None:
    days, bad = read_dates(pa.array(["2025-11-11", "2025/11/11 00:00", "x", None]), CHINA)
    assert days.to_pylist() == [dt.date(2025, 11, 11)] * 2 + [None, None]
    assert bad.tolist() == [False, False, True, False]
    slots, gap, twice = hour_slots(days, pa.array([0, 23, 1, 1]), "Asia/Shanghai")
    midnight = int(dt.datetime(2025, 11, 11, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()) // 600
    assert slots.to_pylist() == [midnight, midnight + 23 * 6, None, None]
    assert not gap.any()
    assert not twice.any()


@pytest.mark.parametrize(
    ("zone", "text", "start"), [("Asia/Shanghai", "00:59:59", "00:00"), ("Asia/Kolkata", "05:31:00", "05:30")]
)
def test_the_hour_that_holds_a_moment(zone: str, text: str, start: str) -> None:
    moment = dt.datetime.fromisoformat(f"2025-11-11 {text}").replace(tzinfo=dt.UTC)
    slots = hours_of(pa.array([moment, None], pa.timestamp("s", tz="UTC")), zone)
    assert slots.to_pylist() == [int(utc(f"2025-11-11 {start}").timestamp()) // 600, None]

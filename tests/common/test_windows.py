from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.windows import SLOT_SECONDS, Window, day_window, hour_of, is_on_slot, local_time, slot_of, slot_start, validate_zone

ZONES = ["Asia/Shanghai", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Europe/London", "UTC"]
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001
slots = moments.map(slot_of)


@given(moments)
def test_a_slot_holds_its_moments(moment):
    start = slot_start(slot_of(moment))
    assert start <= moment < start + timedelta(seconds=SLOT_SECONDS)
    assert is_on_slot(start)


@given(moments, zones)
def test_the_zone_of_a_moment_does_not_change_its_slot(moment, zone):
    assert slot_of(moment.astimezone(ZoneInfo(zone))) == slot_of(moment)


@given(slots, zones)
def test_an_hour_is_one_hour_of_the_shop_clock(slot, zone):
    first = hour_of(slot, zone)
    assert slot - 6 < first <= slot
    assert hour_of(first, zone) == first
    here, there = local_time(slot, zone), local_time(first, zone)
    assert (here.date(), here.hour, here.utcoffset()) == (there.date(), there.hour, there.utcoffset())


@given(slots, st.integers(0, 400), zones)
def test_hours_and_days_cover_a_window_without_gap_or_overlap(start, length, zone):
    window = Window(start, start + length)
    for pieces in (list(window.hours(zone)), list(window.days(zone))):
        assert [slot for piece in pieces for slot in piece.slots()] == list(window.slots())
    assert all(len({hour_of(slot, zone) for slot in piece.slots()}) == 1 for piece in window.hours(zone))
    assert all(len({local_time(slot, zone).date() for slot in piece.slots()}) == 1 for piece in window.days(zone))


@given(st.dates(date(2000, 1, 1), date(2039, 12, 30)), zones)
def test_days_follow_each_other(day, zone):
    today, tomorrow = day_window(day, zone), day_window(day + timedelta(days=1), zone)
    assert today.end == tomorrow.start
    assert {local_time(slot, zone).date() for slot in today.slots()} == {day}


def test_clock_changes_make_short_and_long_days():
    assert day_window(date(2026, 3, 8), "America/New_York").length == 138
    assert day_window(date(2026, 11, 1), "America/New_York").length == 150
    assert len(list(day_window(date(2026, 11, 1), "America/New_York").hours("America/New_York"))) == 25


@given(moments, st.integers(0, 10_000_000))
def test_between_holds_every_moment_before_its_end(start, seconds):
    end = start + timedelta(seconds=seconds)
    window = Window.between(start, end)
    assert window.start_at <= start
    assert window.end_at - timedelta(seconds=SLOT_SECONDS) < end <= window.end_at


def test_windows_meet():
    assert Window(0, 10).overlap(Window(5, 20)) == Window(5, 10)
    assert Window(0, 5).overlap(Window(7, 9)).length == 0
    with pytest.raises(ValueError, match="before it starts"):
        Window(2, 1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        slot_of(datetime(2026, 11, 11))  # noqa: DTZ001


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Pacific/Chatham", "Australia/Eucla", "Mars/Olympus"])
def test_zones_that_cannot_be_kept_are_refused(zone):
    with pytest.raises(ValueError, match=zone):
        validate_zone(zone)


@pytest.mark.parametrize("zone", ZONES)
def test_other_zones_are_welcome(zone):
    assert validate_zone(zone) == zone

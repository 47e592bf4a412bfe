"""Due days move with the sale and with its clock; nothing waits for itself."""

import doctest
import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules import handover, task_due

ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"])
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (asked for so)
PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]), max_size=14)


@pytest.mark.parametrize("module", [task_due, handover])
def test_the_worked_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0


@given(MOMENTS, ZONES, st.integers(-60, 60), st.integers(0, 90), st.integers(0, 1440))
def test_a_relative_day_moves_with_the_sale(start, zone, day, shift, minute):
    def due(at):
        on = task_due.due_date(starts_at=at, ends_at=at + timedelta(days=1), zone=zone, due_from="start", day=day, on=None)
        return on, task_due.due_moment(on, minute, zone)

    here = start.astimezone(ZoneInfo(zone))
    later = (here + timedelta(days=shift)).astimezone(UTC)  # the same time of the clock, so many dates later
    assert (due(later)[0] - due(start)[0]).days == shift
    on, moment = due(start)
    assert (moment.date() - on).days == (1 if minute == 1440 else 0)


@given(MOMENTS, ZONES)
def test_the_last_day_is_never_before_the_first_and_a_one_day_sale_has_one(start, zone):
    midnight = start.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    end = (midnight + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))
    assert task_due.last_day(end, zone) == task_due.first_day(midnight, zone)


@given(PAIRS)
def test_a_way_back_is_found_exactly_where_there_is_one(pairs):
    waits = {}
    for later, earlier in pairs:
        waits.setdefault(later, set()).add(earlier)
    reached = {task: set(others) for task, others in waits.items()}
    for _ in range(8):  # the closure, the slow way
        for others in reached.values():
            for other in list(others):
                others |= reached.get(other, set())
    for start in range(8):
        way = handover.cycle(waits, start)
        assert bool(way) == (start in reached.get(start, set()))
        if way:
            assert way[0] == way[-1] == start
            assert all(after in waits[before] for before, after in itertools.pairwise(way))


def test_a_missing_day_is_refused():
    sale = {"starts_at": datetime(2026, 11, 11, tzinfo=UTC), "ends_at": datetime(2026, 11, 12, tzinfo=UTC), "zone": "UTC"}
    with pytest.raises(ValueError, match="days"):
        task_due.due_date(**sale, due_from="start", day=None, on=None)
    with pytest.raises(ValueError, match="date"):
        task_due.due_date(**sale, due_from="date", day=None, on=None)

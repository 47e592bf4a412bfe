"""Laws of the re-plan and of waiting."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from live.rules.service.replan import HALF_HOUR, HalfHour, changes, level
from live.rules.service.waiting import waiting

AT = datetime(2026, 11, 11, tzinfo=UTC)
PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=30)


def rows(places):
    return [HalfHour(AT + number * HALF_HOUR, "presale", 0.0, needed, there) for number, (needed, there) in enumerate(places)]


@settings(max_examples=40, deadline=None)
@given(PLACES)
def test_once_made_a_change_is_not_asked_for_again(places):
    half_hours = rows(places)
    more = [change for change in changes(half_hours) if change.people > 0]
    after = [
        HalfHour(
            row.start,
            row.role,
            row.expected,
            row.needed,
            row.there + sum(change.people for change in more if change.start <= row.start < change.end),
        )
        for row in half_hours
    ]
    assert [change for change in changes(after) if change.people > 0] == []


@settings(max_examples=40, deadline=None)
@given(PLACES)
def test_every_missing_person_is_asked_for_and_nobody_needed_is_spared(places):
    half_hours = rows(places)
    found = changes(half_hours)
    for row in half_hours:
        mine = [change for change in found if change.start <= row.start < change.end]
        assert len(mine) <= 1
        if row.needed > row.there:
            assert mine[0].people >= row.needed - row.there
        for change in mine:
            if change.people < 0:
                assert row.there + change.people >= row.needed
                assert change.end - change.start >= timedelta(hours=2)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 5000), st.floats(0, 5000))
def test_a_level_lies_between_the_plan_and_what_came(actual, planned):
    found = level(actual, planned)
    assert found > 0
    if planned:
        assert min(1, actual / planned) - 1e-9 <= found <= max(1, actual / planned) + 1e-9


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 3000), st.integers(1, 60))
def test_more_people_never_make_anybody_wait_longer(per_hour, people):
    less, more = (
        waiting(per_hour=per_hour, at_work=number, handling_seconds=60, promised_seconds=30) for number in (people, people + 1)
    )
    if less.seconds is not None:
        assert more.seconds is not None
        assert more.seconds <= less.seconds
    assert more.in_time >= less.in_time
    assert more.growth <= less.growth

"""Pace: what is needed makes the target, phases cover the sale, needs add up."""

from hypothesis import given
from hypothesis import strategies as st

from live.rules.pace import Position, is_on_pace, phase_state

amounts = st.integers(0, 10**12)


@given(amounts, amounts, amounts, st.integers(1, 2000))
def test_selling_what_is_needed_each_hour_makes_the_target(target, due, actual, slots):
    position = Position(target, min(due, target), actual, slots)
    needed = position.needed_per_hour_minor
    assert actual + needed * slots / 6 >= target
    assert needed == 0 or (needed - 1) * slots < position.left_minor * 6


@given(amounts, amounts, amounts, st.integers(1, 2000))
def test_how_much_more_than_planned_is_the_gap_over_the_hours_left(target, due, actual, slots):
    position = Position(target, min(due, target), min(actual, target), slots)
    more = position.needed_per_hour_minor - position.planned_per_hour_minor
    assert abs(more + position.gap_minor * 6 / slots) <= 2 + abs(more) * 1e-9


@given(amounts, amounts, amounts, st.integers(0, 2000))
def test_the_verdict_agrees_with_the_sign_of_the_gap(target, due, actual, slots):
    position = Position(target, min(due, target), actual, slots)
    if position.verdict == "behind":
        assert position.gap_minor < 0
    if position.verdict == "ahead":
        assert position.gap_minor > 0
    if position.verdict == "on_pace":
        assert is_on_pace(gap=position.gap_minor, due=position.due_minor)


def test_time_is_up():
    assert Position(100, 100, 90, 0).needed_per_hour_minor is None
    assert Position(100, 100, 90, 0).planned_per_hour_minor is None


@given(st.integers(0, 300), st.integers(0, 100), st.integers(0, 100))
def test_a_phase_is_over_as_reached_or_missed(cut, target, actual):
    state = phase_state(counts_from=9, start=54, counts_to=66, cut=cut, target_minor=target, actual_minor=actual)
    if cut >= 66:
        assert state == ("reached" if actual >= target else "missed")
    else:
        assert state != "missed"
    assert (state == "next") == (cut <= 9)


def test_a_running_phase_that_has_its_target_is_reached():
    assert phase_state(counts_from=0, start=0, counts_to=9, cut=3, target_minor=5, actual_minor=5) == "reached"
    assert phase_state(counts_from=0, start=0, counts_to=9, cut=3, target_minor=0, actual_minor=0) == "running"

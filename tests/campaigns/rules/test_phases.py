"""Templates of phases, what counts towards which, and what is refused."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.phases import PhasePlan, check, double_11, exact_slot, flat, moved, sale_days, spans
from campaigns.rules.problems import PlanError
from common.windows import Window, slot_of

ZONE = "Asia/Shanghai"
MIDNIGHT = slot_of(datetime(2026, 11, 11, tzinfo=ZoneInfo(ZONE)))
DAY = Window(MIDNIGHT, MIDNIGHT + 144)


def clock(phases):
    return [(p.name, (p.start - MIDNIGHT) / 6, (p.end - MIDNIGHT) / 6, p.share_bp) for p in phases]


def test_the_five_phases_of_one_day():
    assert clock(double_11(DAY, ZONE)) == [
        ("opening", 0, 1.5, 2500),
        ("morning", 9, 11, 2000),
        ("afternoon", 15, 17, 2000),
        ("evening", 20, 22, 2000),
        ("closing", 23, 24, 1500),
    ]


def test_by_17_that_is_65_percent():
    phases = double_11(DAY, ZONE)
    counting = spans([(p.start, p.end) for p in phases], DAY)
    assert sum(p.share_bp for p, span in zip(phases, counting, strict=True) if span.end <= MIDNIGHT + 17 * 6) == 6500


def test_a_start_on_the_eve_moves_the_opening():
    phases = double_11(Window(MIDNIGHT - 24, MIDNIGHT + 144), ZONE)
    assert clock(phases)[0] == ("opening", -4, -2.5, 2500)
    assert [p.name for p in phases] == ["opening", "morning", "afternoon", "evening", "closing"]


def test_several_days_share_evenly():
    phases = double_11(Window(MIDNIGHT, MIDNIGHT + 3 * 144), ZONE)
    assert len(phases) == 15
    assert [sum(p.share_bp for p in phases[n : n + 5]) for n in (0, 5, 10)] == pytest.approx([3333, 3333, 3333], abs=3)


def test_a_late_start_leaves_the_morning_out():
    phases = double_11(Window(MIDNIGHT + 12 * 6, MIDNIGHT + 144), ZONE)
    assert clock(phases)[0][:3] == ("opening", 12, 13.5)
    assert [p.name for p in phases] == ["opening", "afternoon", "evening", "closing"]
    assert sum(p.share_bp for p in phases) == 10_000


@given(st.integers(-400, 400), st.integers(1, 900), st.sampled_from([ZONE, "America/New_York", "Asia/Kolkata"]))
def test_any_window_gives_phases_that_pass_the_check(start, length, zone):
    window = Window(MIDNIGHT + start, MIDNIGHT + start + length)
    for phases in (double_11(window, zone), flat(window, zone)):
        check(phases, window)
        counting = spans([(p.start, p.end) for p in phases], window)
        assert counting[0].start == window.start
        assert counting[-1].end == window.end
        assert sum(span.length for span in counting) == length


def test_phases_keep_the_shop_clock_when_summer_time_ends():
    first = slot_of(datetime(2026, 11, 1, tzinfo=ZoneInfo("America/New_York")))
    phases = double_11(Window(first, first + 150), "America/New_York")
    assert phases[1].start == slot_of(datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("America/New_York")))


def test_days_of_a_sale():
    assert sale_days(Window(MIDNIGHT - 24, MIDNIGHT + 156), ZONE) == [Window(MIDNIGHT - 24, MIDNIGHT + 156)]
    assert len(sale_days(Window(MIDNIGHT - 72, MIDNIGHT + 144), ZONE)) == 2


def phase(name, start, end, share):
    return PhasePlan(name, "", MIDNIGHT + start, MIDNIGHT + end, share)


@pytest.mark.parametrize(
    ("phases", "code"),
    [
        ([], "phases_missing"),
        ([phase("a", 0, 9, 9_000), phase("b", 6, 20, 1_000)], "phases_overlap"),
        ([phase("a", 0, 9, 9_000), phase("b", 9, 20, 900)], "shares_not_whole"),
        ([phase("a", -1, 9, 10_000)], "phase_outside_sale"),
        ([phase("a", 0, 145, 10_000)], "phase_outside_sale"),
        ([phase("a", 9, 9, 10_000)], "phase_ends_before_it_starts"),
        ([phase("a", 0, 9, 12_000), phase("b", 9, 20, -2_000)], "phase_share_out_of_range"),
    ],
)
def test_what_is_refused(phases, code):
    with pytest.raises(PlanError) as refused:
        check(phases, DAY)
    assert code in {problem.code for problem in refused.value.problems}


def test_a_phase_of_its_own_may_stand_between_two():
    phases = [phase("a", 0, 9, 2_500), phase("night", 9, 54, 500), phase("b", 54, 66, 7_000)]
    check(phases, DAY)
    assert spans([(p.start, p.end) for p in phases], DAY)[2] == Window(MIDNIGHT + 54, MIDNIGHT + 144)


def test_off_the_slot():
    with pytest.raises(PlanError, match="off_slot"):
        exact_slot(datetime(2026, 11, 11, 10, 5, tzinfo=ZoneInfo(ZONE)))
    assert exact_slot(datetime(2026, 11, 11, 0, 0, tzinfo=ZoneInfo(ZONE))) == MIDNIGHT


def test_moved():
    assert moved([phase("a", 0, 9, 10_000)], 6)[0].end == MIDNIGHT + 15

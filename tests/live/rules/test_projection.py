"""The projection's arithmetic: order and bounds of what it says, what it does with odd days, and both of a sale's beliefs."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.rules.projection.days import Cap, Day, cap_of, is_broken
from live.rules.projection.defaults import generic_share
from live.rules.projection.history import History, learned
from live.rules.projection.level import level_of, weekday_effects, with_plan
from live.rules.projection.sale import Curve, Expected, curve_of, ending, expected_of, share_by

FIRST = date(2026, 3, 2)


def made_days(count: int, *, seed: int = 1, size: float = 600.0, sd: float = 0.2) -> list[Day]:
    """Return so many days of a shop with the generic curve, orders of about 50 and a level that wanders."""
    dice = np.random.default_rng(seed)
    slots = np.diff(np.concatenate([[0.0], generic_share(144)]))
    found = []
    for number in range(count):
        orders = dice.poisson(slots * size * np.exp(dice.normal(0, sd))).astype(float)
        found.append(Day(FIRST + timedelta(days=number), np.rint(orders * dice.normal(50, 1, 144)), orders))
    return found


@settings(max_examples=30)
@given(st.integers(0, 40), st.integers(1, 144), st.floats(0, 5), st.integers(0, 1000))
def test_a_band_is_in_order_holds_its_middle_and_never_falls_below_what_is_sold(count, slot, scale, seed):
    past = learned(made_days(count + 1, seed=seed))
    today = made_days(count + 2, seed=seed + 1)[-1]
    said = past.morning(today.date).forecast(today.values[:slot] * scale, today.orders[:slot])
    assert said.sold <= said.low + 1e-6 <= said.middle + 2e-6 <= said.high + 3e-6
    assert 0 <= said.today_counts <= 1
    odds = [said.p_at_least(goal) for goal in np.linspace(0, 3 * said.high + 1, 40)]
    assert odds[0] == 1.0
    assert all(0 <= late <= early <= 1 for early, late in pairwise(odds))


def test_the_day_that_is_over_is_what_was_sold():
    past = learned(made_days(20))
    today = made_days(21)[-1]
    said = past.morning(today.date).forecast(today.values, today.orders)
    assert said.low == pytest.approx(today.total)
    assert said.high == pytest.approx(today.total)


def test_a_day_twice_as_large_is_called_unusual_and_its_band_opens_upwards():
    past = learned(made_days(30, sd=0.05))
    today = made_days(31, sd=0.05)[-1]
    large = Day(today.date, today.values * 2, today.orders * 2)
    morning = past.morning(today.date)
    usual, said = (morning.forecast(day.values[:66], day.orders[:66]) for day in (today, large))
    assert not usual.is_unusual
    assert said.is_unusual
    assert said.high > 1.7 * morning.level
    assert said.high - said.low > 1.5 * (usual.high - usual.low)


def test_no_day_known_gives_no_morning_but_a_plan_does():
    assert History(144).morning(FIRST) is None
    morning = History(144).morning(FIRST, level=30_000.0)
    said = morning.forecast(np.zeros(1), np.zeros(1))
    assert said.low < 30_000 < said.high


def test_days_of_a_sale_and_broken_days_teach_nothing():
    days = made_days(12)
    hole = Day(
        days[10].date, np.where(np.arange(144) < 80, days[10].values, 0), np.where(np.arange(144) < 80, days[10].orders, 0)
    )
    sale = Day(days[11].date, days[11].values * 5, days[11].orders * 5, is_sale=True)
    past = learned([*days[:10], hole, sale])
    assert len(past.days) == 10
    assert past.skipped == [(hole.date, "broken"), (sale.date, "sale")]


def test_a_small_day_is_broken_and_a_quiet_one_is_not():
    days = made_days(10)
    assert is_broken(Day(FIRST, days[0].values * 0.1, days[0].orders), days)
    assert not is_broken(Day(FIRST, days[0].values * 0.5, days[0].orders), days)


def test_one_huge_order_does_not_move_the_rest_of_the_day():
    past = learned(made_days(20))
    today = made_days(21)[-1]
    huge = today.values.copy()
    huge[50] += 40_000
    morning = past.morning(today.date)
    plain, with_huge = (morning.forecast(values[:70], today.orders[:70]) for values in (today.values, huge))
    assert with_huge.sold == plain.sold + 40_000
    assert with_huge.rest == pytest.approx(plain.rest, rel=0.05)


def test_a_cap_is_learned_from_slots_with_orders_only():
    assert cap_of([]) == Cap()
    assert cap_of([Day(FIRST, np.array([100.0, 0.0]), np.array([2.0, 0.0]))]).mean == 50


def test_weekdays_are_told_apart_from_two_weeks_on():
    ages = np.arange(28, 0, -1).astype(float)
    weekdays = np.array([(FIRST + timedelta(days=number)).weekday() for number in range(28)])
    logs = np.log(np.where(weekdays == 5, 200.0, 100.0))
    assert weekday_effects(logs[:10], ages[:10], weekdays[:10]).tolist() == [0.0] * 7
    assert level_of(logs, ages, weekdays, 5) > 1.3 * level_of(logs, ages, weekdays, 2)


def test_a_plan_stands_between_itself_and_the_level():
    assert 100 < with_plan(100.0, 200.0, ()) < 200


@settings(max_examples=60)
@given(st.floats(0.001, 0.999), st.floats(0.2, 3.0), st.floats(0.05, 0.9))
def test_a_sale_lies_between_its_plan_and_what_its_curve_says(share, ratio, doubt):
    plan, sold = 1_000_000.0, 1_000_000.0 * ratio * share
    said = ending(sold=sold, curve=Curve(share, 0.3), expected=Expected(plan, doubt))
    assert sold <= said.low <= said.middle <= said.high
    lower, upper = sorted((plan, sold / share))
    assert 0.55 * lower <= said.middle <= 1.8 * upper or said.middle == pytest.approx(sold, rel=0.01)
    assert said.p_at_least(sold) == 1.0
    assert said.p_at_least(said.middle) == pytest.approx(0.5, abs=0.02) or sold > 0.98 * said.middle


def test_nothing_sold_leaves_the_plan():
    said = ending(sold=0, curve=Curve(0.2, 0.3), expected=Expected(1000.0, 0.35))
    assert said.middle == pytest.approx(1000, rel=0.01)
    assert said.low == pytest.approx(1000 * np.exp(-0.35 * 1.2816), rel=0.02)


def test_three_sales_speak_with_their_own_spread():
    assert curve_of([0.3, 0.3, 0.3], planned=None).doubt == 0.15
    assert curve_of([0.1, 0.5, 0.8], planned=None).doubt > 1
    assert curve_of([], planned=None) is None
    biased = expected_of(plan=100.0, past=[-0.5, -0.5, -0.5], last=None)
    assert biased.total == pytest.approx(60.65, rel=0.01)
    assert expected_of(plan=None, past=[], last=None) is None


def test_sales_of_other_lengths_meet_by_hours_first_and_by_what_remains_then():
    curve = [3] * 36 + [1] * 108
    assert share_by(curve, slot=36, length=288) == pytest.approx(0.5)
    assert share_by(curve, slot=162, length=288) == pytest.approx(0.75)
    assert share_by(curve, slot=288, length=288) == pytest.approx(1.0)
    assert share_by([0, 0], slot=1, length=2) is None

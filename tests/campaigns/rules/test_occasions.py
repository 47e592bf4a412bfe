"""When an occasion is, and what is proposed around it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Occasion, StageKind, Template
from campaigns.rules import gates
from campaigns.rules.occasions import BY_KEY, CHINESE_NEW_YEARS, OCCASIONS, black_friday, new_year_goods, next_dates

days = st.dates(date(2024, 1, 1), date(2037, 12, 31))


@given(days, st.sampled_from(OCCASIONS))
def test_the_next_one_is_ahead_and_its_stages_are_in_order(today, occasion):
    found = occasion.next_from(today)
    assert found.starts_on > today
    assert found.preparation_on < found.warm_up_on < found.starts_on <= found.ends_on < found.closing_on
    assert (found.ends_on - found.starts_on).days + 1 == occasion.days
    assert occasion.next_from(found.starts_on - timedelta(days=1)) == found


@given(st.integers(1990, 2090))
def test_black_friday_follows_the_fourth_thursday(year):
    day = black_friday(year)
    assert day.weekday() == 4
    assert date(year, 11, 23) <= day <= date(year, 11, 29)


def test_chinese_new_years_are_whole_months_of_the_moon_apart():
    for first, second in pairwise(CHINESE_NEW_YEARS):
        assert (second - first).days in {354, 355, 383, 384, 385}
        assert date(second.year, 1, 21) <= second <= date(second.year, 2, 20)


@pytest.mark.parametrize(
    ("key", "today", "start", "end"),
    [
        ("double_11", date(2026, 7, 1), date(2026, 11, 11), date(2026, 11, 11)),
        ("double_12", date(2026, 12, 12), date(2027, 12, 12), date(2027, 12, 12)),
        ("june_18", date(2026, 7, 1), date(2027, 6, 18), date(2027, 6, 18)),
        ("black_friday", date(2026, 7, 1), date(2026, 11, 27), date(2026, 11, 30)),
        ("new_year_goods", date(2026, 7, 1), date(2027, 1, 26), date(2027, 1, 30)),
        ("fair_spring", date(2026, 7, 1), date(2027, 4, 15), date(2027, 4, 19)),
        ("fair_autumn", date(2026, 7, 1), date(2026, 10, 15), date(2026, 10, 19)),
    ],
)
def test_dates_checked_by_hand(key, today, start, end):
    found = next_dates(key, today)
    assert (found.starts_on, found.ends_on) == (start, end)


def test_the_goods_of_the_new_year_end_a_week_before_it():
    for new_year in CHINESE_NEW_YEARS:
        assert new_year_goods(new_year.year) + timedelta(days=4) == new_year - timedelta(days=7)
    assert new_year_goods(2041) is None
    assert BY_KEY["new_year_goods"].next_from(date(2040, 6, 1)) is None


def test_every_occasion_can_be_chosen_and_its_template_stands():
    assert {occasion.key for occasion in OCCASIONS} | {"own"} == set(Occasion.values)
    assert {occasion.phases for occasion in OCCASIONS} <= set(Template.values)
    assert next_dates("own", date(2026, 1, 1)) is None


@pytest.mark.parametrize("key", Occasion.values)
def test_every_gate_asks_something_of_every_stage(key):
    found = gates.default_gate(key)
    assert list(found) == StageKind.values
    assert all(found.values())

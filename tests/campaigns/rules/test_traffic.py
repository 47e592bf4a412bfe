"""The traffic plan's arithmetic: sums exact, hours exact, a repair closes."""

import doctest
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.rules import traffic
from campaigns.rules.traffic import ChannelPlan, close_all, close_one, closes, hourly, sums_of

plans = st.builds(
    ChannelPlan,
    key=st.just("x"),
    visitors=st.integers(0, 10**8),
    conversion=st.decimals(0, 1, places=4),
    order_value_minor=st.integers(0, 10**6),
    fixed_minor=st.integers(0, 10**9),
    per_visitor_minor=st.decimals(0, 10_000, places=4),
    commission=st.decimals(0, 1, places=4),
)


@st.composite
def several(draw):
    lines = draw(st.lists(plans, min_size=1, max_size=8))
    return [traffic.replace(line, key=f"c{number}") for number, line in enumerate(lines)]


def test_the_worked_examples_hold():
    result = doctest.testmod(traffic)
    assert result.attempted >= 12
    assert result.failed == 0


@given(several())
def test_the_whole_is_the_product_of_its_ratios_exactly(lines):
    found = sums_of(lines)
    assert found.revenue_minor == sum(line.revenue_minor for line in lines)
    assert found.cost_minor == sum(line.cost_minor for line in lines)
    assume(found.conversion and found.order_value_minor)
    assert found.visitors * found.conversion * found.order_value_minor == found.revenue_minor


@given(several(), st.integers(0, 10**12))
def test_one_channel_closes_the_plan_to_half_of_what_a_visitor_brings(lines, target):
    closed = close_one(lines, "c0", target)
    if closed is None:
        others = sum(line.revenue_minor for line in lines[1:])
        assert not lines[0].visitor_worth or others > target
        return
    left = abs(sums_of(closed).revenue_minor - target)
    assert left <= lines[0].visitor_worth / 2 + 1
    assert [line.visitors for line in closed[1:]] == [line.visitors for line in lines[1:]]


@given(several(), st.integers(10**6, 10**12))
def test_all_channels_close_the_plan(lines, target):
    closed = close_all(lines, target)
    if closed is None:
        assert sums_of(lines).revenue_minor == 0
        return
    assert all(line.visitors >= 0 for line in closed)
    worth = max(line.visitor_worth for line in lines)
    left = abs(sums_of(closed).revenue_minor - target)
    # Each channel is rounded to a whole visitor; the finest one then takes what that left.
    assert left <= len(lines) * (worth / 2 + 1)
    if worth * len(lines) <= Fraction(target, 250):
        assert closes(sums_of(closed).revenue_minor, target)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=120))
def test_the_hours_add_up_exactly(total, weights):
    hours = hourly(total, weights)
    assert sum(hours) == total
    assert len(hours) == len(weights)
    whole = sum(weights)
    if whole:
        assert all(abs(hour - Fraction(total * weight, whole)) < 1 for hour, weight in zip(hours, weights, strict=True))


def test_a_plan_of_the_playbook_by_hand():
    """The seven channels of the drawn screen: 5,280 k visitors reach 60.92 M of 62.0 M."""
    drawn = [
        ("old", 620_000, "0.090", 24_600),
        ("search", 1_640_000, "0.041", 20_500),
        ("live", 980_000, "0.062", 19_800),
        ("community", 180_000, "0.075", 22_100),
        ("keyword", 840_000, "0.046", 21_400),
        ("display", 480_000, "0.031", 20_900),
        ("affiliates", 540_000, "0.064", 20_300),
    ]
    lines = [ChannelPlan(key, visitors, Decimal(conversion), value) for key, visitors, conversion, value in drawn]
    found = sums_of(lines)
    assert found.visitors == 5_280_000
    assert found.revenue_minor == 6_091_954_000
    assert round(float(found.conversion), 3) == 0.054
    closed = close_one(lines, "live", 6_200_000_000)
    assert closed[2].visitors - 980_000 == 88_014
    assert closes(sums_of(closed).revenue_minor, 6_200_000_000)

"""The traffic part by channel and the order value by tiers: the parts add up exactly, whatever the numbers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from live.rules.channels import UNTOLD, ChannelFacts, ChannelHour, split_traffic
from live.rules.mix import split_value
from live.rules.split import Factors, split_gap

COUNTS = st.integers(0, 10**6)
KEYS = st.sampled_from(["search", "live", "ads", "?shop-in-shop", UNTOLD])
BY_CHANNEL = st.dictionaries(KEYS, COUNTS, max_size=5)
SIDE = st.builds(Factors, st.none() | COUNTS, st.integers(0, 10**5), st.integers(0, 10**9))


@settings(max_examples=60)
@given(SIDE, SIDE, BY_CHANNEL, BY_CHANNEL)
def test_channels_add_up_to_the_traffic_part(target, actual, planned, seen):
    part = split_gap(target, actual).traffic
    planned.pop(UNTOLD, None)
    parts = split_traffic(part, target=target, actual=actual, planned=planned, seen=seen)
    assert sum(parts.values()) == part
    assert parts.keys() <= {*planned, *seen, UNTOLD}


@settings(max_examples=30)
@given(SIDE, SIDE, BY_CHANNEL)
def test_visitors_without_a_channel_leave_it_open(target, actual, planned):
    part = split_gap(target, actual).traffic
    assert split_traffic(part, target=target, actual=actual, planned=planned, seen={UNTOLD: 5, "ads": 3}) == {UNTOLD: part}


@settings(max_examples=30)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 100))
def test_going_back_gives_the_same_parts_with_the_other_sign(first, second, orders):
    plan, fact = Factors(first + second, orders, 10_000), Factors(2 * first + second, orders, 10_000)
    before, after = {"a": first, "b": second}, {"a": 2 * first, "b": second}
    there = split_traffic(split_gap(plan, fact).traffic, target=plan, actual=fact, planned=before, seen=after)
    back = split_traffic(split_gap(fact, plan).traffic, target=fact, actual=plan, planned=after, seen=before)
    assert all(abs(there[key] + back[key]) <= 1 for key in there), "but for one minor unit of rounding"


def test_channels_that_make_up_for_each_other_are_both_told():
    same = Factors(1000, 100, 10_000)
    parts = split_traffic(0, target=same, actual=same, planned={"a": 600, "b": 400}, seen={"a": 400, "b": 600})
    assert parts == {"a": -2000, "b": 2000}


def test_an_hour_partly_in_the_window_gives_that_part():
    facts = ChannelFacts({"a": 1}, [ChannelHour(-3, 3, {"a": 60}), ChannelHour(3, 9, {"a": 30, "?x": 6})])
    assert facts.seen(0, 6) == {"a": 45.0, "?x": 3.0}
    assert facts.names == ["a", "?x", ""]


@settings(max_examples=40)
@given(st.integers(-(10**9), 10**9), st.lists(st.tuples(st.integers(0, 5), st.floats(1, 1e9)), min_size=1, max_size=6))
def test_mix_and_within_add_up(part, means):
    mix, within = split_value(part, means=means, ratios=[0.1, -0.2, 0.0, 0.03, -0.5, 0.4])
    assert mix + within == part
    assert split_value(part, means=means, ratios=[]) is None

"""The day that is played holds what the plan wants; a fault takes away what it says and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearsal.rules.days import PastOrders, past_day, planned_day
from rehearsal.rules.faults import KINDS, BadFault, Fault, check_faults, fault_of, read_fault
from rehearsal.rules.troubles import keep_lines, keep_orders, named, planted
from tests.rehearsal.conftest import BEGINS, CHANNELS, SLOTS, a_day


def test_a_planned_day_brings_what_the_plan_wants(day, story):
    paid = story.paid >= 0
    assert paid.sum() == pytest.approx(day.orders.sum(), rel=0.06)
    assert story.total[paid].sum() == pytest.approx(day.revenue.sum(), rel=0.08)
    assert story.visits.visitors.sum() == pytest.approx(day.visitors.sum(), rel=0.03)
    by_channel = np.bincount(story.visits.channel, weights=story.visits.visitors)
    assert by_channel[0] / by_channel.sum() == pytest.approx(0.7, abs=0.02)
    assert len(np.unique(story.visits.hour)) == 24


def test_the_same_seed_draws_the_same_day(day):
    one, other = (planned_day(day, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one.placed, other.placed)
    assert np.array_equal(one.line_paid, other.line_paid)
    assert not np.array_equal(one.placed, planned_day(day, np.random.default_rng(6)).placed)


@settings(max_examples=20)
@given(st.floats(0.3, 4.0), st.integers(0, 1000))
def test_an_earlier_day_is_grown_to_the_plan(times, seed):
    day = a_day(orders=2.0)
    number = 400
    placed = np.sort(np.random.default_rng(1).integers(BEGINS, BEGINS + SLOTS * 600, number))
    paid_for = np.full(number * 2, int(day.revenue.sum() / times / number / 2))
    past = PastOrders(
        placed,
        placed + 30,
        np.full(number, -1),
        np.repeat(np.arange(number), 2),
        np.tile([0, 1], number),
        np.ones(number * 2, int),
        paid_for,
    )
    told = past_day(day, past, np.random.default_rng(seed))
    assert told.total.sum() == pytest.approx(day.revenue.sum(), rel=0.15)
    assert (np.diff(told.placed) >= 0).all()
    assert (np.bincount(told.line_order, minlength=len(told.placed)) == 2).all()
    assert (told.paid == told.placed + 30).all()


def test_no_earlier_orders_make_an_empty_day(day):
    none = np.zeros(0, np.int64)
    told = past_day(day, PastOrders(*[none] * 7), np.random.default_rng(1))
    assert len(told.placed) == len(told.line_order) == 0


def test_less_conversion_takes_orders_and_leaves_visitors(story):
    fault = Fault("conversion", 600, 120, 0.5)
    left = planted(story, [fault], BEGINS, np.random.default_rng(1))
    assert left.visits.visitors.sum() == story.visits.visitors.sum()
    before, after = (inside(each, 600, 720) for each in (story, left))
    assert after.sum() == pytest.approx(before.sum() / 2, rel=0.2)
    assert (~inside(left, 600, 720)).sum() == (~before).sum()


def test_less_traffic_takes_visitors_and_their_orders(story):
    left = planted(story, [Fault("traffic", 600, 120, 1.0, CHANNELS[1])], BEGINS, np.random.default_rng(1))
    hours = (left.visits.hour >= BEGINS + 36_000) & (left.visits.hour < BEGINS + 43_200)
    assert left.visits.visitors[hours & (left.visits.channel == 1)].sum() == 0
    other = left.visits.channel == 0
    assert np.array_equal(left.visits.visitors[other], story.visits.visitors[story.visits.channel == 0])
    assert inside(left, 600, 720).sum() == pytest.approx(inside(story, 600, 720).sum() * 0.7, rel=0.15)


def test_a_sold_out_product_is_bought_no_more(story):
    left = planted(story, [Fault("stock_out", 600, 60, 1.0, "A")], BEGINS, np.random.default_rng(1))
    moment = left.placed[left.line_order]
    gone = (left.product == 0) & (moment >= BEGINS + 36_000) & (moment < BEGINS + 39_600)
    assert not gone.any()
    assert np.array_equal(left.total, np.bincount(left.line_order, weights=left.line_paid))


def test_a_fault_without_a_name_is_about_the_largest(story):
    assert named(Fault("traffic", 600, 60), [story], BEGINS).subject == CHANNELS[0]
    assert named(Fault("stock_out", 600, 60), [story], BEGINS).subject == "A"
    assert named(Fault("traffic", 600, 60, subject="直播"), [story], BEGINS).subject == "直播"


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_lines_stay_with_their_orders_whatever_is_left_out(seed):
    story = planned_day(a_day(orders=1.0), np.random.default_rng(2))
    dice = np.random.default_rng(seed)
    left = keep_orders(story, dice.random(len(story.placed)) < 0.7)
    kept = keep_lines(left, dice.random(len(left.product)) < 0.6)
    assert np.array_equal(kept.total, np.bincount(kept.line_order, weights=kept.line_paid, minlength=len(kept.placed)))
    assert set(np.unique(kept.line_order)) == set(range(len(kept.placed)))


def test_faults_are_read_kept_and_refused_with_a_sentence():
    fault = read_fault("traffic=直播@9:05+90x0.4")
    assert fault_of(fault.as_dict()) == fault == Fault("traffic", 545, 90, 0.4, "直播")
    for kind in KINDS:
        assert read_fault(f"{kind}@1:00").kind == kind
    for wrong in ("conversion", "conversion@25", "fire@1:00", "conversion=A@1:00", "traffic@1:00x1.4", "@1:00"):
        with pytest.raises(BadFault):
            read_fault(wrong)
    with pytest.raises(BadFault, match="outside"):
        check_faults([fault], first=600, until=700)


def inside(story, first, last):
    return (story.placed >= BEGINS + first * 60) & (story.placed < BEGINS + last * 60)

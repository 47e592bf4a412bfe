"""The draws: what low and high mean, what moves together, the same seed the same answer; the tornado and the bars."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.odds import DRAWS, NAMES, UNITS, Estimate, Unit, answer, bars, tornado
from campaigns.rules.odds.chances import outcomes, round_below
from campaigns.rules.odds.draws import TOGETHER, correlation, drawn, scores
from tests.campaigns.rules.odds.test_model import BY_HAND, FEW, cases, flat

WIDE = BY_HAND | {
    "visitors": Estimate(Fraction(14_000), Fraction(20_000), Fraction(28_000)),
    "conversion": Estimate(Fraction(31, 1000), Fraction(40, 1000), Fraction(51, 1000)),
    "refund_rate": Estimate(Fraction(12, 100), Fraction(15, 100), Fraction(22, 100)),
    "leftover": Estimate(Fraction(0), Fraction(250_000), Fraction(900_000)),
}


def test_correlations_are_positive_definite_by_a_margin():
    matrix = correlation()
    assert np.array_equal(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > 0.1
    assert all(first in NAMES and second in NAMES for first, second in TOGETHER)


def test_the_draws_move_together_as_told():
    found = np.corrcoef(scores())
    assert np.abs(found - correlation()).max() < 0.03
    assert np.abs(scores().mean(axis=1)).max() < 0.02
    assert np.abs(scores().std(axis=1) - 1).max() < 0.02


@given(three=st.lists(st.integers(0, 10**9), min_size=3, max_size=3))
def test_low_likely_and_high_are_p10_p50_and_p90(three):
    low, likely, high = sorted(three)
    case = {"visitors": Estimate(Fraction(low), Fraction(likely), Fraction(high))}
    column = drawn(case)["visitors"]
    slack = 0.04 * (high - low) + 1e-6
    assert np.mean(column < low - 1e-6) <= 0.105
    assert np.quantile(column, 0.1) == pytest.approx(low, abs=slack)
    assert np.quantile(column, 0.5) == pytest.approx(likely, abs=slack)
    assert np.quantile(column, 0.9) == pytest.approx(high, abs=slack)


@settings(max_examples=30)
@given(case=cases)
def test_every_draw_stays_within_its_bounds(case):
    for name, column in drawn(case, count=FEW).items():
        assert column.min() >= 0
        if UNITS[name] == Unit.SHARE:
            assert column.max() <= 1


def test_the_same_seed_the_same_answer_and_another_one_nearly():
    first, again, other = (answer(WIDE, target_minor=17_600_000, seed=seed)[0] for seed in (7, 7, 8))
    assert first == again
    assert first != other
    assert first.p_profit == pytest.approx(other.p_profit, abs=0.02)
    scores.cache_clear()
    assert answer(WIDE, target_minor=17_600_000, seed=7)[0] == first


def test_two_widths_against_the_closed_form():
    """Profit = visitors x 1 with a normal of known P10 and P90: P(profit) is the bell's."""
    case = flat(conversion=1, order_value=100, traffic=50_000) | {
        "visitors": Estimate(Fraction(400), Fraction(600), Fraction(800))
    }
    odds, found = answer(case, target_minor=80_000)
    assert len(found.profit) == DRAWS
    assert odds.p_profit == pytest.approx(0.7391, abs=0.01)  # Phi(100 / 200 x 1.2816)
    assert odds.p_target == pytest.approx(0.1, abs=0.005)
    assert odds.profit_at(50) == pytest.approx(10_000, abs=400)


def test_the_tornado_by_hand():
    found = outcomes(WIDE, count=FEW)
    swings = tornado(WIDE, found.profit)
    assert [swing.name for swing in swings] == ["visitors", "conversion", "leftover", "refund_rate"]
    visitors = swings[0]
    # The eight parts that come with orders leave 65,304.00 of 20,000 visitors.
    assert (visitors.at_low, visitors.at_high) == (round(6_530_400 * 0.7) - 2_600_000, round(6_530_400 * 1.4) - 2_600_000)
    leftover = swings[2]
    assert leftover.width == 900_000
    assert leftover.at_low > leftover.at_high
    assert visitors.together > 0.5
    assert leftover.together < 0
    assert all(-1 <= swing.together <= 1 for swing in swings)


@settings(max_examples=30)
@given(case=cases)
def test_bars_hold_every_draw_and_none_is_both_loss_and_profit(case):
    profit = outcomes(case, count=FEW).profit
    found = bars(profit)
    assert sum(bar.share for bar in found) == pytest.approx(1)
    assert len(found) <= 38
    assert not any(bar.low < 0 < bar.high for bar in found)
    assert all(first.high == second.low for first, second in pairwise(found))


@given(amount=st.integers(1, 10**15))
def test_round_amounts(amount):
    found = round_below(amount)
    assert found <= amount < 2.5 * found
    assert str(found).rstrip("0") in {"1", "2", "5"}

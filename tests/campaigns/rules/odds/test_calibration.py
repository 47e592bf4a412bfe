"""The scoring of forecasts against a truth that is known: true odds score as true, false ones as false."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.odds import Estimate, answer
from campaigns.rules.odds.calibration import Scored, calibration, place_in
from campaigns.rules.odds.chances import outcomes
from tests.campaigns.rules.odds.test_model import flat

SALES = 400


def sales(*, told_width: float, shift: float = 0.0):
    """Forecast many sales of different size, each with a truth drawn from its real spread."""
    rng = np.random.default_rng(5)
    found = []
    for number in range(SALES):
        fixed = 3_000_000 + 20_000 * number
        truth = flat(conversion="0.04", order_value=25_000, cost_of_goods="0.6", traffic=fixed) | {
            "visitors": Estimate(Fraction(14_000), Fraction(20_000), Fraction(26_000))
        }
        told = truth | {"visitors": _spread(20_000 * (1 + shift), 6_000 * told_width)}
        came = outcomes(truth, seed=3, count=2000)
        place = rng.integers(2000)
        odds = answer(told, target_minor=18_000_000, seed=4, count=2000)[0]
        actual = round(float(came.profit[place]))
        reached = bool(came.revenue[place] >= 18_000_000)
        found.append(Scored(odds.p_profit, odds.p_target, odds.profit, actual, reached))
    return found


def _spread(likely, by):
    return Estimate(*(Fraction(round(max(0, likely + step * by))) for step in (-1, 0, 1)))


def test_true_odds_score_as_true():
    found = calibration(sales(told_width=1))
    assert found.count == SALES
    assert found.inside == pytest.approx(0.8, abs=0.05)
    assert found.brier_profit == pytest.approx(found.expected_profit, abs=0.03)
    assert found.brier_profit < 0.25
    assert abs(found.bias) < 0.05
    tenths = np.histogram(found.places, bins=10, range=(0, 1))[0] / SALES
    assert np.abs(tenths - 0.1).max() < 0.05


def test_odds_too_sure_of_themselves_are_found_out():
    found = calibration(sales(told_width=0.3))
    assert found.inside < 0.5
    assert found.brier_profit > found.expected_profit + 0.02


def test_odds_too_rosy_are_found_out():
    assert calibration(sales(told_width=1, shift=0.3)).bias < -0.15


def test_nothing_to_score():
    assert calibration([]) is None


@given(cut=st.lists(st.integers(-(10**6), 10**6), min_size=99, max_size=99).map(sorted), actual=st.integers(-(10**6), 10**6))
def test_a_place_is_a_share_and_rises_with_the_outcome(cut, actual):
    place = place_in(cut, actual)
    assert 0 < place < 1
    assert place <= place_in(cut, actual + 1)
    assert place == pytest.approx(np.mean(np.array(cut) <= actual), abs=0.5)

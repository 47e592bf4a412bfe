"""Oversell risk: within a point of the closed form where there is one, and the laws of what to hold back."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from inventory.rules.oversell.demand import Channel, most_asked, tail, tails
from inventory.rules.oversell.holdback import advise
from inventory.rules.oversell.simulate import oversell_risk

POINT = 0.01
channel = st.builds(
    lambda expected, spread, listed: Channel(expected, expected * spread, listed),
    st.floats(0.1, 120),
    st.floats(1, 6),
    st.one_of(st.none(), st.integers(0, 200)),
)


@pytest.mark.parametrize("expected", [0.3, 2.0, 9.0, 40.0, 220.0])
@pytest.mark.parametrize("spread", [1.0, 1.6, 4.0])
@pytest.mark.parametrize("at", [0.5, 0.8, 1.0, 1.2, 1.6])
def test_one_shop_agrees_with_the_closed_form_within_a_point(expected, spread, at):
    stock = round(expected * at)
    told = oversell_risk([Channel(expected, expected * spread)], stock=stock, seed=7)
    assert told.chance == pytest.approx(tail(expected=expected, variance=expected * spread, pieces=stock), abs=POINT)


@pytest.mark.parametrize("spread", [1.0, 2.5])
@pytest.mark.parametrize("stock", [20, 30, 36, 45])
def test_shops_without_a_limit_of_their_own_agree_with_the_closed_form_of_their_sum(spread, stock):
    """Poisson laws add up to one, and so do negative binomials of one spread."""
    parts = [Channel(part, part * spread) for part in (6.0, 10.0, 20.0)]
    told = oversell_risk(parts, stock=stock, seed=3)
    assert told.chance == pytest.approx(tail(expected=36.0, variance=36.0 * spread, pieces=stock), abs=POINT)


def test_a_page_that_stops_at_the_stock_cannot_oversell_alone_but_two_can():
    assert oversell_risk([Channel(50, 50, 30)], stock=30).chance == 0
    both = oversell_risk([Channel(25, 25, 30), Channel(25, 25, 30)], stock=30)
    assert both.chance > 0.95
    assert both.short > 10


def test_the_same_seed_gives_the_same_risk():
    parts = [Channel(9, 14, 12), Channel(5, 5)]
    assert oversell_risk(parts, stock=12, seed=5) == oversell_risk(parts, stock=12, seed=5)


@settings(max_examples=60)
@given(st.lists(channel, min_size=1, max_size=3), st.integers(0, 200), st.sampled_from([0.005, 0.01, 0.05, 0.2]))
def test_the_advice_is_the_smallest_that_keeps_the_limit(channels, stock, limit):
    found = advise(channels, stock=stock, limit=limit, draws=2_000)
    assert found.then.chance < limit
    assert 0 <= found.hold_back <= stock
    assert found.listed == stock - found.hold_back
    assert found.lost >= 0
    if found.hold_back:
        closer = [Channel(one.expected, one.variance, found.listed + 1) for one in channels]
        assert oversell_risk(closer, stock=stock, draws=2_000).chance >= limit


@given(st.lists(channel, min_size=1, max_size=3), st.integers(0, 300))
def test_what_is_sold_and_what_is_short_fit_the_stock(channels, stock):
    told = oversell_risk(channels, stock=stock, draws=500)
    assert 0 <= told.chance <= 1
    assert told.sold <= stock
    assert (told.short > 0) == (told.chance > 0)


@example(0.5, 7.0)
@given(st.floats(0.1, 500), st.floats(1, 8))
def test_the_bound_that_saves_work_is_one(expected, spread):
    part = Channel(expected, expected * spread)
    assert tail(expected=expected, variance=part.variance, pieces=int(most_asked([part]))) < 0.001


def test_tails_are_those_of_the_distributions():
    dice = np.random.default_rng(11)
    mean = dice.gamma(1.0, 50.0, 5_000)
    variance = mean * np.where(dice.random(5_000) < 0.3, 1.0, 1.0 + dice.gamma(0.5, 5.0, 5_000))
    pieces = dice.integers(0, 300, 5_000)
    spread = np.where(variance - mean > 1e-6 * mean, variance - mean, np.nan)
    wide = nbinom.sf(pieces, mean**2 / spread, mean / (mean + spread))
    told = np.where(np.isnan(spread), poisson.sf(pieces, mean), wide)
    assert np.allclose(tails(expected=mean, variance=variance, pieces=pieces), told, rtol=1e-6, atol=1e-12)

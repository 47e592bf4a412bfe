"""The law of F15: what is advised never costs more in expectation than the best flat share, found with hindsight."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.buffers import (
    Losses,
    Terms,
    best_flat,
    cheapest_units,
    critical_ratio,
    expected_costs,
    first_sold,
    flat_units,
    losses_of,
    realised_costs,
    safety_units,
)
from inventory.rules.demand import assumed_errors, demand_atoms

FLATS = np.arange(-1.0, 4.01, 0.01)


def catalogue(seed: int, count: int = 120):
    """Products as shops have them: many small, few large; margins from thin to fat; some in cartons."""
    chance = np.random.default_rng(seed)
    planned = np.round(chance.lognormal(2.0, 1.6, count), 2)
    cost = np.round(chance.lognormal(8.0, 1.0, count))
    price = np.round(cost * chance.uniform(1.05, 4.0, count))
    packs = chance.choice([1, 1, 1, 6, 24], count)
    terms = Terms(
        clearance=float(chance.uniform(0, 0.95)),
        holding=float(chance.uniform(0, 0.1)),
        substitution=float(chance.uniform(0, 0.6)),
    )
    atoms = demand_atoms(planned, assumed_errors(), level=float(chance.uniform(0, 0.5)), is_new=chance.random(count) < 0.1)
    return planned, losses_of(price, cost, terms), packs, atoms


@given(st.integers(0, 10**6), st.booleans())
def test_the_advice_never_costs_more_than_the_best_flat_share(seed, in_cartons):
    planned, losses, packs, atoms = catalogue(seed)
    cartons = packs if in_cartons else None
    advised = expected_costs(atoms, cheapest_units(atoms, losses, cartons), losses).total.sum()
    _share, best = best_flat(atoms, planned, losses, cartons)
    assert advised <= best + 1e-6


@given(st.integers(0, 10**6))
def test_no_whole_number_of_cartons_is_cheaper_for_any_product(seed):
    _planned, losses, packs, atoms = catalogue(seed, 12)
    units = cheapest_units(atoms, losses, packs)
    least = expected_costs(atoms, units, losses).total
    most = int(atoms.max() // packs.min()) + 2
    for cartons in range(min(most, 400)):
        other = expected_costs(atoms, packs * cartons, losses).total
        assert (least <= other + 1e-6 * np.maximum(1, other)).all()
    assert (units % packs == 0).all()


@given(st.integers(0, 10**6))
def test_none_is_held_exactly_where_the_first_piece_or_carton_sells_too_seldom(seed):
    _planned, losses, packs, atoms = catalogue(seed, 60)
    sold, pays = first_sold(atoms, packs), 1 - critical_ratio(losses)
    told = np.abs(sold - pays) > 1e-6
    assert ((cheapest_units(atoms, losses, packs) == 0) == (sold < pays))[told].all()


def test_a_slow_product_by_hand():
    """Price 100, cost 40: a piece too few loses 48, one too many 21.2.

    In 74 of 100 such sales nobody buys one, in 23 one, in 3 two. None costs 0.29 x 48 = 13.92, one
    0.74 x 21.2 + 0.03 x 48 = 17.13. From 31 of 100 sales with a buyer on, one is the cheaper.
    """
    losses = losses_of(np.array([100.0, 100.0]), np.array([40.0, 40.0]), Terms())
    atoms = np.array([[0.0] * 74 + [1.0] * 23 + [2.0] * 3, [0.0] * 69 + [1.0] * 28 + [2.0] * 3])
    costs = [float(expected_costs(atoms, np.full(2, units), losses).total[0]) for units in (0, 1)]
    assert costs == pytest.approx([13.92, 17.128])
    assert (1 - critical_ratio(losses)).round(4).tolist() == [0.3064, 0.3064]
    assert first_sold(atoms, np.ones(2, dtype=np.int64)).tolist() == pytest.approx([0.26, 0.31])
    assert cheapest_units(atoms, losses).tolist() == [0, 1]


@pytest.mark.parametrize("seed", range(5))
def test_on_sales_that_come_it_costs_no_more_on_average(seed):
    """Draw 2,000 sales out of the same demand and hold the mean against the best flat share of these very sales.

    Hindsight picks the best of 501 shares on the sales drawn, so it may win by chance. The advice is at most as dear in
    expectation; the mean difference over 2,000 sales then lies within three standard errors of it, in 99.9% of all cases.
    The seeds are fixed, so the test does not depend on luck.
    """
    planned, losses, _packs, atoms = catalogue(seed)
    chance = np.random.default_rng(seed + 100)
    places = chance.integers(0, atoms.shape[1], (2_000, len(planned)))
    demand = np.take_along_axis(atoms, places.T, axis=1).T
    advised = cheapest_units(atoms, losses)
    of_advice = np.array([realised_costs(came, advised, losses).total.sum() for came in demand])
    means = np.array([expected_costs(demand.T, flat_units(planned, share), losses).total.sum() for share in FLATS])
    best = flat_units(planned, float(FLATS[means.argmin()]))
    of_best = np.array([realised_costs(came, best, losses).total.sum() for came in demand])
    difference = of_advice - of_best
    assert difference.mean() <= 3 * difference.std(ddof=1) / np.sqrt(len(difference))


class TestWhatIsNotKnown:
    def test_a_product_without_cost_or_price_gets_no_advice(self):
        losses = losses_of(np.array([100.0, np.nan, 100.0]), np.array([np.nan, 40.0, 40.0]), Terms())
        assert losses.is_known.tolist() == [False, False, True]
        atoms = demand_atoms(np.full(3, 10.0), assumed_errors(), level=0.0)
        assert cheapest_units(atoms, losses)[:2].tolist() == [0, 0]
        assert np.isnan(expected_costs(atoms, np.full(3, 12), losses).total[:2]).all()

    def test_a_product_sold_below_its_cost_gets_none_either(self):
        assert not losses_of(np.array([30.0]), np.array([40.0]), Terms()).is_known[0]

    def test_the_best_flat_share_of_nothing(self):
        losses = losses_of(np.array([np.nan]), np.array([1.0]), Terms())
        assert best_flat(np.ones((1, 99)), np.ones(1), losses) == (0.0, 0.0)


class TestWhichWayItLeans:
    def test_substitution_lowers_and_margin_raises_what_is_held(self):
        atoms = demand_atoms(np.array([100.0]), assumed_errors(), level=0.2)
        price, cost = np.array([100.0]), np.array([40.0])

        def held(**terms: float) -> int:
            return int(cheapest_units(atoms, losses_of(price, cost, Terms(**terms)))[0])

        assert held(substitution=0.0) > held(substitution=0.5)
        assert held(clearance=0.9) > held(clearance=0.1)
        assert held(holding=0.0) >= held(holding=0.2)

    def test_leftovers_that_lose_nothing_are_bounded_by_the_demand(self):
        atoms = demand_atoms(np.array([10.0]), assumed_errors(), level=0.2)
        units = cheapest_units(atoms, Losses(np.array([5.0]), np.array([0.0])))
        assert units[0] == np.ceil(atoms.max())

    def test_safety_stock_without_a_deviation_is_the_plan(self):
        assert safety_units(np.array([10.2]), np.array([np.nan]), np.array([4.0]), 0.95).tolist() == [11]

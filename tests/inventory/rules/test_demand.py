"""Demand as a distribution: rates, sold-out days, errors learnt from the past, what a plan may be off by."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.buffers import Losses, cheapest_units, realised_costs
from inventory.rules.demand import (
    Errors,
    assumed_errors,
    at_share,
    daily_rates,
    demand_atoms,
    learn_errors,
    mean_of,
    sale_errors,
    sales_of,
)

SEED = 7


def history(products: int = 400, days: int = 200, *, seed: int = SEED, burst: float = 1.0) -> np.ndarray:
    """A shop whose products sell at steady rates, in orders of `burst` pieces."""
    chance = np.random.default_rng(seed)
    means = chance.lognormal(-0.5, 1.2, products)
    return chance.poisson(means[:, None] / burst, (products, days)) * burst


class TestRates:
    def test_a_product_that_stops_selling_falls(self):
        units = np.zeros((1, 120))
        units[0, :60] = 4
        still = daily_rates(sales_of(units[:, :60]))[0]
        later = daily_rates(sales_of(units))[0]
        assert still == pytest.approx(4)
        assert later < 1.1

    def test_a_sold_out_day_is_no_day_without_demand(self):
        units = np.array([[2.0] * 10 + [0.0] * 10])
        empty = units == 0
        assert daily_rates(sales_of(units, empty))[0] == pytest.approx(2.0)
        assert daily_rates(sales_of(units))[0] < 1.2

    def test_a_sale_on_a_day_counted_as_empty_is_known(self):
        units = np.array([[1.0, 3.0, 1.0]])
        assert sales_of(units, np.array([[False, True, False]])).known.all()


class TestErrors:
    def test_a_short_history_is_not_made_to_tell_anything(self):
        assert learn_errors(sales_of(history(days=50)), days=7).is_assumed
        assert learn_errors(sales_of(np.zeros((0, 0))), days=7).is_assumed
        assert not learn_errors(sales_of(history()), days=7).is_assumed

    def test_the_interval_covers_eight_in_ten_of_a_shop_that_stays_as_it_is(self):
        units = history(1_500, 220)
        learnt = sales_of(units[:, :200])
        errors = learn_errors(learnt, days=10)
        planned = np.nan_to_num(daily_rates(learnt)) * 10
        came = units[:, 200:210].sum(axis=1)
        some = planned > 3  # of fewer pieces no interval holds just eight in ten
        atoms = demand_atoms(planned[some], errors, level=errors.level)
        low, high = at_share(atoms, 0.1), at_share(atoms, 0.9)
        inside = ((came[some] >= np.floor(low)) & (came[some] <= np.ceil(high))).mean()
        assert 0.76 <= inside <= 0.93

    def test_bursts_are_learnt_as_wider_errors(self):
        even = learn_errors(sales_of(history()), days=7)
        bursty = learn_errors(sales_of(history(burst=6.0)), days=7)
        planned = np.array([20.0])
        spread = [
            float(at_share(atoms, 0.9)[0] - at_share(atoms, 0.1)[0])
            for atoms in (demand_atoms(planned, errors, level=0.0) for errors in (even, bursty))
        ]
        assert spread[1] > 1.3 * spread[0]

    def test_it_is_the_same_every_time_and_survives_being_kept(self):
        errors = learn_errors(sales_of(history()), days=7)
        again = Errors.unpacked(errors.packed())
        planned = np.array([0.5, 30.0, 900.0])
        one, other = (demand_atoms(planned, each, level=0.2) for each in (errors, again))
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-3)
        assert again.windows == errors.windows > 0

    def test_windows_in_which_the_shelf_was_empty_do_not_count(self):
        units = history(300, 200)
        empty = np.zeros(units.shape, dtype=bool)
        units[:, 100:160] = 0
        empty[:, 100:160] = True
        told, untold = (learn_errors(sales_of(units, one), days=7) for one in (empty, None))
        assert told.pairs < untold.pairs


class TestALift:
    """A sale of a day that sells what twenty days do is as sure of its pieces as they are, and not as unsure as a day."""

    units = np.random.default_rng(SEED).poisson(np.linspace(0.05, 0.3, 400)[:, None], (400, 260)).astype(np.float64)
    learnt = sales_of(units[:, :200])

    def test_what_a_day_plans_to_sell_is_not_advised_away(self):
        planned, losses = np.array([2.0, 4.0, 8.0]), Losses(np.full(3, 68.0), np.full(3, 32.0))
        plain, lifted = (
            cheapest_units(demand_atoms(planned, errors, level=0.0), losses)
            for errors in (learn_errors(self.learnt, days=1), sale_errors(self.learnt, days=1, lift=20.0))
        )
        assert plain.tolist() == [0, 0, 0], "three days of four bring nothing, of whatever size the plan is"
        assert (lifted >= planned).all()

    def test_it_costs_less_when_what_was_planned_comes(self):
        planned = np.nan_to_num(daily_rates(self.learnt)) * 20
        came = [self.units[:, start : start + 20].sum(axis=1) for start in range(200, 260, 20)]
        losses = Losses(np.full(400, 60.0), np.full(400, 40.0))

        def cost(errors: Errors) -> float:
            held = cheapest_units(demand_atoms(planned, errors, level=0.0), losses)
            return sum(float(realised_costs(some, held, losses).total.sum()) for some in came)

        assert cost(sale_errors(self.learnt, days=1, lift=20.0)) < 0.6 * cost(learn_errors(self.learnt, days=1))

    @pytest.mark.parametrize(("lift", "days", "known"), [(1.0, 7, 200), (0.2, 7, 200), (90.0, 1, 90)])
    def test_no_lift_changes_nothing_and_a_short_history_keeps_its_own_days(self, lift, days, known):
        some = sales_of(self.units[:, :known])
        kept, plain = sale_errors(some, days=days, lift=lift), learn_errors(some, days=days)
        assert kept.packed() == plain.packed()
        assert not kept.is_assumed


class TestAtoms:
    @given(st.lists(st.floats(0, 5_000), min_size=1, max_size=30), st.floats(0, 0.6))
    def test_they_ascend_and_are_never_below_zero(self, planned, level):
        atoms = demand_atoms(np.array(planned), assumed_errors(), level=level)
        assert (np.diff(atoms, axis=1) >= -1e-9).all()
        assert (atoms >= 0).all()

    def test_a_wider_plan_is_a_wider_demand(self):
        planned = np.array([100.0])
        narrow, wide = (demand_atoms(planned, assumed_errors(), level=level) for level in (0.0, 0.5))
        assert at_share(wide, 0.9) > at_share(narrow, 0.9)
        assert at_share(wide, 0.1) < at_share(narrow, 0.1)

    def test_a_new_product_is_less_certain(self):
        planned = np.array([10.0, 10.0])
        atoms = demand_atoms(planned, assumed_errors(), level=0.0, is_new=np.array([False, True]))
        low, high = at_share(atoms, 0.1), at_share(atoms, 0.9)
        assert high[1] - low[1] > high[0] - low[0]

    def test_expected_pieces_are_near_the_plan(self):
        planned = np.full(1, 50.0)
        assert mean_of(demand_atoms(planned, assumed_errors(), level=0.0))[0] == pytest.approx(50, rel=0.05)

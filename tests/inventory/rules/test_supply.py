"""What suppliers bring in time, what is to be ordered, the price of holding back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.buffers.holdback import hold_back
from inventory.rules.buffers.replenish import to_order
from inventory.rules.buffers.supply import InTime, Supply, delivered, lasts_days, shared_out

count = st.integers(0, 100_000)


@given(count, st.none() | st.integers(0, 60), st.none() | count, st.integers(-5, 90))
def test_nothing_is_promised_that_is_not_known(wanted, lead, daily, left):
    found = delivered(wanted, Supply(lead, daily), days_left=left)
    if wanted and lead is None:
        assert (found.state, found.units, found.missing) == (InTime.UNKNOWN, None, None)
    if wanted and daily is None and lead is not None:
        assert found.state in {InTime.UNKNOWN, InTime.LATE}
    if found.units is not None and found.missing is not None:
        assert found.units + found.missing == wanted


@given(st.integers(1, 10_000), st.integers(0, 30), st.integers(1, 2_000), st.integers(0, 90))
def test_ordering_by_the_last_day_is_enough_and_a_day_later_is_not(wanted, lead, daily, left):
    last = delivered(wanted, Supply(lead, daily), days_left=left).last_order_days
    assert last is not None
    assert delivered(wanted, Supply(lead, daily), days_left=left - last).state is InTime.ENOUGH
    assert delivered(wanted, Supply(lead, daily), days_left=left - last - 1).state is not InTime.ENOUGH


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=20).filter(any), st.floats(0, 1))
def test_what_is_missing_is_shared_out_to_the_piece(wanted, share):
    missing = int(sum(wanted) * share)
    parts = shared_out(missing, wanted)
    assert sum(parts) == missing
    assert all(part <= one for part, one in zip(parts, wanted, strict=True))


@given(count, st.none() | st.integers(-50, 100_000), count, st.none() | st.integers(0, 500))
def test_what_is_ordered_fills_the_shelf_and_not_a_carton_more(hold, on_hand, ordered, pack):
    found = to_order(hold=hold, on_hand=on_hand, ordered=ordered, pack_units=pack)
    if on_hand is None:
        assert found is None
        return
    there = max(on_hand, 0) + ordered + (found or 0)
    assert there >= hold
    if found:
        assert there - hold < max(pack or 1, 1)
        assert found % max(pack or 1, 1) == 0


def test_a_supplier_who_makes_nothing_brings_nothing():
    found = delivered(10, Supply(2, 0), days_left=30)
    assert (found.state, found.units, found.missing) == (InTime.LATE, 0, 10)


def test_a_sale_outlives_its_stock_on_the_day_its_curve_says():
    assert lasts_days(0, 100, [0.5, 0.5]) == 0
    assert lasts_days(75, 100, [0.5, 0.5]) == 1.5
    assert lasts_days(100, 100, [0.5, 0.5]) is None


class TestHoldingBack:
    def answer(self, **changed):
        asked = {
            "days": 7, "daily_units": 10.0, "daily_revenue_minor": 10_000.0, "cost_minor": 600, "sale_price_minor": 800,
            "planned_units": 100.0, "waiting": 0.0,
        }  # fmt: skip
        return hold_back(**(asked | changed))

    def test_the_sale_must_win_the_margin_back(self):
        found = self.answer()
        assert (found.revenue_minor, found.margin_minor, found.extra_units) == (70_000, 28_000, 140)
        assert found.extra_share == pytest.approx(1.4)

    def test_who_waits_pays_part_of_it(self):
        assert self.answer(waiting=1.0).extra_units == 70

    @pytest.mark.parametrize("missing", [{"cost_minor": None}, {"sale_price_minor": None}])
    def test_what_is_not_known_is_not_guessed(self, missing):
        found = self.answer(**missing)
        assert found.extra_units is None
        assert not found.is_hopeless

    def test_a_sale_at_cost_cannot_pay_for_it(self):
        assert self.answer(sale_price_minor=600).is_hopeless

    def test_a_product_sold_at_a_loss_is_well_held_back(self):
        assert self.answer(cost_minor=1_500).extra_units == 0

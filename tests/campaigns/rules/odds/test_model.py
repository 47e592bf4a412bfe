"""The profit model by hand, to the cent, and its laws."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.odds import NAMES, UNITS, Estimate, Unit, answer, break_even
from campaigns.rules.odds.chances import likely_parts, outcomes
from campaigns.rules.odds.inputs import problems_of
from campaigns.rules.odds.model import profit_parts, whole_parts

COSTS = (
    "discounts", "cost_of_goods", "commission", "payment_fee", "freight", "gifts", "traffic", "people", "leftover", "lost_before",
    "lost_after",
)  # fmt: skip
FEW = 400


def flat(**values):
    """A case without any width."""
    return {name: Estimate(*[Fraction(str(value))] * 3) for name, value in values.items()}


# A shop of 20,000 visitors, 4% of whom buy for 250.00 before discounts of 12%.
BY_HAND = flat(
    visitors=20_000, conversion="0.04", order_value=25_000, discounts="0.12", refund_rate="0.15", cost_of_goods="0.4",
    commission="0.05", payment_fee="0.006", freight=850, gifts=120, traffic=1_500_000, people=400_000, leftover=250_000,
    lost_before=600_000, lost_after=900_000, ordinary_margin="0.3",
)  # fmt: skip
# 800 orders; goods 200,000.00; discounts 24,000.00; revenue 176,000.00; refunds 26,400.00; left 149,600.00;
# goods kept 170,000.00 x 0.4; commission 149,600.00 x 5%; fee 176,000.00 x 0.6%; freight 800 x 8.50; gifts 800 x 1.20.
PARTS_BY_HAND = {
    "goods": 20_000_000,
    "discounts": -2_400_000,
    "refunds": -2_640_000,
    "cost_of_goods": -6_800_000,
    "commission": -748_000,
    "payment_fee": -105_600,
    "freight": -680_000,
    "gifts": -96_000,
    "traffic": -1_500_000,
    "people": -400_000,
    "leftover": -250_000,
    "lost_before": -180_000,
    "lost_after": -270_000,
}
PROFIT_BY_HAND = 3_930_400


def test_the_likely_case_by_hand_to_the_cent():
    odds, _found = answer(BY_HAND, target_minor=17_600_000, count=FEW)
    assert odds.parts == PARTS_BY_HAND
    assert odds.likely == PROFIT_BY_HAND
    assert odds.likely_revenue == 17_600_000


def test_without_any_width_every_draw_is_the_likely_case():
    odds, found = answer(BY_HAND, target_minor=17_600_000, count=FEW)
    assert set(np.rint(found.profit).astype(int).tolist()) == {PROFIT_BY_HAND}
    assert set(odds.profit) == {PROFIT_BY_HAND}
    assert (odds.p_profit, odds.p_target, odds.hurts) == (1.0, 1.0, None)
    assert answer(BY_HAND, target_minor=17_600_001, count=FEW)[0].p_target == 0.0


def test_a_sure_loss_says_which_round_amount_it_exceeds():
    odds, _found = answer(BY_HAND | flat(people=40_000_000), target_minor=1, count=FEW)
    assert odds.likely == PROFIT_BY_HAND - 39_600_000
    assert odds.p_profit == 0.0
    assert odds.hurts == (20_000_000, 1.0)


def test_an_unknown_input_is_named_and_counts_as_nothing():
    known = {name: estimate for name, estimate in BY_HAND.items() if name not in {"people", "gifts"}}
    odds, _found = answer(known, target_minor=1, count=FEW)
    assert odds.unknown == ("gifts", "people")
    assert odds.likely == PROFIT_BY_HAND + 400_000 + 96_000


def test_break_even_by_hand():
    """Orders leave 65,304.00 for the fixed 26,000.00; prices bring 141,064.00, what does not move with them 101,760.00."""
    found = break_even(BY_HAND)
    assert found.lift == Fraction(2_600_000, 6_530_400)
    assert found.visitors == 7963
    assert found.revenue_minor == 7_007_228
    assert found.price == Fraction(14_106_400 - 3_930_400, 14_106_400)
    assert found.order_value_minor == 15_870
    at_lift = BY_HAND | {"visitors": Estimate(*[20_000 * found.lift] * 3)}
    assert sum(likely_parts(at_lift).values()) == 0


def test_goods_that_cost_more_than_they_bring_never_break_even():
    found = break_even(BY_HAND | flat(cost_of_goods="0.95"))
    assert (found.lift, found.visitors, found.revenue_minor) == (None, None, None)
    assert found.price > 1
    assert break_even({}).price is None


def estimates(unit):
    most = 1 if unit == Unit.SHARE else 10**6
    figure = st.fractions(0, most, max_denominator=1000)
    return st.lists(figure, min_size=3, max_size=3).map(lambda three: Estimate(*sorted(three)))


cases = st.fixed_dictionaries({name: estimates(unit) for name, unit in UNITS.items()})


@settings(max_examples=30)
@given(case=cases)
def test_whole_parts_add_up_to_the_rounded_profit(case):
    exact = likely_parts(case)
    parts = whole_parts(exact)
    whole = sum(exact.values())
    assert abs(sum(parts.values()) - whole) <= Fraction(1, 2)
    assert all(abs(parts[name] - exact[name]) < 1 for name in parts)


@settings(max_examples=30)
@given(case=cases)
def test_floats_and_fractions_are_the_same_model(case):
    likely = {name: case[name].likely for name in NAMES}
    exact = profit_parts(likely)
    floats = profit_parts({name: np.array([float(value)]) for name, value in likely.items()})
    scale = max(1.0, *(abs(float(value)) for value in exact.values()))
    for name, value in exact.items():
        assert floats[name][0] == pytest.approx(float(value), rel=1e-12, abs=1e-12 * scale)


@settings(max_examples=30)
@given(case=cases, name=st.sampled_from(COSTS), way=st.sampled_from(["all", "factor", "low", "high"]), by=st.fractions(0, 1))
def test_more_cost_never_raises_the_chance_of_a_profit(case, name, way, by):
    """In every single draw of the same seed, so in every percentile too; a dear estimate is dearer as a whole or at one end."""
    case = case | flat(refund_rate="0.15", commission="0.05", payment_fee="0.01") if name == "discounts" else case
    dearer = case | {name: raised(case[name], way, by, Fraction(1) if UNITS[name] == Unit.SHARE else Fraction(10**5))}
    before, after = (outcomes(each, count=FEW).profit for each in (case, dearer))
    slack = 1e-9 * (1 + np.abs(before))
    assert np.all(after <= before + slack)
    assert np.mean(after > slack) <= np.mean(before > 0)


def raised(estimate, way, by, unit):
    low, likely, high = estimate.low, estimate.likely, estimate.high
    if way == "all":
        by = min(by * unit, unit - high) if unit == 1 else by * unit
        return Estimate(low + by, likely + by, high + by)
    if way == "factor":
        factor = min(1 + by, 1 / high) if unit == 1 and high else 1 + by
        return Estimate(low * factor, likely * factor, high * factor)
    if way == "low":
        return Estimate(low + by * (likely - low), likely, high)
    return Estimate(low, likely, high + by * (unit - high if unit == 1 else unit))


@settings(max_examples=30)
@given(case=cases)
def test_percentiles_rise_and_the_chances_are_shares(case):
    odds, found = answer(case, target_minor=1000, count=FEW)
    assert list(odds.profit) == sorted(odds.profit)
    assert odds.profit_at(10) <= odds.profit_at(50) <= odds.profit_at(90)
    assert 0 <= odds.p_profit <= 1
    assert odds.p_profit == np.mean(found.profit > 0)
    if odds.hurts:
        loss, chance = odds.hurts
        assert odds.profit_at(10) <= -loss
        assert chance >= 0.08


@settings(max_examples=30)
@given(case=cases, by=st.integers(2, 50))
def test_a_shop_so_many_times_as_big_earns_so_many_times_as_much(case, by):
    fixed = ("visitors", "traffic", "people", "leftover", "lost_before", "lost_after")
    bigger = case | {name: Estimate(case[name].low * by, case[name].likely * by, case[name].high * by) for name in fixed}
    small, big = outcomes(case, count=FEW).profit, outcomes(bigger, count=FEW).profit
    assert np.allclose(big, small * by, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize(
    ("figures", "code", "field"),
    [
        ((None, 1, 2), "odds_figures_missing", "people-low"),
        ((-1, 1, 2), "odds_below_zero", "people-low"),
        ((2, 1, 3), "odds_not_in_order", "people-low"),
        ((1, 3, 2), "odds_not_in_order", "people-high"),
        ((1, 3, 10**15 + 1), "odds_too_high", "people-high"),
    ],
)
def test_what_cannot_stand(figures, code, field):
    problems = problems_of("people", *(None if figure is None else Fraction(figure) for figure in figures))
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]


def test_a_share_above_all_and_nothing_at_all():
    assert problems_of("conversion", Fraction(0), Fraction(1, 2), Fraction(101, 100))[0].code == "odds_share_above_all"
    assert problems_of("conversion", None, None, None) == []

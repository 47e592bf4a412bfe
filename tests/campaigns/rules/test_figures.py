"""Any three of the four figures give the fourth."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.rules.figures import NAMES, half_up, resolve
from campaigns.rules.problems import PlanError

FULL = {"revenue_minor": 6_200_000_000, "visitors": 5_390_367, "conversion": Decimal("0.0540"), "order_value_minor": 21_300}
ARGUMENT = dict(zip(NAMES, FULL, strict=True))


@pytest.mark.parametrize("left_out", NAMES)
def test_each_of_the_four_comes_back(left_out):
    found = resolve(**{**FULL, ARGUMENT[left_out]: None})
    assert found.derived == left_out
    assert abs(found.revenue_minor - FULL["revenue_minor"]) <= 21_300
    assert abs(found.visitors - FULL["visitors"]) <= 1
    assert abs(found.conversion - FULL["conversion"]) < Decimal("0.000001")
    assert found.order_value_minor == FULL["order_value_minor"]


@given(st.integers(1, 10**7), st.integers(1, 10**6), st.integers(1, 10_000))
def test_revenue_is_the_exact_product_rounded_once(visitors, value, conversion):
    share = Decimal(conversion) / 10_000
    assume(visitors * value <= 10**15 and visitors * conversion * value >= 10_000)
    found = resolve(revenue_minor=None, visitors=visitors, conversion=share, order_value_minor=value)
    assert found.revenue_minor == half_up(Fraction(visitors * conversion * value, 10_000))
    assert found.paid_orders <= visitors


def test_four_that_agree_within_their_own_rounding():
    found = resolve(revenue_minor=6_200_000_000, visitors=5_400_000, conversion=Decimal("0.0539"), order_value_minor=21_300)
    assert found.derived == ""
    assert found.conversion == Decimal("0.0539")


def test_four_that_contradict_say_by_how_much():
    with pytest.raises(PlanError) as refused:
        resolve(revenue_minor=6_200_000_000, visitors=5_280_000, conversion=Decimal("0.0540"), order_value_minor=21_300)
    (problem,) = refused.value.problems
    assert problem.code == "figures_contradict"
    assert problem.values == {"reached": 6_073_056_000, "wanted": 6_200_000_000, "difference": -126_944_000}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"visitors": None, "conversion": None}, "figures_missing"),
        ({"visitors": 0}, "figure_too_low"),
        ({"revenue_minor": -5}, "figure_too_low"),
        ({"revenue_minor": 10**16}, "figure_too_high"),
        ({"conversion": Decimal("1.2")}, "conversion_not_a_share"),
        ({"visitors": 10, "conversion": None}, "conversion_not_a_share"),
    ],
)
def test_what_is_refused(change, code):
    with pytest.raises(PlanError) as refused:
        resolve(**{**FULL, **change})
    assert {problem.code for problem in refused.value.problems} == {code}


def test_half_up():
    assert [half_up(Fraction(n, 2)) for n in (1, 3, -1, -3, 4)] == [1, 2, 0, -1, 2]

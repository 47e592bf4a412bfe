"""The outlook of a sale, its phases and days: order, ends that are over, the weight of what was sold before."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.rules.ledger import Facts, Ledger, Plan
from live.rules.outlook import EarlierSale, outlook_of

LENGTH = 144
PHASES = [(0, 36), (36, 96), (96, 144)]


def ledger(*, cut: int, sold: int = 100, planned: int = 100, length: int = LENGTH) -> Ledger:
    nothing = [0] * length
    revenue = [sold] * cut + [0] * (length - cut)
    return Ledger(
        Plan([planned] * length, nothing, nothing, nothing),
        Facts(cut, revenue, nothing, nothing),
        [(start, start + 6) for start in range(0, length, 6)],
    )


def told(*, cut: int, sold: int = 100, planned: int = 100, earlier: tuple[EarlierSale, ...] = ()) -> dict:
    return outlook_of(ledger(cut=cut, sold=sold, planned=planned), phases=PHASES, days=[], earlier=earlier)


@settings(max_examples=40)
@given(st.integers(0, LENGTH), st.integers(0, 400), st.booleans())
def test_every_end_is_in_order_and_never_below_what_is_sold(cut, sold, with_earlier):
    earlier = (EarlierSale([50] * LENGTH, 5000),) if with_earlier else ()
    found = told(cut=cut, sold=sold, earlier=earlier)
    for end in [found["sale"], *found["phases"]]:
        assert end["low_minor"] <= end["middle_minor"] <= end["high_minor"]
        assert 0 <= end["odds"] <= 1
    assert found["sale"]["low_minor"] >= cut * sold


def test_what_is_over_is_what_was_sold():
    found = told(cut=LENGTH, sold=90)
    assert found["sale"]["low_minor"] == found["sale"]["high_minor"] == 90 * LENGTH
    assert (found["sale"]["odds"], found["sale"]["is_over"]) == (0.0, True)
    assert told(cut=40, sold=120)["phases"][0] == {
        "low_minor": 36 * 120, "middle_minor": 36 * 120, "high_minor": 36 * 120,
        "target_minor": 3600, "odds": 1.0, "is_over": True,
    }  # fmt: skip


def test_a_sale_on_plan_is_as_likely_as_not_to_reach_it():
    assert told(cut=72)["sale"]["odds"] == pytest.approx(0.5, abs=0.05)


def test_a_sale_half_of_its_plan_is_unlikely_to_reach_it_and_the_later_phases_know():
    found = told(cut=72, sold=50)
    assert found["sale"]["odds"] < 0.15
    assert found["phases"][2]["middle_minor"] < 0.75 * found["phases"][2]["target_minor"]


def test_an_earlier_sale_that_sold_early_says_that_little_is_still_to_come():
    front = list(accumulate([1] * LENGTH))[::-1]
    without, beside = told(cut=36, sold=150), told(cut=36, sold=150, earlier=(EarlierSale(front, 0),))
    assert beside["sale"]["middle_minor"] < without["sale"]["middle_minor"]
    assert beside["basis"]["sales"] == 1


def test_before_the_first_half_hour_the_plan_stands_alone():
    found = told(cut=2, sold=1000)
    assert found["basis"]["is_early"] is True
    assert found["sale"]["middle_minor"] == pytest.approx(100 * LENGTH, rel=0.05)


def test_without_a_target_the_last_sale_speaks_and_without_both_nobody():
    assert told(cut=30, planned=0) == {}
    found = told(cut=30, planned=0, earlier=(EarlierSale([100] * LENGTH, 0),))
    assert found["basis"]["kind"] == "last"
    assert found["sale"]["odds"] is None
    assert found["phases"] == []

"""The shape inside a phase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules import curve


def test_an_earlier_sale_of_the_same_length_keeps_its_smoothed_shape():
    found = curve.from_sale([100, 100, 100, 100], 4)
    assert found.weights.tolist() == [400, 400, 400, 400]
    assert found.fallback == ""


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=300), st.integers(1, 400))
def test_any_earlier_sale_covers_any_length(past, length):
    found = curve.from_sale(past, length)
    assert len(found.weights) == length
    assert (found.weights >= 0).all()
    assert (found.fallback == "no_data") == (not any(past))


def test_a_longer_sale_stretches_what_remains_after_three_hours():
    found = curve.from_sale([600] * 18 + [100] * 126, 18 + 252)
    head, tail = found.weights[:17], found.weights[19:]
    assert head.min() == head.max()
    assert tail.min() == pytest.approx(head.max() / 12, rel=0.01)
    whole = found.weights.sum()
    assert found.weights[:18].sum() / whole == pytest.approx(18 * 600 / (18 * 600 + 126 * 100), rel=0.02)


def test_no_sales_at_all_falls_back_to_flat_and_says_so():
    for past in ([], [0, 0]):
        found = curve.from_sale(past, 3)
        assert (found.weights.tolist(), found.fallback) == ([1, 1, 1], "no_data")


def test_weekdays_leave_out_weeks_without_data():
    assert curve.from_weekdays([None, [1, 2], [3, 0]]).weights.tolist() == [4, 2]
    found = curve.from_weekdays([[0, 0], None])
    assert (found.weights.tolist(), found.fallback) == ([1, 1], "no_weekdays")


def test_hours_by_hand():
    assert curve.by_hand([3, 0], [6, 6]).weights.tolist() == [30] * 6 + [0] * 6
    assert curve.by_hand([1], [6, 6]).weights.tolist() == [10] * 6 + [0] * 6
    assert curve.by_hand([0, 0], [6, 6]).fallback == "no_hours"

"""Largest remainder on arrays keeps the law of common.money."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.split import split
from common.splitting import split_minor


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_parts_add_up_and_equal_the_plain_law(total, weights):
    parts = split(total, weights)
    assert int(parts.sum()) == total
    assert parts.tolist() == split_minor(total, weights)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_no_part_is_a_whole_unit_from_its_exact_share(total, weights):
    parts = split(total, weights)
    whole = sum(weights) or len(weights)
    for part, weight in zip(parts.tolist(), weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(part * whole - total * weight) < whole


def test_splitting_its_own_sum_changes_nothing():
    leaves = np.array([5, 0, 7, 123])
    assert split(135, leaves).tolist() == leaves.tolist()


def test_nothing_to_split_over():
    assert split(0, []).tolist() == []
    with pytest.raises(ValueError, match="nothing to split"):
        split(1, [])
    with pytest.raises(ValueError, match="below zero"):
        split(-1, [1])

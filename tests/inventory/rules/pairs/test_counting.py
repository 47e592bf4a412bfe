"""Counting pairs: equal to walking every pair of every basket, whatever the baskets are, and in bounded memory."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.pairs import counting
from inventory.rules.pairs.counting import count_pairs

LINES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=120)


def plainly(lines, *, min_count, most):
    """Count as a person would: every basket, every pair of it."""
    baskets = {}
    for basket, product in lines:
        baskets.setdefault(basket, set()).add(product)
    kept = [goods for goods in baskets.values() if 2 <= len(goods) <= most]
    pairs = Counter(pair for goods in kept for pair in combinations(sorted(goods), 2))
    singles = Counter(product for goods in kept for product in goods)
    found = {pair: count for pair, count in pairs.items() if count >= min_count}
    return found, singles, len(kept), sum(len(goods) > most for goods in baskets.values())


def columns(lines):
    table = np.array(lines, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@given(lines=LINES, min_count=st.integers(1, 4), most=st.integers(2, 10), at_once=st.sampled_from([1, 7, 8_000_000]))
def test_it_equals_a_plain_count_in_blocks_of_any_size(lines, min_count, most, at_once):
    before = counting._AT_ONCE
    counting._AT_ONCE = at_once
    try:
        counted = count_pairs(*columns(lines), products=10, min_count=min_count, most=most)
    finally:
        counting._AT_ONCE = before
    found, singles, baskets, left_out = plainly(lines, min_count=min_count, most=most)
    told = dict(zip(zip(counted.first.tolist(), counted.second.tolist(), strict=True), counted.count.tolist(), strict=True))
    assert told == found
    assert counted.count.size == len(found), "each pair once"
    assert counted.singles.tolist() == [singles[product] for product in range(10)]
    assert (counted.baskets, counted.left_out) == (baskets, left_out)


@given(lines=LINES, order=st.randoms(use_true_random=False))
def test_the_order_of_the_lines_and_their_doubles_do_not_matter(lines, order):
    shuffled = lines + lines[:10]
    order.shuffle(shuffled)
    one, other = (count_pairs(*columns(each), products=10) for each in (lines, shuffled))
    assert sorted(zip(one.first, one.second, one.count, strict=True)) == sorted(
        zip(other.first, other.second, other.count, strict=True)
    )


def test_nothing_gives_nothing():
    empty = np.zeros(0, dtype=np.int64)
    counted = count_pairs(empty, empty, products=0)
    assert (counted.baskets, counted.count.size, counted.singles.size) == (0, 0, 0)


def test_a_basket_of_a_reseller_is_left_out_and_said():
    goods = np.arange(500)
    counted = count_pairs(np.zeros(500, dtype=np.int64), goods, products=500)
    assert (counted.left_out, counted.baskets, counted.count.size) == (1, 0, 0)


@pytest.mark.parametrize("min_count", [1, 3])
def test_a_pair_seen_less_often_is_not_told(min_count):
    counted = count_pairs(*columns([(0, 0), (0, 1), (1, 0), (1, 1)]), products=2, min_count=min_count)
    assert counted.count.size == (min_count <= 2)

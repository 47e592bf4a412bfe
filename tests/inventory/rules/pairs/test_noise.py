"""Pairs against noise: chance alone shows hardly anything, a planted pair is found, and the measures obey their laws."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from inventory.rules.pairs import best_rows, beyond_chance, count_pairs, measure
from inventory.rules.pairs.measures import least_share


def found_in(basket, product, products, min_count=5):
    counts = count_pairs(basket, product, products=products, min_count=min_count)
    often = int((counts.singles >= min_count).sum())
    passes = beyond_chance(counts.count, counts.expected, possible=often * (often - 1) // 2)
    return counts, passes


def chance_baskets(seed, baskets=4_000, products=120):
    dice = np.random.default_rng(seed)
    held = dice.random((baskets, products)) < dice.uniform(0.01, 0.08, products)
    basket, product = np.nonzero(held)
    return basket.astype(np.int64), product.astype(np.int64)


def test_independent_goods_show_next_to_nothing():
    shown = tried = 0
    for seed in range(12):
        counts, passes = found_in(*chance_baskets(seed), 120)
        shown += int(passes.sum())
        tried += counts.count.size
    assert tried > 50_000
    assert shown <= 3, "one in a hundred of the shown, and there is nothing to show"


def test_baskets_of_very_different_sizes_do_not_make_pairs():
    """Few large baskets hold most pairs; dealt out at random they tell nothing, though the usual lift says two to four."""
    dice = np.random.default_rng(5)
    sizes = np.maximum(2, (dice.pareto(1.1, 6_000) * 3).astype(np.int64).clip(0, 150))
    basket = np.repeat(np.arange(sizes.size), sizes)
    product = np.minimum((dice.pareto(0.9, basket.size) * 12).astype(np.int64), 399)
    counts, passes = found_in(basket, product, 400)
    told = measure(counts)
    assert (told.lift[counts.count > 30] > 2).mean() > 0.9
    assert counts.count.size > 10_000
    assert passes.sum() <= 10


def test_a_planted_pair_is_found_among_noise():
    basket, product = chance_baskets(1)
    more = np.unique(basket[product == 3])[:60]
    counts, passes = found_in(np.r_[basket, more], np.r_[product, np.full(more.size, 99)], 120)
    shown = set(zip(counts.first[passes].tolist(), counts.second[passes].tolist(), strict=True))
    assert (3, 99) in shown
    assert len(shown) <= 3


@settings(max_examples=60)
@given(
    baskets=st.integers(50, 5_000),
    shares=st.tuples(st.floats(0.02, 0.5), st.floats(0.02, 0.5)),
    beyond=st.floats(1.0, 6.0),
)
def test_the_test_never_passes_what_the_exact_one_would_not(baskets, shares, beyond):
    first, second = (max(1, round(baskets * share)) for share in shares)
    expected = first * second / baskets
    count = min(first, second, max(1, round(expected * beyond)))
    if count < expected + 1:
        return
    passes = beyond_chance(np.array([count]), np.array([expected]), possible=1)
    exact = hypergeom.sf(count - 1, baskets, first, second)
    assert not passes[0] or exact <= 0.01


@given(hits=st.integers(0, 500), more=st.integers(0, 500))
def test_the_least_share_lies_below_the_share_and_rises_with_the_evidence(hits, more):
    tries = hits + more
    if not tries:
        return
    few, many = (least_share(np.array([float(hits * n)]), np.array([float(tries * n)]))[0] for n in (1, 10))
    assert 0 <= few <= hits / tries + 1e-12
    assert few <= many + 1e-12


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), min_size=4, max_size=150))
def test_the_measures_obey_their_laws(lines):
    table = np.array(lines, dtype=np.int64)
    counts = count_pairs(table[:, 0], table[:, 1], products=9)
    told = measure(counts)
    assert (counts.count <= np.minimum(counts.singles[counts.first], counts.singles[counts.second])).all()
    for share in (told.support, told.confidence, told.back):
        assert ((share > 0) & (share <= 1)).all()
    assert np.allclose(told.lift, told.confidence * counts.baskets / counts.singles[counts.second])
    assert (told.times_low <= told.times + 1e-9).all()
    assert np.allclose(told.extra, counts.count - counts.expected)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(7, 12), st.floats(0, 100)), max_size=40, unique_by=lambda row: row[:2]),
    st.integers(0, 5),
    st.integers(0, 4),
)
def test_kept_are_the_best_and_the_best_of_each_product(rows, overall, each):
    first, second = (np.array([row[side] for row in rows], dtype=np.int64) for side in (0, 1))
    extra = np.array([row[2] for row in rows], dtype=np.float64)
    kept = best_rows(first, second, extra, overall=overall, each=each, most=1_000).tolist()
    order = sorted(range(len(rows)), key=lambda place: -extra[place])
    wanted = set(order[:overall])
    for column in (first, second):
        for product in set(column.tolist()):
            wanted |= set([place for place in order if column[place] == product][:each])
    assert set(kept) == wanted
    assert [extra[place] for place in kept] == sorted((extra[place] for place in kept), reverse=True)

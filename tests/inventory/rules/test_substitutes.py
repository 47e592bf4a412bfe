"""Who can stand in: laws of the ranking, what never fits, and the gaps in which buyers turned elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.substitutes import Candidate, Evidence, gaps, likeness, ranked, turned_to

GOOD = Evidence(
    same_category=True, price_gap=0.0, title=0.5, buyers=20, lift=3.0, together=0, after=None, available=200, daily=10.0
)  # fmt: skip
MAYBE = st.none() | st.booleans()
EVIDENCE = st.builds(
    Evidence,
    same_category=MAYBE,
    price_gap=st.none() | st.floats(-0.9, 3),
    title=st.floats(0, 1),
    buyers=st.integers(0, 500),
    lift=st.none() | st.floats(0, 50),
    together=st.integers(0, 500),
    after=st.none() | st.floats(0, 20),
    available=st.none() | st.integers(0, 500),
    daily=st.none() | st.floats(0, 100),
)
START = datetime(2026, 11, 11, tzinfo=UTC)


def score(evidence):
    found = ranked([Candidate("A", evidence)])
    return found[0].score if found else None


@given(st.lists(EVIDENCE, max_size=15))
def test_scores_lie_between_nothing_and_one_and_fall(evidence):
    found = ranked([Candidate(f"S{number}", one) for number, one in enumerate(evidence)], most=10)
    scores = [one.score for one in found]
    assert all(0 <= one <= 1 for one in scores)
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= 10
    for one in found:
        assert one.evidence.same_category is not False
        assert one.evidence.available != 0
        assert one.evidence.price_gap is None or abs(one.evidence.price_gap) <= 0.25


@pytest.mark.parametrize(
    "change",
    [
        {"same_category": False},
        {"available": 0},
        {"price_gap": 0.3},
        {"price_gap": -0.3},
        {"same_category": None, "title": 0.1, "buyers": 0},
    ],
    ids=["another category", "gone", "dearer", "cheaper", "nothing speaks for it"],
)
def test_what_never_fits(change):
    assert score(GOOD) is not None
    assert score(replace(GOOD, **change)) is None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"price_gap": 0.0}, {"price_gap": 0.2}),
        ({"title": 0.9}, {"title": 0.1}),
        ({"lift": 4.0}, {"lift": 2.0}),
        ({"together": 0}, {"together": 15}),
        ({"available": 100}, {"available": 5}),
        ({"buyers": 0, "after": 2.0}, {"buyers": 0, "after": 1.1}),
        ({"available": 100}, {"available": None}),
        ({"price_gap": 0.0}, {"price_gap": None}),
        ({"same_category": True}, {"same_category": None}),
    ],
)
def test_each_thing_counts_the_right_way(better, worse):
    assert score(replace(GOOD, **better)) > score(replace(GOOD, **worse))


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_both_ways(first, second):
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) in {0.0, 1.0}


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([], []),
        ([(0, 5), (9, 3)], []),
        ([(0, 0), (4, 0), (9, 3)], [(0, 9)]),
        ([(0, 0), (9, -2)], [(0, 24)]),
        ([(0, 0)], [(0, 24)]),
        ([(0, 0), (0.5, 9)], []),
        ([(hour, hour % 4) for hour in range(0, 24, 2)], [(12, 14), (16, 18), (20, 22)]),
    ],
)
def test_gaps_last_until_the_next_count_above_nothing(counts, found):
    told = gaps([(START + timedelta(hours=hour), units) for hour, units in counts], until=START + timedelta(hours=24))
    assert [((start - START) / timedelta(hours=1), (end - START) / timedelta(hours=1)) for start, end in told] == found


def test_a_long_gap_counts_for_three_days():
    [(start, end)] = gaps([(START, 0)], until=START + timedelta(days=30))
    assert end - start == timedelta(days=3)


@given(st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 90)), st.integers(1, 9))
def test_a_busier_shop_is_no_turn(before, times):
    during = {sku: units * times for sku, units in before.items()}
    assert all(abs(value - 1) < 1e-9 for value in turned_to(during, before).values())

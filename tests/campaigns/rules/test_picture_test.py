"""The winner is named only when the numbers allow it, however often somebody looks."""

import doctest
from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules import picture_test
from campaigns.rules.picture_test import ERROR, Arm, judge, leader_of, log_evidence, needed_evidence, wilson

ARMS = st.tuples(st.integers(0, 200_000), st.floats(0, 1)).map(lambda pair: Arm(pair[0], int(pair[0] * pair[1])))
LOOKS, EACH = 60, 400


def test_the_worked_examples_hold():
    result = doctest.testmod(picture_test)
    assert result.attempted
    assert result.failed == 0


def looked_at(rates, seed, *, name):
    """Show pictures side by side, look after every 400 impressions of each, and return the first picture `name` names."""
    rng = np.random.default_rng(seed)
    hits = rng.binomial(EACH, rates, size=(LOOKS, len(rates))).cumsum(axis=0)
    for look in range(LOOKS):
        found = name([Arm(EACH * (look + 1), int(count)) for count in hits[look]])
        if found is not None:
            return found
    return None


def by_the_rule(arms):
    leader, beaten = leader_of(arms)
    return leader if len(beaten) == len(arms) - 1 else None


def by_the_usual_test(arms):
    """Name the best when a z-test of 5% against the second says so: what everybody does, at every look."""
    first, second = sorted(range(len(arms)), key=lambda n: -arms[n].hits)[:2]
    pooled = (arms[first].hits + arms[second].hits) / (2 * arms[first].shown)
    spread = sqrt(max(pooled * (1 - pooled), 1e-12) * 2 / arms[first].shown)
    return first if (arms[first].rate - arms[second].rate) / spread > 1.96 else None


@pytest.mark.parametrize("pictures", [2, 10])
def test_among_equal_pictures_a_winner_is_named_in_five_of_a_hundred_tests_at_most(pictures):
    """400 tests of equal pictures, looked at 60 times each."""
    wrong = sum(looked_at([0.05] * pictures, seed, name=by_the_rule) is not None for seed in range(400))
    assert wrong / 400 <= ERROR


def test_the_simulation_convicts_a_rule_that_does_not_keep_its_word():
    """The test everybody makes at every look names a false winner several times as often as it says."""
    wrong = sum(looked_at([0.05, 0.05], seed, name=by_the_usual_test) is not None for seed in range(200))
    assert wrong / 200 > 3 * ERROR


@pytest.mark.parametrize("rates", [[0.05, 0.052], [0.03] * 9 + [0.031], [0.08, 0.08, 0.02]])
def test_a_picture_that_is_not_the_best_alone_is_hardly_ever_named(rates):
    best = [n for n, rate in enumerate(rates) if rate == max(rates)]
    named = [looked_at(rates, seed, name=by_the_rule) for seed in range(150)]
    wrong = sum(found is not None and (found not in best or len(best) > 1) for found in named)
    assert wrong / 150 <= ERROR


def test_a_clear_winner_among_ten_is_found():
    rates = [0.05] * 9 + [0.08]
    found = [looked_at(rates, seed, name=by_the_rule) for seed in range(40)]
    assert found.count(9) >= 38
    assert set(found) <= {9, None}


def test_the_evidence_is_a_martingale_at_the_true_rates():
    """Before anything was seen the mixture of every outcome of 40 showings adds up to one: no outcome is counted twice."""
    from math import comb

    total = sum(comb(40, hits) * exp(picture_test._log_mixture(Arm(40, hits))) for hits in range(41))
    assert total == pytest.approx(1)


@given(ARMS, ARMS)
def test_evidence_speaks_for_one_side_at_most(a, b):
    forth, back = log_evidence(a, b), log_evidence(b, a)
    assert min(forth, back) <= 1e-9
    if a.rate <= b.rate:
        assert forth <= 1e-9


@given(st.lists(ARMS, max_size=10))
def test_a_winner_leads_and_has_beaten_everybody(arms):
    verdict = judge(arms)
    if verdict.leader is None:
        assert not any(arm.shown for arm in arms)
        return
    assert arms[verdict.leader].rate == max(arm.rate for arm in arms if arm.shown)
    if verdict.winner is not None:
        assert verdict.winner == verdict.leader
        assert len(verdict.beaten) == len(arms) - 1 > 0
        assert verdict.missing == 0
        assert all(log_evidence(arms[verdict.winner], arms[n]) >= needed_evidence(len(arms)) for n in verdict.beaten)


def test_what_is_said_to_be_missing_would_decide():
    arms = [Arm(3_000, 150), Arm(3_000, 210), Arm(3_000, 170)]
    missing = judge(arms).missing
    assert missing
    more = [Arm(arm.shown + missing, arm.hits + round(missing * arm.rate)) for arm in arms]
    assert judge(more).winner == 1
    half = [Arm(arm.shown + missing // 3, arm.hits + round(missing // 3 * arm.rate)) for arm in arms]
    assert judge(half).winner is None


def test_equal_rates_need_no_number_and_one_picture_alone_wins_nothing():
    assert judge([Arm(1000, 50), Arm(1000, 50)]).missing is None
    assert judge([Arm(1000, 50)]).winner is None
    assert judge([]).leader is None
    assert judge([Arm(0, 0), Arm(0, 0)]).leader is None
    assert judge([Arm(50_000, 5_000), Arm(0, 0)]).winner is None, "a picture nobody saw is not beaten"


@given(st.integers(0, 10_000).flatmap(lambda shown: st.tuples(st.just(shown), st.integers(0, shown))))
def test_the_interval_holds_the_rate_and_stays_a_share(pair):
    shown, hits = pair
    low, high = wilson(hits, shown)
    assert 0 <= low <= high <= 1
    if shown:
        assert low <= hits / shown + 1e-12
        assert high >= hits / shown - 1e-12


def test_the_interval_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(11)
    inside = [low <= 0.05 <= high for low, high in (wilson(int(hits), 2_000) for hits in rng.binomial(2_000, 0.05, 4_000))]
    assert 0.935 <= sum(inside) / len(inside) <= 0.965

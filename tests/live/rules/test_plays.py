"""The playbook's arithmetic: intervals hold, priors sharpen, what cannot be told is not claimed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.rules.plays.effect import BETWEEN_USES, NEVER_USED, Prior, Seen, effect_of, level_of, prior_of
from live.rules.plays.trigger import Reading, Trigger, is_open

PLAN = [100_000] * 18


def _draw(rng, effect, *, doubt=0.06, noise=0.08):
    """Return what was seen when a card was taken, and the sales since, with an effect as a logarithm."""
    truth = np.exp(rng.normal(0, doubt))
    hours = np.repeat(np.exp(rng.normal(0, noise, 3)), 6)
    return Seen(0, PLAN, 1.0, doubt, noise), [round(100_000 * truth * each * np.exp(effect)) for each in hours]


def test_the_interval_holds_the_truth_four_of_five_times():
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(1000):
        effect = rng.normal(0, NEVER_USED)
        seen, sold = _draw(rng, effect)
        told = effect_of(seen, sold=sold, prior=Prior())
        inside += told.low <= np.exp(effect) - 1 <= told.high
    assert 770 <= inside <= 830, "80% is what it says"


def test_a_card_that_does_nothing_is_seldom_said_to_do_something():
    rng = np.random.default_rng(6)
    drawn = [_draw(rng, 0.0) for _ in range(600)]
    told = [effect_of(seen, sold=sold, prior=Prior()).can_tell for seen, sold in drawn]
    assert sum(told) <= 0.2 * len(told)


def test_a_large_effect_is_told_closer_with_every_use():
    rng = np.random.default_rng(7)
    errors = np.zeros(8)
    for _ in range(60):
        uses = []
        for turn in range(8):
            seen, sold = _draw(rng, 0.2)
            told = effect_of(seen, sold=sold, prior=prior_of(uses))
            errors[turn] += abs(told.share - (np.exp(0.2) - 1)) / 60
            uses.append((told.raw, told.error))
    assert errors[6:].mean() < 0.8 * errors[0]
    assert prior_of(uses).mean == pytest.approx(0.2, abs=0.1)
    assert prior_of(uses).deviation < NEVER_USED


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0.01, 1)), max_size=6))
def test_a_prior_never_knows_more_than_its_uses(uses):
    prior = prior_of(uses)
    assert BETWEEN_USES <= prior.deviation <= np.hypot(NEVER_USED, BETWEEN_USES)
    bound = max((abs(raw) for raw, _error in uses), default=0.0)
    assert abs(prior.mean) <= bound


def test_two_views_that_differ_widen_the_doubt():
    agree = level_of(outlook=(70.0, 80.0, 90.0), planned_left=100.0, recent=(100.0, 80.0))
    differ = level_of(outlook=(70.0, 80.0, 90.0), planned_left=100.0, recent=(100.0, 40.0))
    assert differ[1] > agree[1] + 0.2
    assert level_of(outlook=None, planned_left=0.0, recent=None)[0] == 1.0


@settings(max_examples=40)
@given(st.sampled_from(["below", "above"]), st.integers(1, 4), st.lists(st.integers(1, 200), max_size=6))
def test_a_card_opens_only_when_every_hour_holds(side, hours, values):
    trigger = Trigger("revenue", side, percent=100, hours=hours)
    holds = [value < 100 if side == "below" else value > 100 for value in values]
    opened = is_open(trigger, readings=[Reading(100, value) for value in values], cause="none", is_clear=False)
    assert opened == (len(values) >= hours and all(holds[-hours:]))


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        (Trigger("revenue", "above", percent=105), False),
        (Trigger("paid_orders", "above", percent=105), False),
        (Trigger("inquiries", "above", percent=105), True),
        (Trigger("revenue", "above", value=100), True),
        (Trigger("revenue", "below", percent=140), True),
    ],
)
def test_one_good_hour_of_a_sale_that_is_behind_is_not_ahead(trigger, expected):
    readings = [Reading(100, 130)]
    assert is_open(trigger, readings=readings, cause="none", is_clear=True, is_short=True) is expected
    assert is_open(trigger, readings=readings, cause="none", is_clear=True)


def test_nothing_opens_on_what_is_not_known():
    assert not is_open(Trigger("spend", "above", value=1), readings=[Reading(None, None)], cause="none", is_clear=True)
    assert not is_open(Trigger("revenue", "below", percent=97), readings=[Reading(0, 5)], cause="none", is_clear=True)
    unclear = Trigger("revenue", "below", percent=97, cause="traffic")
    assert not is_open(unclear, readings=[Reading(100, 5)], cause="traffic", is_clear=False)

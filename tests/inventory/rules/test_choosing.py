"""How demand is learnt is chosen on earlier months than those it is judged on."""

from dataclasses import replace

import numpy as np

from inventory.rules.buffers.backtest import USED
from inventory.rules.buffers.choosing import TRIED, trials

METHODS = (USED, replace(USED, half_life=1e9))
SPLIT = {"choose_from": 110, "judge_from": 150, "methods": METHODS}


def test_the_choice_sees_no_day_of_the_months_it_is_judged_on():
    chance = np.random.default_rng(3)
    units = chance.poisson(chance.lognormal(-0.5, 1.0, 150)[:, None], (150, 190)).astype(float)
    prices = np.full(150, 1_000.0)
    later = units.copy()
    later[:, 150:] *= 5
    before, after = (trials(some, prices, **SPLIT) for some in (units, later))
    assert [(one.method, one.chosen_on) for one in before] == [(one.method, one.chosen_on) for one in after]
    assert [one.judged_on for one in before] != [one.judged_on for one in after]
    assert before[0].chosen_on <= before[1].chosen_on


def test_products_that_fade_are_forecast_by_what_they_sold_lately():
    chance = np.random.default_rng(4)
    fading = np.exp(-np.arange(190) / 60) * chance.lognormal(1.5, 0.5, 150)[:, None]
    found = trials(chance.poisson(fading).astype(float), np.full(150, 1_000.0), **SPLIT)
    assert found[0].method == USED
    assert found[0].judged_on < found[1].judged_on


def test_the_method_that_is_used_is_among_those_tried():
    assert TRIED[0] == USED
    assert len(set(TRIED)) == len(TRIED) == 9

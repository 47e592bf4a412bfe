"""The worked examples of the rules hold."""

import doctest

import pytest

from campaigns.rules import curve, differences, figures, phases, shape, split, stages, target_tree
from campaigns.rules.odds import breakeven, calibration, chances, draws, histogram, inputs, model

ODDS = [breakeven, calibration, chances, draws, histogram, inputs, model]


@pytest.mark.parametrize("module", [curve, differences, figures, phases, shape, split, stages, target_tree, *ODDS])
def test_the_worked_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0

"""The worked examples of the rules hold."""

import doctest

import pytest

from campaigns.rules import curve, differences, figures, phases, shape, split, stages, target_tree


@pytest.mark.parametrize("module", [curve, differences, figures, phases, shape, split, stages, target_tree])
def test_the_worked_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0

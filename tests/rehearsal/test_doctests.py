"""The worked examples of the rules and of the walls hold."""

import doctest

import pytest

from rehearsal import forms
from rehearsal.rules import faults, score, signs, troubles
from rehearsal.stage import walls


@pytest.mark.parametrize("module", [faults, score, signs, troubles, walls, forms], ids=lambda module: module.__name__)
def test_the_worked_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0

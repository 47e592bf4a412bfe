"""The worked examples of the effect, the comparison and the calibration are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["effect.spans", "effect.placebo", "effect.answer", "compare", "calibration"])
def test_worked_examples(name):
    results = doctest.testmod(import_module(f"review.rules.{name}"))
    assert results.attempted > 0
    assert results.failed == 0

"""The worked examples of pricing and audit hold."""

import doctest
import importlib
import pkgutil

import pytest

from campaigns.rules import audit, pricing

MODULES = [
    f"{package.__name__}.{module.name}" for package in (audit, pricing) for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_hold(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    assert result.attempted > 0

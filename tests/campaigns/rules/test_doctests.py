"""The worked examples of the rules hold, every one of them."""

import doctest
import importlib
import pkgutil

import pytest

from campaigns import rules

MODULES = sorted(found.name for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."))


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_most_rules_have_a_worked_example():
    with_examples = [name for name in MODULES if doctest.testmod(importlib.import_module(name)).attempted]
    assert len(with_examples) >= 0.6 * len(MODULES)

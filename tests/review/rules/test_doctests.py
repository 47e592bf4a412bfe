"""The worked examples of the rules hold, every one of them."""

import doctest
import importlib
import pkgutil

import pytest

from review import rules

MODULES = sorted(found.name for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."))


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0

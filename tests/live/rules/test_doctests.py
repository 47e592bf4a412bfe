"""The worked examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest

ALERTS = ["alerts.machine", "alerts.pacing", "alerts.quiet", "alerts.fitting", "alerts.signing", "alerts.answers"]


@pytest.mark.parametrize("name", ["split", "pace", "age", "sentence", "traffic", "service.replan", "service.waiting", *ALERTS])
def test_worked_examples(name):
    results = doctest.testmod(import_module(f"live.rules.{name}"))
    assert results.attempted > 0
    assert results.failed == 0

"""The worked examples of pricing and audit hold."""

import doctest
import importlib
import pkgutil

import pytest

from campaigns.rules import audit, pricing

MODULES = [
    f"{package.__name__}.{module.name}" for package in (audit, pricing) for module in pkgutil.iter_modules(package.__path__)
]
TOLD_BY_OTHERS = {  # inner workings; the worked examples stand where they are used
    "campaigns.rules.audit.bounds",
    "campaigns.rules.audit.fillers",
    "campaigns.rules.audit.idle",
    "campaigns.rules.audit.probes",
    "campaigns.rules.audit.repairs",
    "campaigns.rules.audit.trap_repairs",
    "campaigns.rules.audit.traps",
    "campaigns.rules.audit.worst",
    "campaigns.rules.pricing.baskets",
    "campaigns.rules.pricing.choosing",
    "campaigns.rules.pricing.conditions",
    "campaigns.rules.pricing.explaining",
    "campaigns.rules.pricing.missing",
    "campaigns.rules.pricing.sets",
    "campaigns.rules.pricing.state",
}


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_hold(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    assert bool(result.attempted) is (name not in TOLD_BY_OTHERS)

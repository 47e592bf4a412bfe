import doctest

import pytest

import accounts.roles
import accounts.trail
import common.charts
import common.moments
import common.money
import common.windows


@pytest.mark.parametrize("module", [common.money, common.windows, common.moments, common.charts, accounts.roles, accounts.trail])
def test_the_worked_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0

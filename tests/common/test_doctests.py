import doctest

import pytest
from django.utils.translation import override

import accounts.roles
import accounts.trail
import accounts.trail_words
import common.charts
import common.moments
import common.money
import common.windows

COMMON = (common.money, common.windows, common.moments, common.charts)


@pytest.mark.parametrize("module", [*COMMON, accounts.roles, accounts.trail, accounts.trail_words])
def test_the_worked_examples_hold(module):
    with override("en"):
        result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0

"""The worked examples in the docstrings hold."""

import doctest

import pytest

import metrics.shape
import metrics.summing
import orders.agreeing
import orders.rules.blocks
import orders.rules.fold
import orders.rules.homes
import orders.rules.provenance
import orders.touched


@pytest.mark.parametrize(
    "module",
    [
        orders.rules.blocks,
        orders.rules.fold,
        orders.rules.homes,
        orders.rules.provenance,
        orders.agreeing,
        orders.touched,
        metrics.shape,
        metrics.summing,
    ],
    ids=lambda each: each.__name__,
)
def test_examples(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0

"""The worked examples in the docstrings hold."""

import doctest

import pytest

import metrics.exports
import metrics.shape
import orders.rules.fold
import orders.rules.provenance
import orders.touched


@pytest.mark.parametrize(
    "module",
    [orders.rules.fold, orders.rules.provenance, orders.touched, metrics.shape, metrics.exports],
    ids=lambda each: each.__name__,
)
def test_examples(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0

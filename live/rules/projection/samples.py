"""Weighted samples as distributions: quantiles and shares that stay honest when there are few."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from live.rules.projection.days import Floats

# The mid-points of the ten tenths of a standard normal distribution.
DECILES = np.array([-1.64485, -1.03643, -0.67449, -0.38532, -0.12566, 0.12566, 0.38532, 0.67449, 1.03643, 1.64485])


@dataclass(frozen=True)
class Sample:
    """Values in rising order, and how much of the distribution lies below each: conformal positions, never quite 0 or 1."""

    values: Floats
    below: Floats


def conformal(values: Floats, weights: Floats, *, size: float) -> Sample:
    """Return the sample of weighted values that count as `size` observations.

    Position of a value: (c x size + 0.5) / (size + 1), c the weight below it and half its own. With few observations even the
    outermost values are no sure bounds.

    >>> conformal(np.array([3.0, 1.0]), np.array([1.0, 1.0]), size=2).below.round(3).tolist()
    [0.333, 0.667]
    """
    order = np.argsort(values, kind="stable")
    sorted_weights = weights[order]
    middle = (np.cumsum(sorted_weights) - sorted_weights / 2) / sorted_weights.sum()
    return Sample(values[order], (middle * size + 0.5) / (size + 1))


def quantiles_of(sample: Sample, at: Sequence[float]) -> Floats:
    """Return the values below which so much of the distribution lies; beyond the outermost values those."""
    return np.interp(at, sample.below, sample.values)


def share_below(sample: Sample, value: float) -> float:
    """Return how much of the distribution lies below a value, 0 to 1, beyond the outermost values half of what is left there.

    >>> sample = conformal(np.array([1.0, 2.0]), np.array([1.0, 1.0]), size=2)
    >>> [round(share_below(sample, value), 3) for value in (0, 1, 1.5, 2, 3)]
    [0.167, 0.333, 0.5, 0.667, 0.833]
    """
    first, last = float(sample.below[0]), float(sample.below[-1])
    return float(np.interp(value, sample.values, sample.below, left=first / 2, right=(1 + last) / 2))

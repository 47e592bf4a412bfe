"""How fast each SKU goes, and how sure that is: what was taken lately against a curve, beside what was expected before.

A rate is pieces for one unit of the curve's weight, so that a SKU sells at one rate over a day whose hours differ. Buyers come
by chance and take several pieces at once: the variance of what is taken is `clump` times its mean. Divided by it, takings are as
good as a Poisson count, and a Gamma law of the rate stays one when counts are seen: shape = purchases seen, mean = pieces over
weight. Older slots count less, because a rate drifts; so there is always some doubt left.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

HALF_LIFE_SLOTS = 6.0
"""After so many slots of ten minutes a taking counts half."""
PLAN_PURCHASES = 2.0
"""The plan, or the usual sales, speak as loudly as so many purchases that were seen."""
MOST_EARLIER = 10.0
"""All that is known from before the last slots speaks at most as loudly as so many purchases."""
USUAL_CLUMP, CLUMP_SLOTS = 1.6, 12.0
"""The clump where nothing is known, and how many slots that belief is worth."""
LEAST_RATE = 1e-4


@dataclass(frozen=True)
class Rates:
    """The rate of each SKU as a Gamma law: `mean` pieces for one unit of weight, `shape` in purchases, and the clump."""

    mean: Numbers
    shape: Numbers
    clump: Numbers


def rates(
    *,
    taken: Numbers,
    weights: Numbers,
    expected: Numbers,
    earlier_taken: Numbers,
    earlier_weight: float,
) -> Rates:
    """Return the rate of each SKU (a row of `taken`, the pieces of each slot, oldest first, with the slots' `weights`).

    `expected`: pieces for one unit of weight by the plan or the usual sales, 0 where nothing was expected. `earlier_taken`:
    pieces of the same sale before these slots, over `earlier_weight` in all.

    Ten pieces in each of six slots of weight 1, where ten were expected, are ten a slot:

    >>> known = rates(taken=np.full((1, 6), 10.0), weights=np.ones(6), expected=np.array([10.0]),
    ...               earlier_taken=np.zeros(1), earlier_weight=0.0)
    >>> float(known.mean[0].round(6))
    10.0

    A product that nobody expected to sell is believed once it sells slot after slot:

    >>> new = rates(taken=np.full((1, 6), 5.0), weights=np.ones(6), expected=np.zeros(1), earlier_taken=np.zeros(1),
    ...             earlier_weight=0.0)
    >>> float(new.mean[0].round(1))
    4.5

    Nothing seen and nothing expected is a rate near nothing with next to no knowledge behind it:

    >>> none = rates(taken=np.zeros((1, 6)), weights=np.ones(6), expected=np.zeros(1), earlier_taken=np.zeros(1),
    ...              earlier_weight=0.0)
    >>> float(none.mean[0]) < 0.01, float(none.shape[0])
    (True, 2.0)
    """
    clump = clumps(taken=taken, weights=weights)
    fades = 0.5 ** (np.arange(len(weights))[::-1] / HALF_LIFE_SLOTS)
    before = np.maximum(expected, LEAST_RATE)
    shape = PLAN_PURCHASES + earlier_taken / clump
    weight = PLAN_PURCHASES / before + earlier_weight / clump
    loud = np.minimum(1.0, MOST_EARLIER / shape)
    shape, weight = shape * loud, weight * loud
    seen, over = (taken @ fades) / clump, (weights @ fades) / clump
    trust = _trust(shape, weight, seen, over)
    shape, weight = shape * trust + seen, weight * trust + over
    return Rates(shape / weight, shape, clump)


def _trust(shape: Numbers, weight: Numbers, seen: Numbers, over: Numbers) -> Numbers:
    """Return how far what was known before still counts: less, the more is sold than it can explain (a launch, a live stream)."""
    likely = shape / weight * over
    most = likely + 3.0 * np.sqrt(likely + likely**2 / shape) + 2.0
    surprise = seen / most
    left: Numbers = np.where(surprise > 1.0, np.minimum(1.0, over / (weight * np.maximum(surprise, 1.0))), 1.0)
    return left


def clumps(*, taken: Numbers, weights: Numbers) -> Numbers:
    """Return for each SKU how many times its mean the variance of a slot is, never below 1; a belief of its own beside the data.

    >>> clumps(taken=np.array([[0.0, 12.0, 0.0, 12.0] * 3, [6.0] * 12]), weights=np.ones(12)).round(1).tolist()
    [4.0, 1.0]
    """
    total = weights.sum()
    if taken.shape[1] == 0 or total <= 0:
        return np.full(len(taken), USUAL_CLUMP)
    mean = np.outer(taken.sum(axis=1) / total, weights)
    is_seen = mean > 0.2
    off = np.where(is_seen, (taken - mean) ** 2 / np.where(is_seen, mean, 1.0), 0.0)
    told = np.maximum(is_seen.sum(axis=1) - 1, 0)
    found = (CLUMP_SLOTS * USUAL_CLUMP + off.sum(axis=1)) / (CLUMP_SLOTS + told)
    clump: Numbers = np.maximum(1.0, found)
    return clump

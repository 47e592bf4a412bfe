"""Many sales that could happen: correlated standard normal scores, drawn once for a seed, and each input read off them.

An input at score z lies at likely + (high - likely) z / 1.2816 above its middle and at likely + (likely - low) z / 1.2816
below it: a normal bell of two widths about the likely value, which is both the middle and the peak. So low, likely and high are
P10, P50 and P90 exactly; equal figures are a constant; and raising the estimate as a whole, or its low or its high alone, never
lowers the input in any draw.
"""

from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.odds.inputs import LARGEST, NAMES, UNITS, Case, Estimate, Unit, complete
from campaigns.rules.odds.model import Column

DRAWS = 10_000
SEED = 1111
Z90 = NormalDist().inv_cdf(0.9)

# What moves together. Nobody edits it but the code: the reasons stand beside it, the matrix is tested to be positive definite.
TOGETHER: dict[tuple[str, str], float] = {
    ("visitors", "conversion"): -0.30,  # a wider crowd is a colder one
    ("visitors", "traffic"): 0.40,  # more of them were paid for
    ("visitors", "people"): 0.30,  # a bigger crowd keeps more people longer
    ("visitors", "leftover"): -0.30,  # what is not sold is left
    ("visitors", "lost_after"): 0.20,  # a bigger sale takes more from the days after
    ("conversion", "order_value"): -0.20,  # big baskets convert worse
    ("conversion", "discounts"): 0.30,  # deeper discounts convert better
    ("conversion", "leftover"): -0.30,
    ("conversion", "lost_after"): 0.20,
    ("order_value", "discounts"): 0.20,  # steps of spend-and-save pull baskets up
    ("discounts", "refund_rate"): 0.30,  # goods bought to reach a step go back
    ("discounts", "lost_after"): 0.20,  # deep discounts bring purchases forward
    ("refund_rate", "lost_after"): 0.20,
    ("lost_before", "lost_after"): 0.20,
}


def correlation() -> Column:
    """Return the correlations of the scores as a square matrix in the order of `NAMES`."""
    matrix = np.eye(len(NAMES))
    for (first, second), value in TOGETHER.items():
        row, column = NAMES.index(first), NAMES.index(second)
        matrix[row, column] = matrix[column, row] = value
    return matrix


@lru_cache(maxsize=4)
def scores(seed: int = SEED, count: int = DRAWS) -> Column:
    """Return correlated standard normal scores, a row for each input of `NAMES`, a column for each draw; not to be written to.

    A Latin hypercube: each input's scores are the middles of `count` equally likely steps, in an order of its own, turned by
    the Cholesky factor of the correlations. The same seed gives the same scores.
    """
    bell = NormalDist()
    steps = np.array([bell.inv_cdf((step + 0.5) / count) for step in range(count)])
    free = np.random.default_rng(seed).permuted(np.tile(steps, (len(NAMES), 1)), axis=1)
    turned: Column = np.linalg.cholesky(correlation()) @ free
    turned.flags.writeable = False
    return turned


def drawn(case: Case, *, seed: int = SEED, count: int = DRAWS) -> dict[str, Column]:
    """Return each input in every draw, within its bounds: nothing below zero, no share above all."""
    found = scores(seed, count)
    return {name: at_scores(estimate, UNITS[name], found[row]) for row, (name, estimate) in enumerate(complete(case).items())}


def at_scores(estimate: Estimate, unit: Unit, z: NDArray[np.float64]) -> Column:
    """Return an input at standard normal scores.

    >>> from fractions import Fraction
    >>> estimate = Estimate(Fraction(80), Fraction(100), Fraction(130))
    >>> at_scores(estimate, Unit.COUNT, np.array([-Z90, 0.0, Z90])).round(6).tolist()
    [80.0, 100.0, 130.0]
    """
    low, likely, high = float(estimate.low), float(estimate.likely), float(estimate.high)
    width = np.where(z < 0, likely - low, high - likely)
    most = 1.0 if unit == Unit.SHARE else float(LARGEST)
    return np.clip(likely + width * (z / Z90), 0.0, most)

"""Tell pairs from noise: of ten thousand products fifty million pairs are possible, and chance alone makes some look good.

A pair passes when chance would so rarely put the two into so many baskets that among all pairs shown at most one in a hundred is
expected to be noise (Benjamini and Hochberg 1995). Under chance each basket holds both or not, with odds of its own: the upper
tail of such a sum lies below that of the Poisson number with the same mean (Hodges and Le Cam 1960), so the test errs to silence.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

from inventory.rules.pairs.counting import Ints
from inventory.rules.pairs.expected import Floats

FALSE_SHARE = 0.01


def beyond_chance(count: Ints, expected: Floats, *, possible: int, false_share: float = FALSE_SHARE) -> NDArray[np.bool_]:
    """Return which pairs are more than chance.

    `count`: baskets with both (from 1), `expected`: what chance gives. `possible`: how many pairs there could have been, at least
    as many; those not named count as tried and failed. A pair seen no more often than expected never passes.

    Both in 8 baskets where chance gives 2: remarkable for one pair, not among 100,000.

    >>> seen = np.array([8]), np.array([2.0])
    >>> [beyond_chance(*seen, possible=number).tolist() for number in (1, 100_000)]
    [[True], [False]]
    """
    if not count.size:
        return np.zeros(0, dtype=np.bool_)
    odds = np.where(count > expected, scipy.special.gammainc(count, expected), 1.0)
    order = np.argsort(odds, kind="stable")
    bounds = false_share * np.arange(1, odds.size + 1) / max(possible, odds.size)
    under = np.flatnonzero(odds[order] <= bounds)
    passes = np.zeros(odds.size, dtype=np.bool_)
    if under.size:
        passes[order[: under[-1] + 1]] = True
    return passes

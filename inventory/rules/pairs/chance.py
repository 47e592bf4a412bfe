"""Tell pairs from noise: of ten thousand products fifty million pairs are possible, and chance alone makes some look good.

A pair passes when chance would so rarely put the two into so many baskets that among all pairs shown at most one in a hundred is
expected to be noise (Benjamini and Hochberg 1995). The chance of `count` or more is that of a Poisson number with the expected
count; its upper tail lies above that of the exact hypergeometric one (Anderson and Samuels 1967), so the test errs to silence.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from inventory.rules.pairs.counting import Ints
from inventory.rules.pairs.measures import Floats

FALSE_SHARE = 0.01


def beyond_chance(count: Ints, expected: Floats, *, possible: int, false_share: float = FALSE_SHARE) -> NDArray[np.bool_]:
    """Return which pairs are more than chance.

    `count`, `expected`: baskets seen and expected of the pairs that were counted; `possible`: how many pairs there could have
    been, at least as many; those not named count as tried and failed. A pair seen less often than expected never passes.

    8 baskets where chance gives 2 are remarkable for one pair, and nothing among 100,000.

    >>> seen, chance = np.array([8]), np.array([2.0])
    >>> beyond_chance(seen, chance, possible=1).tolist(), beyond_chance(seen, chance, possible=100_000).tolist()
    ([True], [False])
    """
    if not count.size:
        return np.zeros(0, dtype=np.bool_)
    odds = np.where(count > expected, gammainc(np.maximum(count, 1), expected), 1.0)
    order = np.argsort(odds, kind="stable")
    bounds = false_share * np.arange(1, odds.size + 1) / max(possible, odds.size)
    under = np.flatnonzero(odds[order] <= bounds)
    passes = np.zeros(odds.size, dtype=np.bool_)
    if under.size:
        passes[order[: under[-1] + 1]] = True
    return passes

"""Tell pairs from noise: of ten thousand products fifty million pairs are possible, and chance alone makes some look good.

A pair passes when chance would so rarely put the two into so many baskets that among all pairs shown at most one in a hundred is
expected to be noise (Benjamini and Hochberg 1995). Under chance each basket of the rarer product holds the other with the other's
share: a binomial number, whose upper tail lies above that of the exact hypergeometric one (Hoeffding 1963, Uhlmann 1966), so the
test errs to silence.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from inventory.rules.pairs.counting import Ints

FALSE_SHARE = 0.01


def beyond_chance(
    count: Ints, first: Ints, second: Ints, *, baskets: int, possible: int, false_share: float = FALSE_SHARE
) -> NDArray[np.bool_]:
    """Return which pairs are more than chance.

    `count`: baskets with both (from 1), `first` and `second` those with each, out of `baskets`. `possible`: how many pairs there
    could have been, at least as many; those not named count as tried and failed. A pair seen no more often than expected never
    passes.

    Both in 8 of 100 baskets, one in 20, the other in 10, where chance gives 2: remarkable for one pair, not among 100,000.

    >>> seen = np.array([8]), np.array([20]), np.array([10])
    >>> [beyond_chance(*seen, baskets=100, possible=number).tolist() for number in (1, 100_000)]
    [[True], [False]]
    """
    if not count.size:
        return np.zeros(0, dtype=np.bool_)
    rarer, other = np.minimum(first, second), np.maximum(first, second)
    share = other / baskets
    odds = np.where(count > rarer * share, betainc(count, rarer - count + 1.0, share), 1.0)
    order = np.argsort(odds, kind="stable")
    bounds = false_share * np.arange(1, odds.size + 1) / max(possible, odds.size)
    under = np.flatnonzero(odds[order] <= bounds)
    passes = np.zeros(odds.size, dtype=np.bool_)
    if under.size:
        passes[order[: under[-1] + 1]] = True
    return passes

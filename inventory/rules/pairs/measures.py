"""What a pair is worth knowing for: support, confidence both ways, lift and the least it is likely to be.

Lift is Brin, Motwani, Ullman and Tsur's interest (1997), the extra baskets are Piatetsky-Shapiro's leverage (1991) times the
baskets. The least likely lift takes Wilson's score interval (1927) of the share of the rarer product's baskets that hold the
other, so that a lift of 40 out of two baskets does not stand above a lift of 4 out of a thousand.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventory.rules.pairs.counting import PairCounts

Floats = NDArray[np.float64]
Z = 1.959964
"""95 of 100 such intervals hold the true share."""


@dataclass(frozen=True)
class Measures:
    """One entry a pair, in the order of the counts.

    `support`: share of the baskets that hold both. `confidence`: share of the baskets of the first that hold the second too,
    `back`: of the second that hold the first. `lift`: how many times as often as chance would put them together, `lift_low`
    the least that is likely. `expected`: baskets chance would give. `extra`: baskets beyond those.
    """

    support: Floats
    confidence: Floats
    back: Floats
    lift: Floats
    lift_low: Floats
    expected: Floats
    extra: Floats


def measure(counts: PairCounts) -> Measures:
    """Return the measures of all pairs counted; empty for none.

    100 baskets, a skirt in 20 of them, a top in 10, both in 8: chance gives 2, so 6 more than chance and a lift of 4.

    >>> one = np.array([0]), np.array([1]), np.array([8])
    >>> told = measure(PairCounts(100, 0, np.array([20, 10]), *one))
    >>> [round(float(each[0]), 2) for each in (told.support, told.confidence, told.back, told.lift, told.lift_low, told.extra)]
    [0.08, 0.4, 0.8, 4.0, 2.45, 6.0]
    """
    of_first = counts.singles[counts.first].astype(np.float64)
    of_second = counts.singles[counts.second].astype(np.float64)
    together = counts.count.astype(np.float64)
    baskets = float(max(1, counts.baskets))
    expected = of_first * of_second / baskets
    rarer, other = np.minimum(of_first, of_second), np.maximum(of_first, of_second)
    return Measures(
        support=together / baskets,
        confidence=together / of_first,
        back=together / of_second,
        lift=together / expected,
        lift_low=least_share(together, rarer) * baskets / other,
        expected=expected,
        extra=together - expected,
    )


def least_share(hits: Floats, tries: Floats, z: float = Z) -> Floats:
    """Return the lower end of Wilson's interval of a share seen as `hits` of `tries` (from 1).

    >>> least_share(np.array([0.0, 8.0, 10.0]), np.array([10.0, 10.0, 10.0])).round(3).tolist()
    [0.0, 0.49, 0.722]
    """
    share = hits / tries
    middle = share + z * z / (2 * tries)
    width = z * np.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    least: Floats = np.maximum(0.0, (middle - width) / (1 + z * z / tries))
    return least

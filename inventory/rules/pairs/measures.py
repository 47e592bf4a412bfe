"""What a pair is worth knowing for: support, confidence both ways, lift, and how many times as often as chance.

Lift is the usual one (Brin, Motwani, Ullman and Tsur 1997): it takes baskets for alike. `times` divides by what chance gives in
baskets of their sizes, and the baskets beyond chance are the difference (Piatetsky-Shapiro's leverage of 1991, in baskets). The
least likely value takes Wilson's score interval (1927) of the share of the rarer product's baskets that hold the other, so that
40 times out of two baskets does not stand above 4 times out of a thousand.
"""

from dataclasses import dataclass

import numpy as np

from inventory.rules.pairs.counting import PairCounts
from inventory.rules.pairs.expected import Floats

Z = 1.959964
"""95 of 100 such intervals hold the true share."""


@dataclass(frozen=True)
class Measures:
    """One entry a pair, in the order of the counts.

    `support`: share of the baskets that hold both. `confidence`: share of the baskets of the first that hold the second too,
    `back`: of the second that hold the first. `lift`: confidence over the share of all baskets that hold the second. `times`: how
    many times as often as chance puts them together, `times_low` the least that is likely. `extra`: baskets beyond chance.
    """

    support: Floats
    confidence: Floats
    back: Floats
    lift: Floats
    times: Floats
    times_low: Floats
    extra: Floats


def measure(counts: PairCounts) -> Measures:
    """Return the measures of all pairs counted; empty for none.

    100 baskets, a skirt in 20 of them, a top in 10, both in 8, where chance gives 2: 6 more than chance, four times as often.

    >>> one = np.array([0]), np.array([1]), np.array([8]), np.array([2.0])
    >>> told = measure(PairCounts(100, 0, np.array([20, 10]), *one))
    >>> [round(float(each[0]), 2) for each in (told.support, told.confidence, told.back, told.lift, told.times_low, told.extra)]
    [0.08, 0.4, 0.8, 4.0, 2.45, 6.0]
    """
    of_first = counts.singles[counts.first].astype(np.float64)
    of_second = counts.singles[counts.second].astype(np.float64)
    together = counts.count.astype(np.float64)
    baskets = float(max(1, counts.baskets))
    rarer = np.minimum(of_first, of_second)
    return Measures(
        support=together / baskets,
        confidence=together / of_first,
        back=together / of_second,
        lift=together * baskets / (of_first * of_second),
        times=together / counts.expected,
        times_low=least_share(together, rarer) * rarer / counts.expected,
        extra=together - counts.expected,
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

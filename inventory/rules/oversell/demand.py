"""What one shop is asked for between two imports, as a distribution, and its tail in closed form."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy

from inventory.rules.runout.rate import Numbers


@dataclass(frozen=True)
class Channel:
    """One shop that lists the pieces: what it will be asked for, and how much its page shows (`listed`, None: not known).

    Buyers take several pieces at once and the rate is not known for sure, so `variance` is at least `expected`.
    """

    expected: float
    variance: float
    listed: int | None = None


def tail(*, expected: float, variance: float, pieces: int) -> float:
    """Return the chance that more than `pieces` are asked for: Poisson where the variance is the mean, else negative binomial.

    >>> round(tail(expected=4.0, variance=4.0, pieces=6), 4)
    0.1107
    >>> round(tail(expected=4.0, variance=12.0, pieces=6), 4)
    0.1951
    >>> tail(expected=4.0, variance=4.0, pieces=-1), tail(expected=0.0, variance=0.0, pieces=0)
    (1.0, 0.0)
    """
    return float(tails(expected=np.array([expected]), variance=np.array([variance]), pieces=np.array([pieces]))[0])


def tails(*, expected: Numbers, variance: Numbers, pieces: Numbers) -> Numbers:
    """Return `tail` of many at once.

    >>> tails(expected=np.array([4.0, 4.0]), variance=np.array([4.0, 12.0]), pieces=np.array([6, 6])).round(4).tolist()
    [0.1107, 0.1951]
    """
    is_asked = expected > 0
    mean = np.where(is_asked, expected, 1.0)
    spread = np.where(is_asked, variance - mean, 0.0)
    is_wide = spread > 1e-6 * mean
    wide = np.where(is_wide, spread, 1.0)
    whole = np.maximum(np.floor(pieces), 0.0)
    # The tails of `scipy.stats`, which takes seconds to load.
    chance = np.where(
        is_wide, scipy.special.betainc(whole + 1, mean**2 / wide, wide / (mean + wide)), scipy.special.pdtrc(whole, mean)
    )
    found: Numbers = np.where(pieces < 0, 1.0, np.where(is_asked, chance, 0.0))
    return found


def most_asked(channels: Sequence[Channel]) -> float:
    """Return a number of pieces beyond which all shops together are asked less than once in a thousand times: it saves work.

    >>> most_asked([Channel(4.0, 4.0)])
    25.0
    """
    expected = sum(channel.expected for channel in channels)
    variance = sum(channel.variance for channel in channels)
    # Few buyers who take many pieces each have a long tail: it falls by the size of what one of them takes.
    clump = max(1.0, variance / expected) if expected > 0 else 1.0
    return expected + 8.0 * sqrt(variance) + 5.0 * clump

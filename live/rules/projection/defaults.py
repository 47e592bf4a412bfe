"""A generic online day, for a shop of which nothing is known yet (hand-rounded; a grocer's day differs)."""

import numpy as np

from live.rules.projection.days import Floats

_HOURS = (0, 3, 6, 9, 12, 15, 18, 21, 24)
_SHARES = (0.0, 0.04, 0.05, 0.14, 0.30, 0.46, 0.63, 0.81, 1.0)


def generic_share(slots: int) -> Floats:
    """Return the share of a generic online day sold by the end of each of its slots.

    >>> generic_share(24)[[2, 11, 23]].tolist()
    [0.04, 0.3, 1.0]
    """
    hours = np.arange(1, slots + 1) * 24 / slots
    return np.interp(hours, _HOURS, _SHARES)

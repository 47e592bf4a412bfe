"""Where a figure stands among its like."""

from collections.abc import Sequence
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]


def places(figures: Sequence[float] | Floats) -> Floats:
    """Return for each figure which per cent of the others lie below it, equal ones counting half; NaN (unknown) stays NaN.

    The lowest of many different figures is near 0, the highest near 100; a figure alone, or equal to all others, is 50.

    >>> places([5, 1, 9, float("nan")]).tolist()[:3], places([4, 4]).tolist(), places([7]).tolist()
    ([50.0, 0.0, 100.0], [50.0, 50.0], [50.0])
    """
    told = np.asarray(figures, dtype=float)
    known = ~np.isnan(told)
    found = np.full(len(told), np.nan)
    values = np.sort(told[known])
    if len(values) == 1:
        found[known] = 50.0
    elif len(values):
        below = np.searchsorted(values, told[known], side="left")
        equal = np.searchsorted(values, told[known], side="right") - below
        found[known] = 100 * (below + (equal - 1) / 2) / (len(values) - 1)
    return found

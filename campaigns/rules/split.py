"""Whole numbers split by largest remainder: the parts add up to the total, always.

The same law as `common.splitting.split_minor` (ties: lowest index first; all weights zero: evenly), written on arrays because
the target tree has up to 50,000 leaves and answers a click.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Leaves = NDArray[np.int64]
_INT64 = 2**63
_LONGEST_WHOLE = 55  # bits: a step of the long division then takes at least six bits of the total


def split(total: int, weights: Sequence[int] | Leaves) -> Leaves:
    """Split a whole number of at least 0 in proportion to whole weights of at least 0; the parts add up to it exactly.

    All weights zero: evenly. No weights: an empty array when the total is 0, otherwise ValueError.

    >>> split(100, [1, 1, 1]).tolist()
    [34, 33, 33]
    >>> split(5, [0, 0]).tolist()
    [3, 2]
    """
    heavy = np.asarray(weights, dtype=np.int64)
    if total < 0:
        raise ValueError("A target below zero cannot be split.")
    if heavy.size == 0:
        if total:
            raise ValueError("There is nothing to split the target over.")
        return heavy
    if not heavy.any():
        heavy = np.ones_like(heavy)
    whole = int(heavy.sum())
    if total * int(heavy.max()) < _INT64:
        parts, rests = np.divmod(heavy * np.int64(total), np.int64(whole))
    elif whole.bit_length() <= _LONGEST_WHOLE and total < _INT64:
        parts, rests = _long_division(heavy, total, whole)
    else:
        pairs = [divmod(weight * total, whole) for weight in heavy.tolist()]
        parts = np.array([part for part, _rest in pairs], dtype=np.int64)
        rests = np.array([rest for _part, rest in pairs], dtype=np.int64)
    left = total - int(parts.sum())
    if left:
        _hand_out(parts, rests, left)
    return parts


def _hand_out(parts: Leaves, rests: Leaves, left: int) -> None:
    """Add 1 to the `left` parts with the largest remainders, of equal ones to the first; without sorting them all.

    >>> parts = np.array([1, 1, 1, 1])
    >>> _hand_out(parts, np.array([5, 7, 5, 2]), 2)
    >>> parts.tolist()
    [2, 2, 1, 1]
    """
    place = rests.size - left
    edge = np.partition(rests, place)[place]  # the smallest remainder that still gets one
    above = rests > edge
    parts += above
    parts[np.flatnonzero(rests == edge)[: left - int(above.sum())]] += 1


def _long_division(heavy: Leaves, total: int, whole: int) -> tuple[Leaves, Leaves]:
    """Divide weight x total by the whole where the product needs more than 64 bits: as by hand, some bits of the total a time.

    >>> [part.tolist() for part in _long_division(np.array([3, 4]), 10**18, 7)]
    [[428571428571428571, 571428571428571428], [3, 4]]
    """
    step = 61 - whole.bit_length()
    parts, rests = np.zeros_like(heavy), np.zeros_like(heavy)
    for place in reversed(range(0, total.bit_length(), step)):
        digit = total >> place & ((1 << step) - 1)
        more, rests = np.divmod((rests << step) + heavy * np.int64(digit), np.int64(whole))
        parts = (parts << step) + more
    return parts, rests

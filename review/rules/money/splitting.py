"""Many amounts split over the rows of their groups at once, by largest remainder (the law of `common.splitting`)."""

from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]


def split_groups(totals: Ints, weights: Ints, group: Ints) -> Ints:
    """Split `totals[g]` over the rows of group g by their weights, so that the parts add up to it exactly.

    `group`: of each row, ascending or not; `weights` below zero count as nothing; a group without any weight is split evenly.
    Equal remainders go to the earlier row. A total times a weight must stay below 9e18.

    >>> split_groups(np.array([100, -5]), np.array([1, 1, 1, 0, 0]), np.array([0, 0, 0, 1, 1])).tolist()
    [34, 33, 33, -3, -2]
    """
    count = len(totals)
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    weight = np.maximum(weights, 0).astype(np.int64)
    whole = _sums(weight, group, count)
    weight = np.where(whole[group] == 0, 1, weight)
    whole = _sums(weight, group, count)
    amount = np.abs(totals)
    raw = amount[group] * weight
    parts = raw // whole[group]
    remainder = raw % whole[group]
    left = amount - _sums(parts, group, count)
    if left.any():
        order = np.lexsort((-remainder, group))
        sorted_group = group[order]
        starts = np.searchsorted(sorted_group, np.arange(count))
        place = np.arange(len(group)) - starts[sorted_group]
        parts[order] += place < left[sorted_group]
    return np.asarray(np.where(totals[group] < 0, -parts, parts), dtype=np.int64)


def _sums(values: Ints, group: Ints, count: int) -> Ints:
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, group, values)
    return found


def sums(values: Ints, group: Ints, count: int) -> Ints:
    """Return the sum of the values of each group, exact."""
    return _sums(values, group, count)

"""An order's money given to its lines, exact to the last unit, for many orders at once."""

from typing import Any

import numpy as np

from common.splitting import split_minor

Numbers = np.ndarray[Any, np.dtype[np.int64]]
_SAFE = 2**62


def split_over_groups(totals: Numbers, weights: Numbers, group: Numbers) -> Numbers:
    """Split each group's total over its rows by weight, by largest remainder; minor units in and out.

    `group`: for each row the number of its group, ascending from 0 without gaps; `totals`: one per group; `weights`: one per row,
    zero or more. Equal remainders go to the earlier row, weights all zero split evenly, as by
    `common.splitting.split_minor`.

    >>> split_over_groups(np.array([100, 7]), np.array([1, 1, 1, 2, 1]), np.array([0, 0, 0, 1, 1])).tolist()
    [34, 33, 33, 5, 2]
    """
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    sums = np.bincount(group, weights=None, minlength=len(totals))
    starts = np.concatenate([[0], np.cumsum(sums)[:-1]]).astype(np.int64)
    whole = np.add.reduceat(weights, starts)
    weights = np.where(whole[group] == 0, 1, weights)
    whole = np.add.reduceat(weights, starts)
    if int(np.abs(totals).max()) * int(weights.max()) >= _SAFE:
        return _one_by_one(totals, weights, starts)
    amounts = np.abs(totals)[group]
    parts, remainders = np.divmod(amounts * weights, whole[group])
    left = np.abs(totals) - np.add.reduceat(parts, starts)
    order = np.lexsort((np.arange(len(group)), -remainders, group))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - starts[group[order]]
    parts += rank < left[group]
    return np.where(totals[group] < 0, -parts, parts)


def _one_by_one(totals: Numbers, weights: Numbers, starts: Numbers) -> Numbers:
    pieces = np.split(weights, starts[1:])
    made = [split_minor(int(total), piece.tolist()) for total, piece in zip(totals, pieces, strict=True)]
    return np.array([part for parts in made for part in parts], dtype=np.int64)

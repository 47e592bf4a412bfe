"""The same key twice in one file: an identical row is a repeat, of different ones the later row of the file has the word."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.columns import one_array
from imports.prepare.cleaning import LINE
from imports.prepare.runs import sort_places


@dataclass(frozen=True)
class Settled:
    """Rows with different keys, sorted; how many were repeats of the winner and how many were older."""

    table: pa.Table
    unchanged: int
    older: int
    disputed: "np.ndarray[Any, np.dtype[np.int64]]"


def in_order(table: pa.Table, keys: list[str]) -> pa.Table:
    """Sort rows by their keys, rows of equal keys by their line in the file."""
    order = sort_places([one_array(table[name]) for name in [*keys, LINE]])
    if len(order) < 2 or not np.any(order[1:] < order[:-1]):
        return table.combine_chunks()
    return table.take(pa.array(order)).combine_chunks()


def group_starts(table: pa.Table, keys: list[str]) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Mark the first row of each group of equal keys in a sorted table."""
    new = np.ones(table.num_rows, dtype=bool)
    if table.num_rows > 1:
        same: Any = np.ones(table.num_rows - 1, dtype=bool)
        for name in keys:
            column = one_array(table[name])
            same &= np.asarray(
                pc.equal(column.slice(1), column.slice(0, len(column) - 1)).to_numpy(zero_copy_only=False), dtype=bool
            )
        new[1:] = ~same
    return new


def settle(table: pa.Table, keys: list[str], *, dispute: bool = False) -> Settled:
    """Keep one row of each key, the last of the file; `table` is sorted by `in_order`.

    With `dispute` rows that differ under one key are all left out and their lines told, because none may have the word.
    """
    nobody = np.zeros(0, dtype=np.int64)
    new = group_starts(table, keys)
    if new.all():
        return Settled(table, 0, 0, nobody)
    last = np.append(new[1:], True)
    group = np.cumsum(new) - 1
    winners = np.flatnonzero(last)
    losers = np.flatnonzero(~last)
    same = _equal_rows(table, losers, winners[group[losers]])
    if not dispute:
        return Settled(table.take(pa.array(winners)).combine_chunks(), int(same.sum()), int((~same).sum()), nobody)
    quarrel = np.isin(group, np.unique(group[losers[~same]]))
    keep = last & ~quarrel
    disputed = np.asarray(one_array(table[LINE]).to_numpy(), dtype=np.int64)[quarrel]
    repeats = int((~last & ~quarrel).sum())
    return Settled(table.filter(pa.array(keep)).combine_chunks(), repeats, 0, disputed)


def _equal_rows(table: pa.Table, left: Any, right: Any) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Tell for pairs of rows whether they say the same in every column but the line."""
    equal = np.ones(len(left), dtype=bool)
    for name in table.column_names:
        if name == LINE:
            continue
        column = one_array(table[name])
        one, other = column.take(pa.array(left)), column.take(pa.array(right))
        both_nothing = pc.and_(pc.is_null(one), pc.is_null(other))
        same = pc.or_(pc.fill_null(pc.equal(one, other), False), both_nothing)
        equal &= np.asarray(same.to_numpy(zero_copy_only=False), dtype=bool)
    return equal

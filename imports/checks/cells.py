"""Cells as text: what platforms and spreadsheets put around a value is taken off, words for nothing become nothing.

Every function looks at the bytes first and touches only the cells that need it: most columns need nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.formats.headers import fold
from imports.readers.leftout import cell_bytes

Rows = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b\u200e\u200f\u2060"
NULL_WORDS = frozenset(
    fold(word)
    for word in (
        "null", "none", "nan", "nat", "n/a", "-", "--", "---", "—", "——", "/", "无", "无退款申请", "暂无数据", "暂无",
        "0001-01-01 00:00:00", "0001-01-01t00:00:00", "0001-01-01", "0000-00-00 00:00:00", "0000-00-00",
        "1970-01-01 00:00:00", "1970-01-01 08:00:00",
    )
)  # fmt: skip

# Bytes with which an edge to be taken off can begin or end: blanks, quotes, = and ', the multi-byte blanks, a stray zero.
_FIRST = np.zeros(256, dtype=bool)
_FIRST[[*b" \t\r\n\v\f='\"\xc2\xe3\xe2\xef"]] = True
_LAST = np.zeros(256, dtype=bool)
_LAST[[*b" \t\r\n\v\f\"'\xa0\x80\xbf\x8b\x8e\x8f"]] = True


def lengths(column: pa.Array) -> Rows:
    """Give the length of each cell in bytes."""
    return np.diff(offsets(column)).astype(np.int64)


def offsets(column: pa.Array) -> "np.ndarray[Any, np.dtype[np.int32]]":
    """Give where each cell begins, from 0; one more for the end of the last."""
    raw = np.frombuffer(column.buffers()[1], dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    return np.asarray(raw - raw[0], dtype=np.int32)


def cells_with(column: pa.Array, wrong: Mask) -> Rows:
    """Give the places of the cells that hold one of these bytes; `wrong` is a table of 256 marks."""
    if len(column) == 0:
        return np.zeros(0, dtype=np.int64)
    hits = np.flatnonzero(wrong[cell_bytes(column)])
    if not len(hits):
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.searchsorted(offsets(column), hits, side="right") - 1).astype(np.int64)


def has_bytes(column: pa.Array, wrong: Mask) -> bool:
    """Tell whether any cell holds one of these bytes."""
    return bool(wrong[cell_bytes(column)].any())


def has_zero_bytes(column: pa.Array) -> bool:
    """Tell whether a zero byte stands anywhere in the column."""
    data = cell_bytes(column)
    return bool(len(data)) and int(data.min()) == 0


def strip(column: pa.Array) -> pa.Array:
    r"""Take off what stands around the values: blanks of every kind, `="..."`, a leading apostrophe, a TAB.

    >>> strip(pa.array(["\t6917", '="0012"', "'13800", " a b\u3000", "【x】", ""])).to_pylist()
    ['6917', '0012', '13800', 'a b', '【x】', '']
    """
    if len(column) == 0:
        return column
    data = cell_bytes(column)
    edges = offsets(column)
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    if not len(filled):
        return column
    rough = _FIRST[data[edges[filled]]] | _LAST[data[edges[filled + 1] - 1]]
    places = filled[rough]
    if not len(places):
        return column
    subset = column if len(places) == len(column) else column.take(pa.array(places))
    cleaned = _strip_slowly(subset)
    if cleaned.equals(subset):
        return column
    return cleaned if len(places) == len(column) else replace(column, places, cleaned)


def _strip_slowly(cells: pa.Array) -> pa.Array:
    cells = pc.utf8_trim(cells, BLANKS)
    cells = pc.replace_substring_regex(cells, r'(?s)^=?"(.*)"$', r"\1")
    cells = pc.replace_substring_regex(cells, r"(?s)^'(.*?)'?$", r"\1")
    return pc.utf8_trim(cells, BLANKS)


def replace(column: pa.Array, places: Rows, values: pa.Array) -> pa.Array:
    """Put values at these places, which ascend."""
    mask = np.zeros(len(column), dtype=bool)
    mask[places] = True
    return pc.replace_with_mask(column, pa.array(mask), values)


def nothing(column: pa.Array, words: Iterable[str] = ()) -> Mask:
    """Mark the cells that say nothing: empty ones, and those with a word for it; `words` are folded.

    >>> nothing(pa.array(["", "NULL", "a", "--", "无"])).tolist()
    [True, True, False, True, True]
    """
    known = NULL_WORDS | frozenset(words)
    sizes = lengths(column)
    empty = sizes == 0
    longest = max(len(word.encode()) for word in known)
    of_size = np.zeros(longest + 2, dtype=bool)
    of_size[[len(word.encode()) for word in known]] = True
    places = np.flatnonzero(of_size[np.minimum(sizes, longest + 1)])
    if not len(places):
        return np.asarray(empty)
    data = cell_bytes(column)
    first = data[offsets(column)[places]]
    places = places[(first < ord("2")) | (first > ord("9"))]  # no word for nothing begins with 2 to 9
    if len(places):
        subset = pc.utf8_lower(column.take(pa.array(places)))
        hits = pc.is_in(subset, value_set=pa.array(sorted(known), pa.string())).to_numpy(zero_copy_only=False)
        empty = empty.copy()
        empty[places[hits]] = True
    return np.asarray(empty)


def emptied(column: pa.Array, empty: Mask) -> pa.Array:
    """Make these cells null and give their bytes up: what is left in the column's bytes is only what its values say.

    >>> emptied(pa.array(["1", "--"]), np.array([False, True])).to_pylist()
    ['1', None]
    """
    if not empty.any():
        return column
    if np.any(empty & (lengths(column) > 0)):
        column = pc.if_else(pa.array(~empty), column, "")
    if column.offset:
        column = pa.concat_arrays([column])
    bits = pa.py_buffer(np.packbits(~empty, bitorder="little").tobytes())
    _, starts, data = column.buffers()
    return pa.Array.from_buffers(pa.string(), len(column), [bits, starts, data])


def each_different(column: pa.Array, read: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """Read each different text once; `read` gives None for what it cannot read."""
    encoded = column.dictionary_encode()
    values = pa.array([None if text is None else read(text) for text in encoded.dictionary.to_pylist()], kind)
    return values.take(encoded.indices)


def by_words(column: pa.Array, table: Mapping[str, int], kind: pa.DataType) -> pa.Array:
    """Look each different text up, folded, in a table of words; null for an unknown one."""
    return each_different(column, lambda text: table.get(fold(text)), kind)

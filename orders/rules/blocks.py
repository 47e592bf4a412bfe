"""Neighbouring orders as blocks, each with a digest of what an export says about it. Pure: no Django, no clock.

A block begins at an order whose number, scrambled, falls on one value of `ORDERS_A_BLOCK`. So a border depends on that number
alone and not on what else is in the file: the next hour's export, with new orders and some changed ones, has nearly all its
blocks in common with the last, and those are known by their digest without a look at any row (decision 8).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Few enough that 5,000 changed rows among a million leave most blocks alone, many enough that a block costs little to keep.
ORDERS_A_BLOCK = 64
DIGEST_LETTERS = 32  # 128 bits of SHA-256
_KEY_BYTES = 64  # of a longer key the last bytes alone decide about borders
_SCRAMBLE = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Blocked:
    """A table of claims in blocks: how many rows each has, and the digest of what it says."""

    claims: pa.Table
    sizes: Numbers
    digests: tuple[str, ...]

    @property
    def numbers(self) -> Numbers:
        """The block of each row, counted from 0."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def only(self, chosen: Sequence[bool]) -> "Blocked":
        """Keep some of the blocks."""
        if all(chosen):
            return self
        mask = np.array(chosen, dtype=bool)
        claims = self.claims.filter(pa.array(mask[self.numbers]))
        return Blocked(claims, self.sizes[mask], tuple(compress(self.digests, chosen)))

    def saying(self, claims: pa.Table) -> "Blocked":
        """Put other columns beside the same keys."""
        return replace(self, claims=claims)


def starts(keys: pa.Array | pa.ChunkedArray) -> Numbers:
    """Return the places at which a block begins in a sorted column of keys; the first row always begins one.

    >>> starts(pa.array([str(number) for number in range(1000, 1200)])).tolist()
    [0, 85, 190]
    """
    column = _one(keys)
    if not len(column):
        return np.zeros(0, dtype=np.int64)
    differs = np.ones(len(column), dtype=bool)
    differs[1:] = pc.not_equal(column.slice(1), column.slice(0, len(column) - 1)).to_numpy(zero_copy_only=False)
    places = np.flatnonzero(differs)
    begins = _scrambled(column if differs.all() else column.take(pa.array(places))) % np.uint64(ORDERS_A_BLOCK) == 0
    begins[0] = True
    return np.asarray(places[begins], dtype=np.int64)


def blocked(claims: pa.Table, keys: Sequence[str], fields: Sequence[str], *, about: str) -> Blocked:
    """Cut claims, sorted by `keys` of which the first decides, into blocks, and say by a digest what each holds.

    Equal digests: the same keys with the same values in the same `fields`, of the same kind of fact `about`. Nothing else
    goes in: neither the export nor other columns.

    >>> table = pa.table({"order_no": ["1", "2"], "units": [3, None], "rows": [1, 1]})
    >>> again = table.set_column(2, "rows", pa.array([0, 0]))
    >>> [blocked(each, ["order_no"], ["units"], about="order").digests for each in (table, again)]
    [('f31bb1fff3e0f27a64541d8564a472c2',), ('f31bb1fff3e0f27a64541d8564a472c2',)]
    """
    begin = starts(claims.column(keys[0]))
    sizes = np.diff(np.append(begin, claims.num_rows)).astype(np.int64)
    header = hashlib.sha256(repr((about, [(name, str(claims.column(name).type)) for name in (*keys, *fields)])).encode())
    columns = [_one(claims.column(name)) for name in (*keys, *fields)]
    fixed, text, ends = _as_bytes(columns, claims.num_rows)
    digests = []
    for first, last in zip(begin.tolist(), np.append(begin[1:], claims.num_rows).tolist(), strict=True):
        digest = header.copy()
        digest.update(b"%d " % (last - first))
        digest.update(fixed[first:last])
        digest.update(text[ends[first] : ends[last]])
        digests.append(digest.hexdigest()[:DIGEST_LETTERS])
    return Blocked(claims, sizes, tuple(digests))


def _one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _scrambled(keys: pa.Array) -> "np.ndarray[Any, np.dtype[np.uint64]]":
    mixed = np.zeros(len(keys), dtype=np.uint64)
    for word in _words(keys):
        mixed = (mixed ^ word) * _SCRAMBLE[0]
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _SCRAMBLE[1]
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SCRAMBLE[2]
    return mixed >> np.uint64(31)


def _words(keys: pa.Array) -> "list[np.ndarray[Any, np.dtype[np.uint64]]]":
    """Write each key as 64-bit words."""
    if not pa.types.is_string(keys.type):
        return [keys.cast(pa.int64()).to_numpy().astype(np.uint64)]
    data, offsets = _text(keys)
    sizes = np.minimum(np.diff(offsets), _KEY_BYTES)
    longest = int(sizes.max())
    padded = np.zeros((len(keys), max(8, -(-longest // 8) * 8)), dtype=np.uint8)
    if offsets[-1] - offsets[0] == longest * len(keys):
        padded[:, :longest] = data[offsets[0] : offsets[-1]].reshape(len(keys), longest)
    else:
        places = np.arange(padded.shape[1])
        inside = places < sizes[:, None]
        padded[inside] = data[((offsets[1:] - sizes)[:, None] + places)[inside]]
    words = padded.view("<u8")
    return [words[:, place] for place in range(words.shape[1])]


def _text(column: pa.Array) -> tuple[Any, Numbers]:
    """Return the bytes of a column of texts and where each begins, ends included."""
    _, offsets, data = column.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1].astype(np.int64)
    return (np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)), places


def _as_bytes(columns: Sequence[pa.Array], rows: int) -> tuple[Any, Any, list[int]]:
    """Write rows as bytes: a part of fixed width (numbers, lengths of texts, what is null), the texts, where each row's begin."""
    parts: list[Any] = []
    texts: list[pa.Array] = []
    for column in columns:
        known = np.ones(rows, dtype=np.int8)
        if column.null_count:
            known = column.is_valid().cast(pa.int8()).to_numpy()
        parts.append(known)
        if pa.types.is_string(column.type):
            filled = column.fill_null("") if column.null_count else column
            parts.append(pc.binary_length(filled).to_numpy(zero_copy_only=False))
            texts.append(filled)
        else:
            whole = column.cast(pa.int8()) if pa.types.is_boolean(column.type) else column
            numbers = whole.cast(pa.int64())
            parts.append((numbers.fill_null(0) if column.null_count else numbers).to_numpy(zero_copy_only=False))
    table = np.rec.fromarrays([np.ascontiguousarray(part) for part in parts])
    fixed = memoryview(table.tobytes()).cast("B")
    width = table.dtype.itemsize
    joined = pc.binary_join_element_wise(*texts, "") if texts else pa.array([""] * rows, pa.string())
    data, offsets = _text(_one(joined))
    return _Rows(fixed, width), memoryview(data), offsets.tolist()


@dataclass(frozen=True)
class _Rows:
    """Bytes of rows of one width, sliced by row."""

    data: memoryview
    width: int

    def __getitem__(self, rows: slice) -> memoryview:
        return self.data[rows.start * self.width : rows.stop * self.width]

"""Baskets of a day as a few bytes, and of many days as columns: what figures, partners and tiers are counted from.

A basket is a paid order; its lines are those that something was paid for. Money is in minor units of the shop's currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Bytes = bytes | memoryview
_SCHEMA = pa.schema(
    [("basket", pa.int32()), ("sku", pa.dictionary(pa.int32(), pa.string())), ("units", pa.int32()), ("paid", pa.int64())]
)


@dataclass(frozen=True)
class Baskets:
    """Lines of baskets as columns of equal length, baskets numbered from 0 in the order of their payment.

    `product` counts along `skus`; "" is a line whose SKU nobody knows. `buyers`: a number for each basket, 0 unknown.
    """

    basket: Numbers
    product: Numbers
    units: Numbers
    paid: Numbers
    skus: Sequence[str]
    buyers: Numbers

    @property
    def count(self) -> int:
        """How many baskets there are."""
        return len(self.buyers)

    @cached_property
    def pairs(self) -> tuple[Numbers, Numbers, Numbers]:
        """Each product once a basket: the baskets, the products, what was paid for it there; by basket, then product."""
        width = max(1, len(self.skus))
        keys, places = np.unique(self.basket * width + self.product, return_inverse=True)
        paid = np.bincount(places, weights=self.paid, minlength=len(keys)).astype(np.int64)
        return keys // width, keys % width, paid

    def only(self, keep: Iterable[str]) -> "Baskets":
        """Return the lines of these SKUs alone; the baskets stay, though some be empty."""
        wanted = set(keep)
        good = np.array([sku in wanted for sku in self.skus], dtype=bool)
        chosen = good[self.product] if len(good) else np.zeros(0, dtype=bool)
        return Baskets(self.basket[chosen], self.product[chosen], self.units[chosen], self.paid[chosen], self.skus, self.buyers)


def pack(table: pa.Table) -> tuple[bytes, bytes]:
    """Turn the lines of one day into two strings of bytes: the lines, and eight bytes of a buyer a basket.

    `table`: order_no, paid_slot, buyer_key (null: not known), sku (null: not known), units, paid_minor. The lines may come in any
    order; the bytes are the same.

    >>> day = pa.table({"order_no": ["2", "1", "1"], "paid_slot": [9, 5, 5], "buyer_key": ["ann", None, None],
    ...                 "sku": ["X", "Y", None], "units": [1, 2, 1], "paid_minor": [500, 900, 100]})
    >>> told = join([pack(day)])
    >>> told.basket.tolist(), [told.skus[place] for place in told.product], told.paid.tolist(), told.buyers.astype(bool).tolist()
    ([0, 0, 1], ['', 'Y', 'X'], [100, 900, 500], [False, True])
    """
    keys = [(name, "ascending") for name in ("paid_slot", "order_no", "sku", "paid_minor", "units")]
    day = table.set_column(table.column_names.index("sku"), "sku", pc.fill_null(table["sku"], ""))
    day = day.take(pc.sort_indices(day, sort_keys=keys)).combine_chunks()
    numbers = day["order_no"].combine_chunks() if day.num_rows else pa.array([], pa.string())
    new = np.ones(len(numbers), dtype=bool)
    if len(numbers) > 1:
        new[1:] = np.asarray(pc.not_equal(numbers.slice(1), numbers.slice(0, len(numbers) - 1)).to_numpy(zero_copy_only=False))
    starts = np.flatnonzero(new)
    columns = {
        "basket": pa.array(np.cumsum(new) - 1, pa.int32()),
        "sku": day["sku"].cast(pa.string()).combine_chunks().dictionary_encode(),
        "units": day["units"].cast(pa.int32()),
        "paid": day["paid_minor"].cast(pa.int64()),
    }
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    lines = pa.table(columns, schema=_SCHEMA)
    with pa.ipc.new_stream(sink, _SCHEMA, options=options) as stream:
        stream.write_table(lines.combine_chunks())
    return sink.getvalue().to_pybytes(), _numbered(day["buyer_key"].take(pa.array(starts))).tobytes()


def join(days: Iterable[tuple[Bytes, Bytes]]) -> Baskets:
    """Put packed days together, in the order in which they come (the earliest first, for first-time buyers)."""
    tables, buyers, offset = [], [np.zeros(0, dtype=np.int64)], 0
    for lines, keys in days:
        table = pa.ipc.open_stream(bytes(lines)).read_all()
        told = np.frombuffer(bytes(keys), dtype=np.int64)
        moved = pc.add(table["basket"].cast(pa.int64()), offset)
        tables.append(table.set_column(0, "basket", moved))
        buyers.append(told)
        offset += len(told)
    if not tables:
        nothing = np.zeros(0, dtype=np.int64)
        return Baskets(nothing, nothing, nothing, nothing, [], nothing)
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    sku = whole["sku"].chunk(0) if whole.num_rows else pa.array([], pa.string()).dictionary_encode()
    return Baskets(
        _column(whole["basket"]),
        _column(sku.indices),
        _column(whole["units"]),
        _column(whole["paid"]),
        sku.dictionary.to_pylist(),
        np.concatenate(buyers),
    )


def buyers_of(days: Iterable[Bytes]) -> Numbers:
    """Return the numbers of all known buyers of packed days, each once, ascending."""
    parts = [np.frombuffer(bytes(keys), dtype=np.int64) for keys in days]
    known = np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)
    return np.asarray(known[known != 0], dtype=np.int64)


def skus_of(lines: Bytes) -> set[str]:
    """Return the SKUs a packed day speaks of."""
    table = pa.ipc.open_stream(bytes(lines)).read_all()
    return {sku for chunk in table["sku"].chunks for sku in chunk.dictionary.to_pylist() if sku}


def _numbered(keys: Any) -> Numbers:
    """Make a number of each key, the same for ever and everywhere; 0 for a null (two of a million meet once in 37 million)."""
    known = keys.combine_chunks().dictionary_encode()
    each = [int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True) if key else 0
            for key in known.dictionary.to_pylist()]  # fmt: skip
    places = np.asarray(known.indices.fill_null(len(each)).to_numpy(zero_copy_only=False), dtype=np.int64)
    return np.array([*each, 0], dtype=np.int64)[places]


def _column(column: Any) -> Numbers:
    return np.asarray(column.to_numpy(), dtype=np.int64)

"""Claims on disk: one Parquet file per chunk and table."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from imports.checks.columns import one_array
from imports.prepare.answers import ChunkInfo
from imports.prepare.parcels import parcels_of
from orders.claims import ChunkClaims
from orders.rules.blocks import starts

TABLES = (
    "orders",
    "lines",
    "traffic",
    "products",
    "prices",
    "stock",
    "market",
    "parcels",
    "addresses",
    "reviews",
    "interest",
    "settlement",
)
_KEYS = {"orders": "order_no", "traffic": "hour", "reviews": "review_no", "settlement": "order_no"}
_KEYS |= dict.fromkeys(("products", "prices", "stock", "market", "interest"), "sku")
# Measured on a million lines: zstd costs a tenth of a second more than nothing and makes a third of the bytes.
COMPRESSION = "zstd"


@dataclass
class Cutter:
    """Cuts claims that come range by range, their keys ascending, into chunks of about `rows` file rows.

    A chunk begins where a block does (`orders.rules.blocks`), wherever that is possible: then the chunks of the next export
    hold the same blocks, though there be other orders before and between them. So the end of a range waits for the next.
    """

    rows: int
    _held: ChunkClaims | None = None

    def add(self, claims: ChunkClaims) -> Iterator[ChunkClaims]:
        """Give the chunks that are complete now."""
        if claims.orders is None:
            yield from cut(claims, self.rows)
            return
        *done, self._held = cut(_joined(self._held, claims), self.rows)
        yield from done

    def rest(self) -> Iterator[ChunkClaims]:
        """Give what waited."""
        if self._held is not None:
            yield self._held
            self._held = None


def cut(claims: ChunkClaims, rows: int) -> Iterator[ChunkClaims]:
    """Cut claims into equal pieces of about `rows` file rows at borders of blocks; the keys ascend from piece to piece.

    Where a block alone is larger it is cut between two orders.
    """
    whole = max(table.num_rows for name in TABLES if (table := getattr(claims, name)) is not None)
    rows = max(1, -(-whole // max(1, round(whole / rows))))
    if claims.traffic is not None:
        for first, count in _traffic_borders(claims.traffic, rows):
            yield ChunkClaims(traffic=claims.traffic.slice(first, count))
        return
    for name in ("products", "prices", "stock", "market", "reviews", "interest", "settlement"):
        table = getattr(claims, name)
        for start in range(0, table.num_rows if table is not None else 0, rows):
            yield ChunkClaims(**{name: table.slice(start, rows)})
    orders = claims.orders
    if orders is None or not orders.num_rows:
        return
    ends = _ends(claims)
    borders = np.append(starts(orders["order_no"]), orders.num_rows)
    first = 0
    while first < orders.num_rows:
        furthest = max(first + 1, int(np.searchsorted(ends, ends[first] + rows, side="right")) - 1)
        border = int(borders[np.searchsorted(borders, furthest, side="right") - 1])
        last = border if border > first else furthest
        yield _orders(claims, ends, first, last)
        first = last


def _joined(before: ChunkClaims | None, claims: ChunkClaims) -> ChunkClaims:
    """Put two ranges of claims together; their tables have the same columns."""
    if before is None:
        return claims
    orders, lines = (
        None if one is None or other is None else pa.concat_tables([one, other]).combine_chunks()
        for one, other in ((before.orders, claims.orders), (before.lines, claims.lines))
    )
    beside = {name: _both(getattr(before, name), getattr(claims, name)) for name in ("parcels", "addresses")}
    return ChunkClaims(orders=orders, lines=lines, **beside)


def _both(one: pa.Table | None, other: pa.Table | None) -> pa.Table | None:
    """Put what two ranges say beside their orders together; a range that says nothing has no table."""
    said = [table for table in (one, other) if table is not None]
    return pa.concat_tables(said).combine_chunks() if said else None


def _ends(claims: ChunkClaims) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Count the file rows before each order, and before the end."""
    assert claims.orders is not None  # noqa: S101 - whoever asks has looked
    counts = np.ones(claims.orders.num_rows) if claims.lines is None else _lines_of(claims.orders, claims.lines)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _orders(claims: ChunkClaims, ends: "np.ndarray[Any, np.dtype[np.int64]]", first: int, last: int) -> ChunkClaims:
    """Give the orders from `first` to before `last` with their lines."""
    begin, end = int(ends[first]), int(ends[last])
    orders = None if claims.orders is None else claims.orders.slice(first, last - first)
    return ChunkClaims(
        orders=orders,
        lines=None if claims.lines is None else claims.lines.slice(begin, end - begin),
        parcels=parcels_of(claims.parcels, orders),
        addresses=parcels_of(claims.addresses, orders),
    )


def _lines_of(orders: pa.Table, lines: pa.Table) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Count the lines of each order; both are sorted by the order number and each line has its order."""
    numbers = one_array(lines["order_no"])
    changes = np.ones(len(numbers), dtype=bool)
    same = pc.equal(numbers.slice(1), numbers.slice(0, len(numbers) - 1))
    changes[1:] = ~np.asarray(same.to_numpy(zero_copy_only=False), dtype=bool)
    starts = np.flatnonzero(changes)
    return np.diff(np.append(starts, len(numbers))).astype(np.int64)


def _traffic_borders(traffic: pa.Table, rows: int) -> Iterator[tuple[int, int]]:
    """Cut between two hours, so that the ranges of hours of two chunks are disjoint."""
    hours = np.asarray(traffic["hour"].to_numpy(), dtype=np.int64)
    start = 0
    while start < len(hours):
        end = min(len(hours), start + rows)
        while end < len(hours) and hours[end] == hours[end - 1]:
            end += 1
        yield start, end - start
        start = end


def write_chunk(out: Path, index: int, claims: ChunkClaims) -> ChunkInfo:
    """Write the claims of one chunk; give how many file rows they stand for and their first and last key."""
    rows = 0
    first = last = ""
    for name in TABLES:
        table = getattr(claims, name)
        if table is None:
            continue
        pq.write_table(table, chunk_path(out, index, name), compression=COMPRESSION, compression_level=1, write_statistics=False)
        rows += int(pc.sum(table["rows"]).as_py() or 0) if "rows" in table.column_names else 0
        if name in _KEYS:
            key = table[_KEYS[name]]
            first, last = str(key[0].as_py()), str(key[-1].as_py())
    return ChunkInfo(index, rows, first, last)


def read_chunk(out: Path, index: int) -> ChunkClaims:
    """Give the claims of one chunk back. Raises FileNotFoundError when the chunk was never written."""
    tables = {name: pq.read_table(chunk_path(out, index, name)) for name in TABLES if chunk_path(out, index, name).exists()}
    if not tables:
        raise FileNotFoundError(chunk_path(out, index, TABLES[0]))
    return ChunkClaims(**tables)


def chunk_path(out: Path, index: int, name: str) -> Path:
    """Name the file of one table of one chunk."""
    return out / f"claims-{index:04d}.{name}.parquet"

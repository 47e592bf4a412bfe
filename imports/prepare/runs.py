"""Sorted runs: cleaned batches kept in the order of their keys, on disk once they are many, read back range by range."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.cells import lengths
from imports.checks.columns import one_array
from imports.readers.leftout import cell_bytes

SAMPLE_EVERY = 64
_WIDEST = 64  # bytes of a key that are sorted as whole words; longer ones are left to Arrow


def sort_places(columns: Sequence[pa.Array]) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Give the places that bring rows into the order of these columns, the first one weighing most; equal rows keep theirs.

    Texts are ordered by their bytes, which for UTF-8 is the order of their code points.

    >>> sort_places([pa.array(["b", "a", "ab", "a"])]).tolist()
    [1, 3, 2, 0]
    """
    words: list[Any] = []
    for column in columns:
        keys = _words(column)
        if keys is None:
            table = pa.table({str(number): item for number, item in enumerate(columns)})
            table = table.append_column("row", pa.array(np.arange(len(columns[0]))))
            order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in table.column_names])
            return np.asarray(order.to_numpy(), dtype=np.int64)
        words.extend(keys)
    return _by_words(words, len(columns[0]))


def _by_words(words: list[Any], count: int) -> "np.ndarray[Any, np.dtype[np.int64]]":
    telling = [word for word in words if len(word) and word.min() != word.max()]
    if not telling:
        return np.arange(count, dtype=np.int64)
    if len(telling) == 1:
        return np.asarray(np.argsort(telling[0], kind="stable"), dtype=np.int64)
    return np.asarray(np.lexsort(telling[::-1]), dtype=np.int64)


def _words(column: pa.Array) -> list[Any] | None:
    """Write each key as big-endian 64-bit words whose numeric order is the order of the bytes; None for very long keys."""
    if not pa.types.is_string(column.type):
        return [np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)]
    sizes = lengths(column)
    longest = int(sizes.max()) if len(sizes) else 0
    if longest > _WIDEST or column.null_count:
        return None
    width = max(8, -(-longest // 8) * 8)
    data = cell_bytes(column)
    if len(sizes) and int(sizes.min()) == longest:
        padded = np.zeros((len(column), width), dtype=np.uint8)
        padded[:, :longest] = data.reshape(len(column), longest)
    else:
        padded = np.zeros((len(column), width), dtype=np.uint8)
        padded[np.arange(width) < sizes[:, None]] = data
    matrix = padded.view(">u8").astype(np.uint64)
    return [matrix[:, place] for place in range(matrix.shape[1])]


@dataclass
class Runs:
    """Tables of one schema, each sorted by `key`. Beyond `memory_rows` rows they are written to `folder` as they come."""

    folder: Path
    key: str
    memory_rows: int
    rows: int = 0
    schema: pa.Schema | None = None
    _kept: list[pa.Table] = field(default_factory=list)
    _held: int = 0
    _sample: list[pa.Array] = field(default_factory=list)
    _sizes: list[int] = field(default_factory=list)
    _sink: Any = None
    _writer: Any = None

    @property
    def _path(self) -> Path:
        return self.folder / "runs.arrow"

    def add(self, table: pa.Table) -> None:
        """Sort a table by the key and keep it; columns are brought to the schema of the first one."""
        if self.schema is None:
            self.schema = table.schema
        table = _as_schema(table, self.schema)
        if not table.num_rows:
            return
        keys = one_array(table[self.key])
        order = sort_places([keys])
        if len(order) > 1 and np.any(order[1:] < order[:-1]):
            table = table.take(pa.array(order))
            keys = one_array(table[self.key])
        self.rows += table.num_rows
        self._held += table.num_rows
        self._sample.append(keys.take(pa.array(np.arange(SAMPLE_EVERY // 2, len(keys), SAMPLE_EVERY))))
        self._kept.append(table)
        if self._held > self.memory_rows:
            self._spill()

    def _spill(self) -> None:
        if self._writer is None:
            self._sink = pa.OSFile(str(self._path), "wb")
            self._writer = pa.ipc.new_file(self._sink, self.schema)
        for table in self._kept:
            self._writer.write_batch(table.combine_chunks().to_batches()[0])
        self._kept, self._held = [], 0

    def ranges(self, rows: int) -> Iterator[pa.Table]:
        """Give the rows range by range of the key, ascending, about `rows` at a time; within a range in the order of the runs.

        Equal keys are never parted.
        """
        if self._writer is not None:
            self._spill()
            self._writer.close()
            self._sink.close()
        bounds = self._bounds(rows)
        starts = [0] * self._count()
        for bound in [*bounds, None]:
            yield self._range(starts, bound)

    def _bounds(self, rows: int) -> list[Any]:
        pieces = max(1, round(self.rows / rows))
        if pieces == 1 or not self._sample:
            return []
        sample = pa.concat_arrays(self._sample)
        ordered = sample.take(pa.array(sort_places([sample])))
        places = [len(ordered) * piece // pieces for piece in range(1, pieces)]
        return sorted({ordered[place].as_py() for place in places if place < len(ordered)}, key=_as_bytes)

    def _count(self) -> int:
        if self._writer is None:
            return len(self._kept)
        with pa.memory_map(str(self._path)) as source, pa.ipc.open_file(source) as reader:
            return int(reader.num_record_batches)

    def _range(self, starts: list[int], bound: Any) -> pa.Table:
        """Take the rows below `bound` that no earlier range took (all that are left when it is None)."""
        assert self.schema is not None  # noqa: S101 - add() came first
        parts: list[pa.Table] = []
        if self._writer is None:
            for number, table in enumerate(self._kept):
                end = table.num_rows if bound is None else self._below(number, one_array(table[self.key]), bound, starts[number])
                parts.append(table.slice(starts[number], end - starts[number]))
                starts[number] = end
            return pa.concat_tables(parts) if parts else self.schema.empty_table()
        # The map is opened anew for each range and its rows are copied: pages of earlier ranges do not stay in memory.
        with pa.memory_map(str(self._path)) as source, pa.ipc.open_file(source) as reader:
            for number in range(reader.num_record_batches):
                batch = reader.get_batch(number)
                keys = batch.column(self.key)
                end = len(keys) if bound is None else self._below(number, keys, bound, starts[number])
                if end > starts[number]:
                    parts.append(pa.Table.from_batches([batch.slice(starts[number], end - starts[number])]))
                starts[number] = end
            whole = pa.concat_tables(parts).combine_chunks() if parts else self.schema.empty_table()
            if len(parts) == 1:
                whole = whole.take(pa.array(np.arange(whole.num_rows)))
        return whole

    def _below(self, run: int, keys: pa.Array, bound: Any, start: int) -> int:
        """Find the first place from `start` in a run whose key is not below the bound.

        The sample, which is in memory, tells where to look: a search through the mapped file would pull most of it in.
        """
        sample = self._sample[run]
        step = _search(sample, bound, 0, len(sample))
        low = max(start, (step - 1) * SAMPLE_EVERY + SAMPLE_EVERY // 2) if step else start
        high = min(len(keys), step * SAMPLE_EVERY + SAMPLE_EVERY // 2) if step < len(sample) else len(keys)
        return _search(keys, bound, low, max(low, high))

    def close(self) -> None:
        """Remove what was written."""
        self._kept, self._sample = [], []
        self._path.unlink(missing_ok=True)


def _search(keys: pa.Array, bound: Any, low: int, high: int) -> int:
    """Find the first place in [low, high) whose key is not below the bound; `high` when there is none."""
    limit = _as_bytes(bound)
    while low < high:
        middle = (low + high) // 2
        if _as_bytes(keys[middle].as_py()) < limit:
            low = middle + 1
        else:
            high = middle
    return low


def _as_bytes(key: Any) -> Any:
    return key.encode() if isinstance(key, str) else key


def _as_schema(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = []
    for item in schema:
        if item.name in table.column_names:
            columns.append(one_array(table[item.name]).cast(item.type))
        else:
            columns.append(pa.nulls(table.num_rows, item.type))
    return pa.Table.from_arrays(columns, schema=schema)

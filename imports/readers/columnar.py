"""Parquet: typed columns told as text, streamed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from imports.readers.leftout import left_out
from imports.readers.refusals import RefusalCode, RefusedFile
from imports.readers.table import COLUMNS_LIMIT, SAMPLE_ROWS, Head, TextBatch, distinct

BATCH_ROWS = 32_768
GROUP_LIMIT = 2_000_000_000  # bytes of one row group, unpacked
_NOISE = 1e-6


@dataclass
class ParquetTable:
    """One Parquet file. The header counts as row 1, so the first row of data is row 2, as in a spreadsheet."""

    path: Path
    head: Head
    own_names: dict[str, str]
    rows: int
    name: str = ""
    hidden: bool = False
    encoding: str = ""
    delimiter: str = ""
    has_number_cells: bool = True

    def batches(self, columns: Sequence[str], mark: str = "") -> Iterator[TextBatch]:
        """Give the rows as strings."""
        wanted = list(dict.fromkeys([self.head.headers[0], *columns]))
        line = 2
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=[self.own_names[name] for name in wanted]):
                    cells = pa.table({name: as_text(batch.column(self.own_names[name])) for name in wanted})
                    lines = np.arange(line, line + len(cells), dtype=np.int64)
                    line += len(cells)
                    out = left_out(cells, wanted[0], mark)
                    if out.keep is not None:
                        cells, lines = cells.filter(pa.array(out.keep)), lines[out.keep]
                    yield TextBatch(lines, cells, [], out.blank, out.trailers, (line - 2) / max(1, self.rows))
        except (pa.ArrowException, OSError) as error:
            raise RefusedFile(RefusalCode.BROKEN_PARQUET) from error


def open_parquet(path: Path) -> ParquetTable:
    """Open a Parquet file; columns that hold lists or structures are left out. Raises RefusedFile."""
    try:
        with pq.ParquetFile(path) as file:
            schema, meta = file.schema_arrow, file.metadata
            sizes = [meta.row_group(index).total_byte_size for index in range(meta.num_row_groups)]
            names = [item.name for item in schema if not pa.types.is_nested(item.type)]
            _refuse_size(len(names), sizes, path)
            headers, renamed = distinct(names)
            first = next(file.iter_batches(batch_size=SAMPLE_ROWS, columns=names), None)
    except (pa.ArrowException, OSError) as error:
        raise RefusedFile(RefusalCode.BROKEN_PARQUET) from error
    own = dict(zip(headers, names, strict=True))
    sample = (
        [list(row.values()) for row in pa.table({name: as_text(first.column(own[name])) for name in headers}).to_pylist()]
        if first
        else []
    )
    return ParquetTable(path, Head(headers, 1, sample, renamed), own, meta.num_rows)


def _refuse_size(columns: int, sizes: list[int], path: Path) -> None:
    if columns < 2:
        raise RefusedFile(RefusalCode.NO_HEADER)
    if columns > COLUMNS_LIMIT:
        raise RefusedFile(RefusalCode.TOO_WIDE, columns=columns, limit=COLUMNS_LIMIT)
    if max(sizes, default=0) > GROUP_LIMIT:
        packed = f"{round(path.stat().st_size / 1e6):,} MB"
        raise RefusedFile(RefusalCode.ZIP_BOMB, size=f"{round(max(sizes) / 1e6):,} MB", packed=packed)


def as_text(column: Any) -> Any:
    """Write a typed column as text: whole numbers without a point, moments as ISO, nothing as ""."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_floating(kind):
        return pc.fill_null(_float_text(column), "")
    if pa.types.is_timestamp(kind):
        shape = "%Y-%m-%d %H:%M:%SZ" if kind.tz else "%Y-%m-%d %H:%M:%S"
        seconds = column.cast(pa.timestamp("s", tz="UTC" if kind.tz else None), safe=False)
        return pc.fill_null(pc.strftime(seconds, format=shape), "")
    return pc.fill_null(column.cast(pa.string()), "")


def _float_text(column: Any) -> Any:
    """Write floats as people would: 13085.0 is "13085", 178.8000000001 is "178.8"; a number past 15 digits keeps its exponent."""
    values = np.asarray(pc.fill_null(column, np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)
    hundredths = np.round(values, 2)
    values = np.where(np.abs(values - hundredths) < _NOISE, hundredths, values)
    text = pa.array([number_text(value) for value in values.tolist()], pa.string())
    return pc.if_else(pa.array(np.isnan(values)), pa.scalar(None, pa.string()), text)


def number_text(value: float) -> str:
    """Write one number of a number cell.

    >>> number_text(12.0), number_text(178.8000000001), number_text(0.001), number_text(6.917926768823643e18)
    ('12', '178.8', '0.001', '6.917926768823643E+18')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if abs(value) >= 1e15:
        return repr(value).upper() if "e" in repr(value) else f"{value:.15E}"
    if value == int(value):
        return str(int(value))
    near = round(value, 2)
    return repr(near if abs(value - near) < _NOISE else value)

"""Columns of numbers as the texts that stand in an export, and tables of texts as files."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from imports.demo.days import OFFSET, Whole

Texts = npt.NDArray[np.str_]


def times(moments: Whole, empty: str = "") -> Any:
    """Write epoch seconds as `2026-11-11 00:00:03` on the shops' clock; a negative one as `empty`.

    >>> times(np.array([0, -1]), "null").to_pylist()
    ['1970-01-01 08:00:00', 'null']
    """
    local = pa.array(np.maximum(moments, 0) + OFFSET).cast(pa.timestamp("s"))
    return pc.if_else(pa.array(moments >= 0), pc.strftime(local, "%Y-%m-%d %H:%M:%S"), empty)


def money(minor: Whole, comma: bool = False) -> Any:
    """Write fen as yuan with two decimals, on wish with a comma for thousands.

    >>> money(np.array([5, 123450]), comma=True).to_pylist()
    ['0.05', '1,234.50']
    """
    yuan = pc.cast(pa.array(minor // 100), pa.string())
    fen = pc.utf8_lpad(pc.cast(pa.array(minor % 100), pa.string()), 2, "0")
    if comma:
        yuan = pc.replace_substring_regex(yuan, r"^(\d+)(\d{3})$", r"\1,\2")
    return pc.binary_join_element_wise(yuan, fen, ".")


def numbers(values: Whole) -> Any:
    """Write whole numbers."""
    return pc.cast(pa.array(values), pa.string())


def pick(words: Sequence[str], index: Whole) -> Any:
    """Write for each row the word of its index."""
    return pa.array(list(words), pa.string()).take(pa.array(index))


def joined(*parts: Any, by: str = "") -> Any:
    """Join columns and constants row by row."""
    return pc.binary_join_element_wise(*parts, by)


def csv_bytes(columns: dict[str, Any], *, encoding: str, rows: Whole | None = None) -> bytes:
    """Make a CSV of text columns, every cell quoted, CRLF-free, in the platform's encoding; `rows` chooses and orders rows."""
    length = max(len(column) for column in columns.values() if not isinstance(column, str))
    arrays = [pa.repeat(pa.scalar(item), length) if isinstance(item, str) else item for item in columns.values()]
    table = pa.table(arrays, names=list(columns))
    if rows is not None:
        table = table.take(pa.array(rows))
    out = io.BytesIO()
    pa_csv.write_csv(table, out, pa_csv.WriteOptions(quoting_style="all_valid", batch_size=65_536))
    data = out.getvalue()
    if encoding == "utf-8":
        return data
    return data.decode("utf-8").encode(encoding)

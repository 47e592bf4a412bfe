"""Columns of text become a typed flat table: each by the parse its format declares, with a finding for what cannot be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.cells import Mask, cells_with, emptied, has_zero_bytes, nothing, replace, strip
from imports.checks.ids import ID_LIMIT, read_ids
from imports.checks.money import MoneyReading, read_amounts
from imports.checks.numbers import read_counts, read_flags, read_hours
from imports.checks.problems import Code, Finding
from imports.checks.times import TimeReading, read_dates, read_times
from imports.formats.base import Column, Format, Parse
from imports.readers.table import CELL_LIMIT

# Columns whose cells must be filled, where the format has them and asks for them.
KEY_CELLS = frozenset({"order_no", "line_no", "date", "hour", "moment", "product_sku", "offered_minor", "price_from"})
FILLED_CELLS = frozenset({"line_units", "total_minor", "line_paid_minor"})
# A long number turned to 3.0E+18 in one of these makes the whole file worthless.
NUMBERS_THAT_MATTER = frozenset({"order_no", "line_no"})
_EXAMPLES = 50
_NUL = np.zeros(256, dtype=bool)
_NUL[0] = True


@dataclass(frozen=True)
class Reading:
    """How one file is to be read: its format, which header fills which column, and what was decided once for the file.

    `taught`: "state" and "refund_state" -> folded word -> its meaning, beyond the words the format knows by itself.
    """

    format: Format
    headers: Mapping[str, str]
    zone: str
    currency: str
    money: MoneyReading = field(default_factory=MoneyReading)
    times: Mapping[str, TimeReading] = field(default_factory=dict)
    taught: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def columns(self) -> list[Column]:
        """Give the format's columns that the file has, each once."""
        seen: dict[str, Column] = {}
        for column in self.format.columns:
            if column.name in self.headers:
                seen.setdefault(column.name, column)
        return list(seen.values())

    def header(self, name: str) -> str:
        """Give the header a person knows a flat column by."""
        return self.headers.get(name, name)


@dataclass
class Flat:
    """A typed flat table on its way, with what was found wrong so far. `rejected` marks the rows that are left out."""

    table: pa.Table
    rejected: Mask
    findings: list[Finding] = field(default_factory=list)

    def find(
        self, code: Code, column: str, where: Mask, values: Any = None, show: Callable[[pa.Array], pa.Array] | None = None
    ) -> None:
        """Note a finding on the marked rows; rejected ones are marked for leaving out.

        `values`: the column to take examples from, `show`: how a typed value is written for a person.
        """
        rows = np.flatnonzero(where)
        if not len(rows):
            return
        examples: list[str] = []
        if values is not None:
            taken = one_array(values).take(pa.array(rows[:_EXAMPLES]))
            examples = [str(value) for value in (show(taken) if show else taken).to_pylist()]
        finding = Finding(code, column, rows, examples)
        self.findings.append(finding)
        if finding.severity == "rejected":
            self.rejected[rows] = True


def read_columns(cells: pa.Table, reading: Reading) -> Flat:
    """Read a batch of text into a typed flat table with the flat names of `formats.base`, row by row in the same order."""
    flat = Flat(pa.table({}), np.zeros(cells.num_rows, dtype=bool))
    made: dict[str, pa.Array] = {}
    for column in reading.columns:
        raw = one_array(cells[reading.headers[column.name]])
        made[column.name] = _read(raw, column, reading, flat)
    flat.table = pa.table(made)
    return flat


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Give a column as one array."""
    if isinstance(column, pa.Array):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _read(raw: pa.Array, column: Column, reading: Reading, flat: Flat) -> pa.Array:
    header = reading.headers[column.name]
    if has_zero_bytes(raw):
        zeros = cells_with(raw, _NUL)
        where = np.zeros(len(raw), dtype=bool)
        where[zeros] = True
        flat.find(Code.NUL_BYTE, header, where, pc.replace_substring(raw, "\x00", "\\0"))
        raw = replace(raw, zeros, pa.array([""] * len(zeros), pa.string()))
    text = strip(raw)
    empty = nothing(text, reading.format.null_words)
    if column.name in KEY_CELLS or (column.required and column.name in FILLED_CELLS):
        flat.find(Code.MISSING, header, empty & ~flat.rejected, raw)
    text = emptied(text, empty)
    if column.parse is Parse.TEXT:
        return _text(text, header, flat)
    return _typed(text, raw, column, reading, flat)


def _text(text: pa.Array, header: str, flat: Flat) -> pa.Array:
    long = np.asarray(pc.fill_null(pc.greater(pc.binary_length(text), CELL_LIMIT), False).to_numpy(zero_copy_only=False))
    if long.any():
        flat.find(Code.TEXT_CUT, header, long, pc.utf8_slice_codeunits(text, 0, 40))
        text = pc.utf8_slice_codeunits(text, 0, CELL_LIMIT)
    return text


def _typed(text: pa.Array, raw: pa.Array, column: Column, reading: Reading, flat: Flat) -> pa.Array:
    header = reading.headers[column.name]
    if column.parse is Parse.ID:
        ids = read_ids(text)
        long = np.asarray(pc.fill_null(pc.greater(pc.binary_length(text), ID_LIMIT), False).to_numpy(zero_copy_only=False))
        flat.find(Code.TOO_LONG, header, long, pc.utf8_slice_codeunits(raw, 0, 40))
        flat.find(Code.DAMAGED_ID, header, ids.damaged, raw)
        return ids.values
    if column.parse is Parse.MONEY:
        amounts = read_amounts(text, reading.money)
        flat.find(Code.NOT_MONEY, header, amounts.bad, raw)
        flat.find(Code.MONEY_DECIMALS, header, amounts.too_fine, raw)
        return amounts.values
    way = reading.times.get(column.name, TimeReading(zone=reading.zone))
    if column.parse is Parse.TIME:
        moments = read_times(text, way)
        for code, where in (
            (Code.NOT_A_TIME, moments.bad),
            (Code.NO_OFFSET, moments.no_offset),
            (Code.DATE_ONLY, moments.date_only),
            (Code.CLOCK_GAP, moments.gap),
            (Code.CLOCK_TWICE, moments.twice),
        ):
            flat.find(code, header, where, raw)
        if way.ambiguous:
            flat.find(Code.DAY_OR_MONTH, header, np.asarray(moments.values.is_valid().to_numpy(zero_copy_only=False)), raw)
        return moments.values
    if column.parse is Parse.DATE:
        values, bad = read_dates(text, way)
        code = Code.NOT_A_DATE
    elif column.parse is Parse.HOUR:
        values, bad = read_hours(text)
        code = Code.NOT_AN_HOUR
    elif column.parse is Parse.FLAG:
        values, bad = read_flags(text)
        code = Code.NOT_YES_OR_NO
    else:
        values, bad = read_counts(text)
        code = Code.NOT_A_COUNT
    flat.find(code, header, bad, raw)
    return values

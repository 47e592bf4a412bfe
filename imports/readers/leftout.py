"""Rows that are no data: blank lines, totals and notes under or between the rows."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Such a row says so in its first cell: one of these words alone, or one of these beginnings.
_ALONE = "总计|合计|汇总|汇总值|小计|总和|平均值|同行同层均值|grand total|totals?|subtotal|sum"
_BEGINNINGS = r"(?:总计|合计|汇总|共计|总和)\s*[:：(（].*|\d+ record\(s\) downloaded.*|seller id\s*[:：].*"
_PATTERN = r"(?is)^[\s'\x22=]*(?:(?:" + _ALONE + r")\s*[:：]?|" + _BEGINNINGS + r")[\s'\x22]*$"
_TRAILER = re.compile(_PATTERN)
_BLANKS = " \t\r\n\x00\u00a0\u3000"
_LONGEST = 60  # bytes; a longer first cell is no such word


@dataclass(frozen=True)
class LeftOut:
    """Which rows of a batch are data, and how many are not. `keep` is None when all are."""

    keep: "np.ndarray[Any, np.dtype[np.bool_]] | None"
    blank: int
    trailers: int


def is_trailer(cells: list[str], mark: str = "") -> bool:
    """Tell whether a row is a total or a note of the platform: its first filled cell says so, or begins with `mark`.

    >>> is_trailer(["", "合计", "12.00"]), is_trailer(["2 record(s) downloaded"]), is_trailer(["总计划书", "1"])
    (True, True, False)
    """
    first = next((cell.strip(_BLANKS) for cell in cells if cell.strip(_BLANKS)), "")
    return bool(_TRAILER.match(first)) or bool(mark and first.startswith(mark))


def is_blank(cells: list[str]) -> bool:
    """Tell whether nothing stands in a row."""
    return not any(cell.strip(_BLANKS) for cell in cells)


def left_out(cells: pa.Table, first: str, mark: str = "") -> LeftOut:
    """Find the blank and the trailer rows of a batch by its first column; `mark` begins the first cell of an explanation."""
    column = cells[first]
    trailers = np.zeros(cells.num_rows, dtype=bool)
    blanks = np.zeros(cells.num_rows, dtype=bool)
    if not only_digits(column):
        trailers = _says_so(column, mark)
    least = pc.min(pc.binary_length(column)).as_py()
    if least is not None and least <= len(_BLANKS):
        places = np.flatnonzero(as_mask(is_empty(column)))
        if len(places):  # then the first filled cell of the row speaks
            spoken = _first_filled(cells.take(pa.array(places)), first)
            blanks[places] = as_mask(pc.equal(spoken, ""))
            trailers[places] = _says_so(spoken, mark)
    if not trailers.any() and not blanks.any():
        return LeftOut(None, 0, 0)
    return LeftOut(~(trailers | blanks), int(blanks.sum()), int((trailers & ~blanks).sum()))


def _says_so(column: Any, mark: str) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Mark the cells that make their row a total, a note, or (beginning with `mark`) an explanation."""
    short = pc.less_equal(pc.binary_length(column), _LONGEST)
    found = as_mask(pc.and_(short, pc.match_substring_regex(column, _PATTERN)))
    return found | as_mask(pc.starts_with(pc.utf8_trim(column, _BLANKS), mark)) if mark else found


def _first_filled(cells: pa.Table, first: str) -> Any:
    spoken: Any = pc.utf8_trim(cells[first], _BLANKS)
    for name in cells.column_names:
        spoken = pc.if_else(pc.equal(spoken, ""), pc.utf8_trim(cells[name], _BLANKS), spoken)
    return spoken


def is_empty(column: Any) -> Any:
    """Tell of each cell whether nothing but blanks stands in it."""
    return pc.equal(pc.utf8_trim(column, _BLANKS), "")


def only_digits(column: pa.ChunkedArray) -> bool:
    """Tell whether every byte of every cell is a digit: then nothing in it needs cleaning. Costs a look at the bytes."""
    for chunk in column.chunks:
        data = cell_bytes(chunk)
        if len(data) and (data.min() < ord("0") or data.max() > ord("9")):
            return False
    return True


def cell_bytes(chunk: pa.Array) -> "np.ndarray[Any, np.dtype[np.uint8]]":
    """Give the bytes of all cells of a string array, one after the other, without copying."""
    _, offsets_buffer, data = chunk.buffers()
    if data is None or len(chunk) == 0:
        return np.zeros(0, dtype=np.uint8)
    wide = np.int64 if pa.types.is_large_string(chunk.type) else np.int32
    offsets = np.frombuffer(offsets_buffer, dtype=wide)
    start, end = offsets[chunk.offset], offsets[chunk.offset + len(chunk)]
    return np.frombuffer(data, dtype=np.uint8)[start:end]


def as_mask(values: Any) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Turn Arrow booleans without nulls into a numpy mask."""
    if isinstance(values, pa.ChunkedArray):
        return np.asarray(values.to_numpy(), dtype=bool)
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=bool)

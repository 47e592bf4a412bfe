"""XLSX, XLSM, XLSB, ODS and XLS by calamine: every sheet a table, every cell a string."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from imports.readers.columnar import number_text
from imports.readers.leftout import left_out
from imports.readers.refusals import RefusalCode, RefusedFile
from imports.readers.table import COLUMNS_LIMIT, HEADER_ROWS, SAMPLE_ROWS, Head, HeaderScore, TextBatch, make_head

BATCH_ROWS = 8_192


@dataclass
class SheetTable:
    """One sheet. Calamine holds a sheet in memory whole while it is read: a workbook has at most 1,048,576 rows."""

    book: Any
    name: str
    hidden: bool
    head: Head
    rows: int
    held: Any = None  # the sheet as calamine parsed it, kept when it is the only one
    encoding: str = ""
    delimiter: str = ""
    has_number_cells: bool = True

    def batches(self, columns: Sequence[str], mark: str = "") -> Iterator[TextBatch]:
        """Give the rows under the header as strings."""
        wanted = list(dict.fromkeys([self.head.headers[0], *columns]))
        places = [self.head.headers.index(name) for name in wanted]
        rows = iter((self.held or _sheet(self.book, self.name)).iter_rows())
        for _ in islice(rows, self.head.row):  # calamine begins at the first row of the sheet, filled or not
            pass
        line = self.head.row + 1
        while block := list(islice(rows, BATCH_ROWS)):
            turned = list(zip(*block, strict=True))
            cells = pa.table({name: column_text(turned[place]) for name, place in zip(wanted, places, strict=True)})
            lines = np.arange(line, line + len(block), dtype=np.int64)
            line += len(block)
            out = left_out(cells, wanted[0], mark)
            if out.keep is not None:
                cells, lines = cells.filter(pa.array(out.keep)), lines[out.keep]
            yield TextBatch(lines, cells, [], out.blank, out.trailers, min(1.0, (line - self.head.row - 1) / max(1, self.rows)))


def open_workbook(path: Path, score: HeaderScore | None = None) -> tuple[list[SheetTable], list[RefusedFile]]:
    """Open a workbook: the sheets that have a header, and why the others have none.

    Raises RefusedFile when it is locked, damaged or holds no sheet at all.
    """
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [item for item in book.sheets_metadata if item.typ == calamine.SheetTypeEnum.WorkSheet]
    except calamine.PasswordError as error:
        raise RefusedFile(RefusalCode.ENCRYPTED) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedFile(RefusalCode.BROKEN_WORKBOOK) from error
    tables: list[SheetTable] = []
    refused: list[RefusedFile] = []
    for item in sheets:
        try:
            hidden = item.visible != calamine.SheetVisibleEnum.Visible
            tables.append(_open_sheet(book, item.name, hidden=hidden, score=score, hold=len(sheets) == 1))
        except RefusedFile as error:
            refused.append(error)
    if not tables and not refused:
        raise RefusedFile(RefusalCode.BROKEN_WORKBOOK)
    return tables, refused


def _open_sheet(book: Any, name: str, *, hidden: bool, score: HeaderScore | None, hold: bool) -> SheetTable:
    sheet = _sheet(book, name)
    if sheet.start is None or sheet.height == 0:
        raise RefusedFile(RefusalCode.EMPTY)
    if sheet.width > COLUMNS_LIMIT:
        raise RefusedFile(RefusalCode.TOO_WIDE, columns=sheet.width, limit=COLUMNS_LIMIT)
    first = [[cell_text(value) for value in row] for row in islice(sheet.iter_rows(), HEADER_ROWS + SAMPLE_ROWS)]
    head, index = make_head(first, score)
    return SheetTable(book, name, hidden, head, max(0, int(sheet.end[0]) - index), sheet if hold else None)


def _sheet(book: Any, name: str) -> Any:
    try:
        return book.get_sheet_by_name(name)
    except calamine.PasswordError as error:
        raise RefusedFile(RefusalCode.ENCRYPTED) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedFile(RefusalCode.BROKEN_WORKBOOK) from error


def column_text(values: Sequence[Any]) -> pa.Array:
    """Write the cells of one column as strings."""
    if all(type(value) is str for value in values):
        return pa.array(values, pa.string())
    return pa.array([value if type(value) is str else cell_text(value) for value in values], pa.string())


def cell_text(value: Any) -> str:
    """Write one cell as text: whole numbers without a point, moments as ISO, nothing as "".

    >>> cell_text(3.0), cell_text(dt.datetime(2025, 11, 11, 0, 0, 1)), cell_text(None)
    ('3', '2025-11-11 00:00:01', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(float(value))
    if isinstance(value, dt.datetime):
        rounded = value + dt.timedelta(microseconds=500_000)  # a serial's fraction of a second is noise
        return rounded.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.date):
        return f"{value.isoformat()} 00:00:00"  # calamine tells a midnight as a day, whatever the format of the cell
    if isinstance(value, dt.time):
        return value.isoformat()
    return str(value)

"""Tables as files for a spreadsheet: CSV with a byte order mark (so that Chinese is read right), or XLSX.

Text a person typed could begin like a formula and run at the reader's desk: such text gets an apostrophe. Numbers are numbers
of ours and stay numbers, also negative ones; an unknown is an empty cell. In XLSX a text is stored as a text and needs no help.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpResponse

Cell = str | int | float | Decimal | None
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_TITLE = 31
_FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\"), " ")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(cell: Cell) -> Cell:
    """Return the cell so that no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("Opening"), harmless(-3)
    ("'=1+1", 'Opening', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows as CSV, UTF-8 with a mark; the first row is the heading."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(["" if cell is None else harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, rows: Iterable[Sequence[Cell]], *, fixed_columns: int = 0) -> bytes:
    """Return rows as a workbook of one sheet; the first row is the heading and stays in view, as do the `fixed_columns`.

    Decimals are amounts with two places, all other numbers as they are. Texts are texts, never formulas or links.
    """
    return as_workbook({title: rows}, fixed_columns=fixed_columns)


def as_workbook(sheets: Mapping[str, Iterable[Sequence[Cell]]], *, fixed_columns: int = 0) -> bytes:
    """Return a workbook with a sheet for each title, as `as_xlsx` writes one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title.translate(_FORBIDDEN)[:_LONGEST_TITLE])
            width = 0
            for number, row in enumerate(rows):
                width = max(width, len(row))
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell, bold if number == 0 else None)
                    elif cell is not None:
                        sheet.write_number(number, column, float(cell), amount if isinstance(cell, Decimal) else None)
            sheet.freeze_panes(1, fixed_columns)
            sheet.set_column(0, max(0, width - 1), 16)
    return file.getvalue()


def download(title: str, rows: Iterable[Sequence[Cell]], *, name: str, ending: str, fixed_columns: int = 0) -> HttpResponse:
    """Return the table as a file to save, `ending` being "csv" or "xlsx"; Http404 for another."""
    if ending == "csv":
        response = HttpResponse(as_csv(rows), content_type=CSV)
    elif ending == "xlsx":
        response = HttpResponse(as_xlsx(title, rows, fixed_columns=fixed_columns), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response

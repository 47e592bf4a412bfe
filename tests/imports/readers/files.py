"""Small files of our own for the tests of the readers."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from imports.readers.opening import open_file
from imports.readers.table import TextTable

HEADER = ["订单编号", "总金额", "买家实际支付金额", "订单创建时间", "订单付款时间"]
ROW = ["4200000000000000001", "178.80", "178.80", "2025-11-11 00:00:01", "2025-11-11 00:00:09"]
LIMIT = 1 << 30


def row(number: int, **changes: str) -> list[str]:
    """Give a good row of the short report; `changes` by header."""
    made = dict(zip(HEADER, ROW, strict=True))
    made["订单编号"] = str(4200000000000000000 + number)
    return list((made | changes).values())


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    """Write rows as CSV."""
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator=end).writerows(rows)
    return sink.getvalue()


def write(folder: Path, content: str | bytes, name: str = "orders.csv", encoding: str = "utf-8") -> Path:
    """Write a file and give its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(folder: Path, sheets: dict[str, Sequence[Sequence[Any]]], name: str = "orders.xlsx") -> Path:
    """Write a workbook; strings as text, numbers as numbers, moments as moments."""
    path = folder / name
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for place, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, str):
                        sheet.write_string(place, column, value)
                    else:
                        sheet.write(place, column, value)
    return path


def archive(folder: Path, members: dict[str, bytes], name: str = "orders.zip") -> Path:
    """Write a ZIP file."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as sink:
        for member, content in members.items():
            sink.writestr(member, content)
    return path


def everything(table: TextTable, mark: str = "") -> tuple[list[int], list[list[str]]]:
    """Read a table to its end: lines and rows."""
    lines: list[int] = []
    rows: list[list[str]] = []
    for batch in table.batches(table.head.headers, mark):
        lines += batch.lines.tolist()
        rows += [list(cells.values()) for cells in batch.cells.select(table.head.headers).to_pylist()]
    return lines, rows


def read_all(path: Path, **how: Any) -> tuple[list[str], list[int], list[list[str]]]:
    """Open a file and read its first table: headers, lines, rows."""
    with open_file(path, limit_bytes=LIMIT, **how) as opened:
        table = opened.tables[0]
        lines, rows = everything(table)
        return table.head.headers, lines, rows

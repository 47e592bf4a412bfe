"""The old .xls that shop back ends still write: a sheet below some notes, long numbers as text, moments as Excel moments."""

import datetime as dt
from pathlib import Path

import xlwt

from imports.prepare import look, prepare
from imports.readers.opening import open_file
from tests.imports.readers.files import HEADER, LIMIT, ROW, everything


def old_workbook(folder: Path, *, number: object = ROW[0]) -> Path:
    """Write a BIFF workbook with two notes above its header."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("订单报表")
    sheet.write(0, 0, "名称：二月订单")
    for column, word in enumerate(HEADER):
        sheet.write(2, column, word)
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
    placed, paid = dt.datetime(2025, 11, 11, 0, 0, 1), dt.datetime(2025, 11, 11, 0, 0, 9)  # noqa: DTZ001 - Excel knows no zones
    for column, value in enumerate([number, 178.8, 178.8]):
        sheet.write(3, column, value)
    sheet.write(3, 3, placed, style)
    sheet.write(3, 4, paid, style)
    path = folder / "ExportOrderList202511111000.xls"
    book.save(str(path))
    return path


def test_an_old_workbook_is_read_as_text(tmp_path: Path) -> None:
    with open_file(old_workbook(tmp_path), limit_bytes=LIMIT) as opened:
        rows = [everything(table) for table in opened.tables]
    assert ROW[0] in str(rows)
    assert "2025-11-11 00:00:01" in str(rows)
    assert "178.8" in str(rows)


def test_an_old_workbook_goes_the_whole_way(tmp_path: Path) -> None:
    path = old_workbook(tmp_path)
    found = look(path, path.name)
    assert found.refusal is None
    assert found.header_row == 3
    done = prepare(
        path=path,
        filename=path.name,
        format_key=found.format_key,
        mapping=None,
        zone="Asia/Shanghai",
        currency="CNY",
        out=tmp_path / "out",
        hash_key=b"key",
    )
    assert (done.rows_total, done.rows_rejected) == (1, 0)


def test_an_order_number_kept_as_a_number_is_damaged(tmp_path: Path) -> None:
    path = old_workbook(tmp_path, number=4200000000000000001)
    found = look(path, path.name)
    assert found.refusal is not None
    assert found.refusal.code == "damaged_numbers"

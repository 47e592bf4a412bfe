"""Tables as files: what comes out is what went in, and nothing runs at the reader's desk."""

import csv
import io
from decimal import Decimal

import pytest
from django.http import Http404
from python_calamine import CalamineWorkbook

from common.spreadsheets import Cell, as_csv, as_xlsx, download, harmless

ROWS: list[list[Cell]] = [["Name", "Amount", "Count", "Share"], ["=1+1", Decimal("-12.50"), 3, 0.25], ["茶", None, 0, 1.0]]


def test_text_that_could_run_is_harmless() -> None:
    assert [harmless(text) for text in ("=1", "+1", "-1", "@a", "\tx", "a")] == ["'=1", "'+1", "'-1", "'@a", "'\tx", "a"]


def test_csv_keeps_chinese_numbers_and_unknowns() -> None:
    content = as_csv(ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read[1:] == [["'=1+1", "-12.50", "3", "0.25"], ["茶", "", "0", "1.0"]]


def test_a_workbook_keeps_numbers_as_numbers_and_text_as_text() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx("A/B: a title of more than thirty-one characters", ROWS)))
    assert book.sheet_names == ["A B  a title of more than thirt"]
    assert book.get_sheet_by_index(0).to_python()[1:] == [["=1+1", -12.5, 3.0, 0.25], ["茶", "", 0.0, 1.0]]


def test_another_kind_of_file_is_not_found() -> None:
    assert download("Names", ROWS, name="names", ending="csv")["Content-Disposition"] == 'attachment; filename="names.csv"'
    with pytest.raises(Http404):
        download("Names", ROWS, name="names", ending="exe")

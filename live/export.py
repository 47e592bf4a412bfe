"""The board's numbers as a file: every hour and every phase, money in whole units of the currency, unknown left empty.

A cell of text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from live.rules.split import PARTS

Board = Mapping[str, Any]
Cell = str | int | float | Decimal | None

MONEY = ("revenue", "order_value", "refunds")
METRICS = ("revenue", "visitors", "paid_orders", "conversion", "order_value", "inquiries", "refunds")
FIELDS = ("target", "due", "actual", "gap")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_text(text: str) -> str:
    """Return a text no spreadsheet takes for a formula.

    >>> safe_text("=HYPERLINK(1)"), safe_text("Double 11")
    ("'=HYPERLINK(1)", 'Double 11')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def board_rows(board: Board) -> list[list[Cell]]:
    """Return the table: a heading, a row an hour, a row a phase, a row for the sale so far. Times are the campaign's clock."""
    head: list[Cell] = [_("row"), _("name"), _("start"), _("end"), _("state")]
    head += [f"{name} {field}" for name in METRICS for field in FIELDS]
    head += [
        *(f"{name} running" for name in METRICS),
        *(f"split {name}" for name in PARTS),
        "needed",
        "earlier sale",
        "day before",
    ]
    rows: list[list[Cell]] = [head]
    rows += [_row(board, hour, "hour", "") for hour in board["hours"]]
    rows += [_row(board, phase, "phase", f"{phase['number']} {phase['name']}") for phase in board["phases"]]
    campaign = board["campaign"]
    whole = {**board["so_far"], "start": campaign["starts_at"], "end": campaign["ends_at"], "state": board["sentence"]["kind"]}
    rows.append(_row(board, {**whole, "needed_minor": board["sentence"].get("left_minor")}, "sale", campaign["name"]))
    return rows


def _row(board: Board, row: Board, kind: str, name: str) -> list[Cell]:
    exponent = exponent_of(board["campaign"]["currency"])
    place = ZoneInfo(board["campaign"]["time_zone"])

    def money(minor: int | None) -> Decimal | None:
        return None if minor is None else from_minor(minor, exponent)

    def clock(text: str) -> str:
        return f"{datetime.fromisoformat(text).astimezone(place):%Y-%m-%d %H:%M}"

    cells: list[Cell] = [kind, safe_text(name), clock(row["start"]), clock(row["end"]), row["state"]]
    for metric in METRICS:
        values = [row[metric].get(field) for field in FIELDS]
        cells += [money(value) for value in values] if metric in MONEY else values
    for metric in METRICS:
        running = row[metric].get("running_actual", row[metric]["actual"])
        cells.append(money(running) if metric in MONEY else running)
    split = row["split"] or {}
    cells += [money(split.get(part)) for part in PARTS]
    return [*cells, money(row.get("needed_minor")), money(row.get("last_minor")), money(row.get("yesterday_minor"))]


def write_csv(board: Board) -> bytes:
    """Return the table as CSV in UTF-8 with a byte-order mark, which every spreadsheet reads right."""
    text = StringIO(newline="")
    csv.writer(text).writerows([["" if cell is None else cell for cell in row] for row in board_rows(board)])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(board: Board) -> bytes:
    """Return the table as XLSX; texts stay texts, numbers are numbers."""
    kept = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, options) as book:
        sheet = book.add_worksheet("board")
        bold = book.add_format({"bold": True})
        for index, row in enumerate(board_rows(board)):
            sheet.write_row(index, 0, ["" if cell is None else cell for cell in row], bold if index == 0 else None)
        sheet.freeze_panes(1, 5)
        sheet.autofit()
    return kept.getvalue()


EXPORTS: dict[str, tuple[str, Callable[[Board], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}

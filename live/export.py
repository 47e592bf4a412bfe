"""The board's numbers as a file: every hour and every phase, money in whole units of the currency, unknown left empty."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from live.rules.split import PARTS

Board = Mapping[str, Any]

MONEY = ("revenue", "order_value", "refunds")
METRICS = ("revenue", "visitors", "paid_orders", "conversion", "order_value", "inquiries", "refunds")
FIXED_COLUMNS = 5
FIELDS = ("target", "due", "actual", "gap")


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

    cells: list[Cell] = [kind, name, clock(row["start"]), clock(row["end"]), row["state"]]
    for metric in METRICS:
        values = [row[metric].get(field) for field in FIELDS]
        cells += [money(value) for value in values] if metric in MONEY else values
    for metric in METRICS:
        running = row[metric].get("running_actual", row[metric]["actual"])
        cells.append(money(running) if metric in MONEY else running)
    split = row["split"] or {}
    cells += [money(split.get(part)) for part in PARTS]
    return [*cells, money(row.get("needed_minor")), money(row.get("last_minor")), money(row.get("yesterday_minor"))]

"""The causes of a sale as a file: a row an hour, a row a phase, a row for the sale; money in whole units of the currency."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from live.page.causes import csv_head
from live.queries.why import Why
from live.rules.split import PARTS

FIXED_COLUMNS = 4


def why_rows(why: Why) -> list[list[Cell]]:
    """Return the table with its heading. Times are the campaign's clock, what is not known is left empty."""
    exponent = exponent_of(why.board["campaign"]["currency"])
    place = ZoneInfo(why.board["campaign"]["time_zone"])

    def money(minor: int | None) -> Decimal | None:
        return None if minor is None else from_minor(minor, exponent)

    def clock(text: str) -> str:
        return f"{datetime.fromisoformat(text).astimezone(place):%Y-%m-%d %H:%M}"

    rows: list[list[Cell]] = [[*csv_head(why)]]
    for row in why.rows:
        name = f"{row['number']} {row['name']}" if row["kind"] == "phase" else ""
        amounts = [row["revenue"]["due"], row["revenue"]["actual"], row["revenue"]["gap"]]
        amounts += [row["split"][part] for part in PARTS]
        amounts += [row["mix"], row["within"], row["refunds"], row["net_gap"], *row["channels"]]
        rows.append([row["kind"], name, clock(row["start"]), clock(row["end"]), *(money(each) for each in amounts)])
    return rows

"""Everything kept about a person as a workbook: a sheet for each kind of thing, a row for each thing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.spreadsheets import Cell, as_workbook

_KEYS = ("shop", "account")


def everything_as_xlsx(told: Mapping[str, Any]) -> bytes:
    """Return what `queries.everything.everything_about` told, with the same names, as a workbook."""
    accounts = told["accounts"]
    plain = [
        {name: value for name, value in one.items() if not isinstance(value, (dict, list))} | one["summary"] for one in accounts
    ]
    sheets = {
        _("Accounts"): _rows(plain, ()),
        _("Orders"): _rows(
            [{name: row[name] for name in row if name != "lines"} | _whose(one) for one in accounts for row in one["orders"]]
        ),
        _("Order lines"): _rows(
            [
                {"order_no": row["order_no"], **line} | _whose(one)
                for one in accounts
                for row in one["orders"]
                for line in row["lines"]
            ]
        ),
        _("Labels"): _rows([{"label": label} | _whose(one) for one in accounts for label in one["labels"]]),
    }
    for name, title in (
        ("notes", _("Notes")),
        ("moves", _("Moves between tiers")),
        ("persons", _("Persons")),
        ("contacts", _("Contacts")),
        ("contact_look_ups", _("Look-ups")),
    ):
        sheets[title] = _rows([{**row} | _whose(one) for one in accounts for row in one[name]])
    return as_workbook(sheets)


def _whose(account: Mapping[str, Any]) -> dict[str, Any]:
    return {name: account[name] for name in _KEYS}


def _rows(found: Sequence[Mapping[str, Any]], first: Sequence[str] = _KEYS) -> list[list[Cell]]:
    """Return a heading and a row for each; the heading alone says what there is none of."""
    names = [*first, *dict.fromkeys(name for row in found for name in row if name not in first)]
    return [list(names), *([_cell(row.get(name)) for name in names] for row in found)]


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)

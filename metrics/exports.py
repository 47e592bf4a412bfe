"""The table of numbers as rows for a spreadsheet."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from metrics.definitions import METRICS, Unit
from metrics.queries import NumberRow
from metrics.shape import local, plain
from orders.models import Shop

FIXED_COLUMNS = 3


def table(shop: Shop, rows: Sequence[NumberRow], names: Sequence[str]) -> list[list[Cell]]:
    """Return the heading and a row for each period: shop, from, until, the metrics `names`; unknown is None."""
    return [_titles(shop, names), *([shop.name, *_period(shop, row), *_values(shop, row, names)] for row in rows)]


def _values(shop: Shop, row: NumberRow, names: Sequence[str]) -> list[Cell]:
    values = [(METRICS[name], plain(METRICS[name], row.values[name], shop.currency)) for name in names]
    return [None if text is None else _number(metric.unit, text) for metric, text in values]


def _number(unit: Unit, text: str | int) -> Cell:
    if unit is Unit.MONEY:
        return Decimal(text)
    return float(text) if unit is Unit.SHARE else int(text)


def _titles(shop: Shop, names: Sequence[str]) -> list[Cell]:
    amounts = [
        f"{METRICS[name].label} ({shop.currency})" if METRICS[name].unit == "money" else str(METRICS[name].label)
        for name in names
    ]
    return [_("Shop"), _("From"), _("Until, not included"), *amounts]


def _period(shop: Shop, row: NumberRow) -> list[Cell]:
    return [local(slot, shop) or "" for slot in (row.start_slot, row.end_slot)]

"""Numbers as they leave the program: decimal strings for programs and sheets, written amounts for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from common.money import exponent_of, format_count, format_money, format_share, from_minor
from common.windows import local_time
from metrics.definitions import METRICS, Metric, Unit
from metrics.queries import By, NumberRow, ShopFreshness, Value
from orders.models import Shop

UNKNOWN = "–"
_SHARE_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Cell:
    """One number of a table: written for reading, and to the last cent for hovering."""

    text: str
    exact: str


@dataclass(frozen=True)
class Line:
    """One period of a table."""

    start: str
    end: str
    cells: list[Cell]


def plain(metric: Metric, value: Value, currency: str) -> str | int | None:
    """Return a number for programs: money as a decimal string in the currency's units, a share as a decimal string, None unknown.

    A money ratio is rounded half up to the currency's smallest unit, a share to six places.

    >>> plain(METRICS["revenue"], 247_482_307, "CNY"), plain(METRICS["conversion"], Fraction(1, 24), "CNY")
    ('2474823.07', '0.041667')
    """
    if value is None:
        return None
    if metric.unit is Unit.MONEY:
        return str(from_minor(_rounded(value), exponent_of(currency)))
    if metric.unit is Unit.SHARE:
        return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(_SHARE_STEP, ROUND_HALF_UP))
    return int(value)


def written(metric: Metric, value: Value, currency: str) -> Cell:
    """Return a number for people; unknown is a dash, never a zero."""
    if value is None:
        return Cell(UNKNOWN, "")
    if metric.unit is Unit.MONEY:
        exact = format_money(_rounded(value), currency, "exact")
        return Cell(exact if metric.over else format_money(_rounded(value), currency), exact)
    if metric.unit is Unit.SHARE:
        return Cell(format_share(value, 2), "")
    return Cell(format_count(int(value)), "")


def as_json(shop: Shop, by: By, rows: Sequence[NumberRow], fresh: ShopFreshness) -> dict[str, Any]:
    """Return the answer to one question as plain data: times on the shop's clock with their offset."""
    return {
        "shop": shop.name,
        "currency": shop.currency,
        "time_zone": shop.time_zone,
        "by": by,
        "orders_as_of": _iso(fresh.orders_as_of),
        "traffic_as_of": _iso(fresh.traffic_as_of),
        "last_paid_at": _iso(fresh.last_paid_at),
        "stale_hours": fresh.stale_hours,
        "rows": [
            {
                "from": local(row.start_slot, shop),
                "to": local(row.end_slot, shop),
                **{name: plain(METRICS[name], value, shop.currency) for name, value in row.values.items()},
            }
            for row in rows
        ],
    }


def lines(shop: Shop, by: By, rows: Sequence[NumberRow], names: Sequence[str]) -> list[Line]:
    """Return the rows of a table for people."""
    result = []
    for row in rows:
        cells = [written(METRICS[name], row.values[name], shop.currency) for name in names]
        result.append(Line(_label(row.start_slot, shop, by), _label(row.end_slot, shop, by), cells))
    return result


def _rounded(value: int | Fraction) -> int:
    return int((Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


def local(slot: int | None, shop: Shop) -> str | None:
    """Return when a slot begins on the shop's clock, ISO 8601 with the offset; None for None."""
    return None if slot is None else local_time(slot, shop.time_zone).isoformat()


def _label(slot: int | None, shop: Shop, by: By) -> str:
    if slot is None:
        return ""
    return local_time(slot, shop.time_zone).strftime("%Y-%m-%d" if by == "day" else "%Y-%m-%d %H:%M")


def _iso(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()

"""The six tiles of the review, for page, papers and messages; ratios come from sums, never from other ratios."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.money import format_count, format_money, format_share


@dataclass(frozen=True)
class Tile:
    """One tile: what it is called, its number, the planned one beside it in words."""

    label: str
    value: str
    note: str


def tiles(body: dict[str, Any]) -> list[Tile]:
    """Return revenue, profit, visitors, paid orders, conversion and order value with what was planned."""
    real, plan, currency = body["real"], body["plan"], body["currency"]
    profit = body["money"]["states"]["running"]["profit"]
    return [
        _tile(_("Revenue, paid"), *(format_money(one["revenue"], currency) for one in (real, plan))),
        _tile(_("Profit"), format_money(profit, currency), format_money(plan["profit"], currency)),
        _tile(_("Visitors"), *(format_count(one["visitors"], "tile") for one in (real, plan))),
        _tile(_("Paid orders"), *(format_count(one["orders"], "tile") for one in (real, plan))),
        _tile(_("Conversion"), *(format_share(_over(one["orders"], one["visitors"]), 2) for one in (real, plan))),
        _tile(_("Order value"), *(format_money(_over(one["revenue"], one["orders"]), currency) for one in (real, plan))),
    ]


def _tile(label: str, value: str, planned: str) -> Tile:
    return Tile(label, value or "?", _("plan %(plan)s") % {"plan": planned} if planned else _("not planned"))


def _over(one: int | None, other: int | None) -> float | None:
    return None if one is None or not other else one / other

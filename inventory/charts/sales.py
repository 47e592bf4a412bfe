"""What one product sold, as bars by hour or by day of the shop's clock."""

from typing import Any

from django.utils.translation import gettext as _

from common.charts import figure_json, token
from common.moments import format_day, format_moment
from common.money import format_count, format_money
from common.windows import local_time, slot_start
from inventory.queries.product import Sales
from orders.models import Shop

_WIDE, _NARROW = 8, 4


def sales_figure(sales: Sales, *, shop: Shop, by: str) -> dict[str, Any]:
    """Return the pieces sold, a bar a period; what was paid for them stands on hover. The axis starts at zero."""
    names = [period_label(slot, shop=shop, by=by) for slot in sales.starts]
    told = [
        _("{period}: {units} pieces, {revenue}").format(
            period=name, units=format_count(units), revenue=format_money(revenue, shop.currency)
        )
        for name, units, revenue in zip(names, sales.units, sales.revenue_minor, strict=True)
    ]
    data = [
        {
            "type": "bar",
            "x": list(range(len(names))),
            "y": list(sales.units),
            "marker": {"color": token("--chart-actual")},
            "customdata": told,
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]
    layout = {
        "height": 260,
        "margin": {"l": 44, "r": 8, "t": 16, "b": 32},
        "bargap": 0.25,
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {
            **_ticks(sales, shop, by, _WIDE),
            "range": [-0.7, len(names) - 0.3],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "showline": True,
            "linecolor": token("--line-strong"),
            "tickangle": 0,
        },
        "yaxis": {
            "rangemode": "tozero",
            "nticks": 4,
            "tickformat": ",d",
            "gridcolor": token("--chart-grid"),
            "zeroline": False,
            "fixedrange": True,
            "range": [0, max(4, max(sales.units, default=0)) * 1.08],
        },
    }
    return figure_json({"data": data, "layout": layout, "narrow": {"height": 220, "xaxis": _ticks(sales, shop, by, _NARROW)}})


def period_label(slot: int, *, shop: Shop, by: str) -> str:
    """Name a period on the shop's clock: its day, or its hour with the day."""
    if by == "day":
        return format_day(local_time(slot, shop.time_zone).date())
    return format_moment(slot_start(slot), shop.time_zone)


def _ticks(sales: Sales, shop: Shop, by: str, most: int) -> dict[str, Any]:
    """Return a few ticks: by day every so many days, by hour at midnights."""
    places = list(range(len(sales.starts)))
    if by == "hour":
        places = [place for place in places if local_time(sales.starts[place], shop.time_zone).hour == 0]
    step = -(-len(places) // most) or 1
    shown = places[::step]
    texts = [format_day(local_time(sales.starts[place], shop.time_zone).date()) for place in shown]
    return {"tickmode": "array", "tickvals": shown, "ticktext": texts}

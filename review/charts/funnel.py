"""The year by month: orders of new buyers in ink, of buyers won before in grey on top; a bar is all whose buyer is known."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.charts import figure_json, token
from common.money import format_count
from review.queries.funnel import Month


def funnel_figure(months: Sequence[Month]) -> dict[str, Any] | None:
    """Return the bars; None for a year of less than two months."""
    if len(months) < 2:
        return None
    labels = [f"{one.first:%Y-%m}" for one in months]
    parts = (
        (_("new buyers"), [one.counts.new_orders for one in months], "--chart-actual"),
        (_("buyers won before"), [one.counts.old_orders for one in months], "--chart-last"),
    )
    data = [
        {
            "type": "bar",
            "name": name,
            "x": labels,
            "y": values,
            "marker": {"color": token(colour)},
            "customdata": [f"{name}: {format_count(value)}" for value in values],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for name, values, colour in parts
    ]
    layout = {
        "barmode": "stack",
        "bargap": 0.35,
        "margin": {"l": 56, "r": 8, "t": 16, "b": 32},
        "xaxis": {"type": "category", "fixedrange": True, "showgrid": False, "linecolor": token("--line-strong")},
        "yaxis": {"fixedrange": True, "nticks": 4, "gridcolor": token("--chart-grid"), "zeroline": False, "rangemode": "tozero"},
    }
    return figure_json({"data": data, "layout": layout, "narrow": {"xaxis": {"nticks": 4}}})

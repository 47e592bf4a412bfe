"""The year by month: orders of new buyers in ink, of buyers won before in grey on top; a bar is all whose buyer is known."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.charts import figure_json, token
from common.money import format_count
from live.charts.axes import bottom_axis, side_axis, ticks_up_to
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
            "x": list(range(len(labels))),
            "y": values,
            "marker": {"color": token(colour)},
            "customdata": [f"{name}: {format_count(value)}" for value in values],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for name, values, colour in parts
    ]
    most = max(sum(values) for values in zip(*(values for _name, values, _colour in parts), strict=True))
    ticks = ticks_up_to(most)
    places, few = (_places(labels, step) for step in (1, -(-len(labels) // 4)))
    layout = {
        "barmode": "stack",
        "bargap": 0.35,
        "margin": {"l": 56, "r": 8, "t": 16, "b": 32},
        "xaxis": {**bottom_axis(-0.6, len(labels) - 0.4, places), "linecolor": token("--line-strong")},
        "yaxis": side_axis(
            0, most * 1.06 or 1, {"tickmode": "array", "tickvals": ticks, "ticktext": [format_count(tick) for tick in ticks]}
        ),
    }
    return figure_json({"data": data, "layout": layout, "narrow": {"xaxis": few}})


def _places(labels: Sequence[str], step: int) -> dict[str, Any]:
    shown = range(0, len(labels), step)
    return {"tickmode": "array", "tickvals": list(shown), "ticktext": [labels[place] for place in shown]}

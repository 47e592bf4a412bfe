"""Figures of buyers: how the tiers are filled, and the share of old buyers won or come back shortly before."""

from collections.abc import Sequence
from typing import Any

from common.charts import figure_json, token
from common.moments import format_day
from common.money import format_count, format_share
from customers.queries.returning import ReturningDay


def distribution_figure(names: Sequence[str], now: Sequence[int], then: Sequence[int] | None) -> dict[str, Any]:
    """Return the buyers of each tier as bars, now in ink; under rules that are tried, in indigo beside them."""
    data: list[dict[str, Any]] = [_bars(names, now, "--chart-actual", solid=True)]
    if then is not None:
        data.append(_bars(names, then, "--plan", solid=False))
    top = max([*now, *(then or []), 1])
    layout = {
        "margin": {"l": 8, "r": 8, "t": 20, "b": 32},
        "barmode": "group",
        "bargap": 0.45,
        "hovermode": "closest",
        "xaxis": {"type": "category", "fixedrange": True, "showgrid": False, "linecolor": token("--line-strong")},
        "yaxis": {"visible": False, "fixedrange": True, "range": [0, top * 1.15]},
    }
    return figure_json({"data": data, "layout": layout})


def _bars(names: Sequence[str], counts: Sequence[int], colour: str, *, solid: bool) -> dict[str, Any]:
    fill = {"color": token(colour)} if solid else {"color": token("--plan-soft"), "line": {"color": token(colour), "width": 1}}
    return {
        "type": "bar",
        "x": list(names),
        "y": list(counts),
        "text": [format_count(count, "tile") for count in counts],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": token("--ink" if solid else "--plan")},
        "marker": fill,
        "hoverinfo": "skip",
    }


def returning_figure(days: Sequence[ReturningDay]) -> dict[str, Any]:
    """Return the share of each day as a line; a day without old buyers is a gap."""
    shares = [day.share for day in days]
    words = [f"{format_day(day.day, year=True)}: {format_share(day.share, 1)}" for day in days]
    line = {
        "type": "scatter",
        "mode": "lines+markers" if len(days) < 40 else "lines",
        "x": [day.day for day in days],
        "y": shares,
        "line": {"color": token("--chart-actual"), "width": 2.5},
        "marker": {"color": token("--chart-actual"), "size": 5},
        "customdata": words,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    usual = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.4, "y1": 0.4}
    layout = {
        "margin": {"l": 44, "r": 16, "t": 16, "b": 32},
        "shapes": [{**usual, "line": {"color": token("--chart-last"), "width": 1.25, "dash": "dash"}}],
        "xaxis": {"type": "date", "fixedrange": True, "showgrid": False, "nticks": 6},
        "yaxis": {
            "fixedrange": True,
            "range": [0, 1],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
            "gridcolor": token("--chart-grid"),
            "zeroline": False,
        },
    }
    return figure_json({"data": [line], "layout": layout, "narrow": {"xaxis": {"nticks": 3}}})

"""Sales on one axis: the first in ink, the others in greys told apart by their dashes, each plan a thin dotted line."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from common.charts import as_label, figure_json, token
from live.charts.axes import bottom_axis, label, money_axis, money_ticks, side_axis, ticks_up_to
from metrics.definitions import Unit
from review.queries.compare import PHASE, Comparison
from review.rules.compare import Value
from review.words.compare import place_label

STROKES = (
    ("--chart-actual", 2.5, "solid"),
    ("--ink-3", 2.0, "solid"),
    ("--chart-last", 1.75, "6px 3px"),
    ("--ink-2", 1.5, "2px 3px"),
    ("--chart-last", 1.5, "10px 3px 2px 3px"),
)
LABELS, NARROW_LABELS = 10, 5
LONGEST_NAME = 28
Scale = Callable[[Value], float | None]


def compare_figure(comparison: Comparison) -> dict[str, Any] | None:
    """Return the figure; None while no sale has a value on the axis."""
    known = [float(v) for sale in comparison.sales for v in (*sale.values, *sale.planned) if v is not None]
    if not any(value is not None for sale in comparison.sales for value in sale.values):
        return None
    top, low = max(known), min(0.0, *known)
    scale, ticks = _scale(comparison, top)
    data, names = [], []
    for sale, (colour, width, dash) in zip(comparison.sales, STROKES, strict=False):
        values, planned = [[scale(value) for value in each] for each in (sale.values, sale.planned)]
        data.append(_line(sale.places, planned, "--chart-plan" if sale is comparison.sales[0] else colour, 1, "1px 3px"))
        data.append(_line(sale.places, values, colour, width, dash))
        ends = [(place, value) for place, value in zip(sale.places, values, strict=True) if value is not None]
        if ends:
            names.append((sale.campaign.name, *ends[-1]))
    places = sorted({place for sale in comparison.sales for place in sale.places})
    first, last = places[0], places[-1]
    ceiling, floor = scale(Fraction(top)) or 1.0, scale(Fraction(low)) or 0.0
    layout = {
        "height": 380,
        "margin": {"l": 60, "r": 16, "t": 16, "b": 28},
        "dragmode": False,
        "hovermode": False,
        "xaxis": bottom_axis(first - 0.3, last + 0.3, _places(comparison, first, last, LABELS)),
        "yaxis": side_axis(floor * 1.06, max(ceiling, 0.0) * 1.08 or 1.0, ticks),
        "annotations": [_name(*name, middle=(first + last) / 2) for name in names],
    }
    narrow = {"height": 320, "margin": {"l": 48, "r": 8}, "xaxis": _places(comparison, first, last, NARROW_LABELS)}
    return figure_json({"data": data, "layout": layout, "narrow": narrow})


def _name(name: str, place: int, value: float, *, middle: float) -> dict[str, Any]:
    """Write a sale's name at the end of its line, towards the middle of the picture."""
    side, shift = ("right", -4) if place > middle else ("left", 4)
    return label(as_label(name, LONGEST_NAME), place, value, colour="--ink-2", anchor=side, shift=(shift, 10))


def _line(x: Any, y: list[float | None], colour: str, width: float, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers" if len(y) < 12 else "lines", "x": list(x), "y": y, "hoverinfo": "skip",
        "line": {"color": token(colour), "width": width, "dash": dash}, "marker": {"color": token(colour), "size": 4},
    }  # fmt: skip


def _scale(comparison: Comparison, top: float) -> tuple[Scale, dict[str, Any]]:
    """Return what a value measures on the axis, and the ticks of it: money in its unit, shares in per cent, counts."""
    if comparison.is_share or comparison.metric.unit is Unit.SHARE:
        ticks = ticks_up_to(top * 100)
        texts = [f"{value:g}%" for value in ticks]
        return lambda value: None if value is None else float(value) * 100, _ticks(ticks, texts)
    if comparison.metric.unit is Unit.MONEY:
        axis = money_axis(round(top), comparison.currency)
        return lambda value: None if value is None else axis.scaled(round(value)), money_ticks(axis, axis.scaled(round(top)) or 0)
    ticks = ticks_up_to(top)
    return lambda value: None if value is None else float(value), _ticks(ticks, [f"{value:,.6g}" for value in ticks])


def _ticks(values: list[float], texts: list[str]) -> dict[str, Any]:
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def _places(comparison: Comparison, first: int, last: int, at_most: int) -> dict[str, Any]:
    """Return round places along the axis: every phase, or hours in steps that divide a day."""
    count = last - first + 1
    steps = (1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 720) if comparison.axis != PHASE else (1, 2, 5, 10)
    step = next((step for step in steps if count / step <= at_most), steps[-1])
    places = [place for place in range(first, last + 1) if place % step == 0]
    return _ticks([float(place) for place in places], [place_label(comparison.axis, place) for place in places])

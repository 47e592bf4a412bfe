"""The running total against the target, and below it the strip of actual minus plan on its own finer scale."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from common.charts import token
from live.charts.axes import (
    MoneyAxis,
    bottom_axis,
    clock_of,
    clock_ticks,
    money_axis,
    money_ticks,
    round_below,
    side_axis,
    signed,
)
from live.charts.fan import fan_of
from live.charts.labels import end_labels, gap_tone, known_slots, now_labels, phase_names
from live.charts.notes import note_marks
from live.page.notes import ShownNote

Board = dict[str, Any]
Trace = dict[str, Any]


def running_figure(board: Board, notes: Sequence[ShownNote] = ()) -> dict[str, Any]:
    """Return the figure: target and actual with the gap between them filled, phases shaded, other sales in grey, a mark at now.

    Notes stand as their numbers at their minutes, between the two parts.

    "Now" is the age of the data, not the clock. `narrow` is its form below 768 px: fewer ticks, labels inside the plot.
    """
    series, currency = board["series"], board["campaign"]["currency"]
    start = datetime.fromisoformat(board["campaign"]["starts_at"])
    known = [value for name in ("target", "actual", "last", "yesterday") for value in series.get(name, []) if value is not None]
    known += [high for _offset, _low, _middle, high in fan_of(board)]
    axis = money_axis(max(known, default=0), currency)
    most = axis.scaled(max(known, default=0)) or 1.0
    x = [offset / 6 for offset in series["offsets"]]
    gaps = _gaps(board, axis)
    data = [*_fills(board, axis, x), *_fan(board, axis), *_lines(board, axis, x, start), *_strip(gaps, x)]
    layout = _layout(board, axis, most, x, gaps, start)
    if all(gap is None for gap in gaps):  # nothing known yet: the plan alone, without the strip
        layout = {**layout, "yaxis": {**layout["yaxis"], "domain": [0, 1]}, "xaxis": {**layout["xaxis"], "anchor": "y"}}
        del layout["yaxis2"]
    marks = note_marks(notes)
    narrow = _narrow(board, axis, most, x, start)
    narrow["annotations"] += marks
    layout["annotations"] += marks
    return {"data": data, "layout": layout, "narrow": narrow}


def _gaps(board: Board, axis: MoneyAxis) -> list[float | None]:
    pairs = zip(board["series"]["actual"], board["series"]["target"], strict=True)
    return [None if actual is None else axis.scaled(actual - target) for actual, target in pairs]


def _fills(board: Board, axis: MoneyAxis, x: list[float]) -> list[Trace]:
    """Return the two areas between plan and actual: short of it, and over it."""
    points = [
        (at, axis.scaled(target), axis.scaled(actual))
        for at, target, actual in zip(x, board["series"]["target"], board["series"]["actual"], strict=True)
        if actual is not None
    ]
    if not points:
        return []
    xs = [at for at, _target, _actual in points]
    plan = [target for _at, target, _actual in points]
    traces = []
    for colour, pick in (("--chart-short", min), ("--chart-over", max)):
        traces.append(_edge(xs, plan))
        edge = _edge(xs, [pick(target or 0, actual or 0) for _at, target, actual in points])
        traces.append({**edge, "fill": "tonexty", "fillcolor": token(colour)})
    return traces


def _edge(x: list[float], y: list[Any]) -> Trace:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"width": 0}, "hoverinfo": "skip"}


def _fan(board: Board, axis: MoneyAxis) -> list[Trace]:
    """Return where the sale is likely to go: the area between low and high, and the middle as a fine line."""
    fan = fan_of(board)
    if not fan:
        return []
    xs = [offset / 6 for offset, *_ends in fan]
    low, middle, high = ([axis.scaled(point[place]) for point in fan] for place in (1, 2, 3))
    line = {"color": token("--chart-actual"), "width": 1, "dash": "2px 3px"}
    return [
        _edge(xs, low),
        {**_edge(xs, high), "fill": "tonexty", "fillcolor": token("--chart-fan")},
        {**_edge(xs, middle), "line": line},
    ]


def _lines(board: Board, axis: MoneyAxis, x: list[float], start: datetime) -> list[Trace]:
    """Return the lines: other sales in grey, plan in indigo, actual in ink with a dot where the data end."""
    series, zone = board["series"], board["campaign"]["time_zone"]
    clocks = [clock_of(start, zone, offset) for offset in series["offsets"]]
    styles = (
        ("yesterday", _("yesterday"), {"color": token("--chart-last"), "width": 1.25, "dash": "1px 3px"}),
        ("last", board["campaign"]["compared_with"] or "", {"color": token("--chart-last"), "width": 1.25, "dash": "4px 3px"}),
        ("target", _("plan"), {"color": token("--chart-plan"), "width": 1.75}),
        ("actual", _("sold"), {"color": token("--chart-actual"), "width": 2.5}),
    )
    traces = []
    for name, words, line in styles:
        if name not in series:
            continue
        values = [axis.scaled(value) for value in series[name]]
        hover = f"{escape(words)} %{{customdata}}: %{{y:,.4~g}} {axis.unit}<extra></extra>"
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": words,
                "x": x,
                "y": values,
                "line": line,
                "customdata": clocks,
                "hovertemplate": hover,
            }
        )
    return [*traces, *_dot(x, [axis.scaled(value) for value in series["actual"]], "y")]


def _dot(x: list[float], y: list[float | None], yaxis: str) -> list[Trace]:
    """Return the mark at the last known point."""
    known = [(at, value) for at, value in zip(x, y, strict=True) if value is not None]
    if not known:
        return []
    marker = {"size": 10, "color": token("--chart-actual"), "line": {"color": token("--surface"), "width": 2}}
    at, value = known[-1]
    return [
        {"type": "scatter", "mode": "markers", "x": [at], "y": [value], "yaxis": yaxis, "marker": marker, "hoverinfo": "skip"}
    ]


def _strip(gaps: list[float | None], x: list[float]) -> list[Trace]:
    """Return the strip below: the area against the zero line, and the line itself."""
    points = [(at, gap) for at, gap in zip(x, gaps, strict=True) if gap is not None]
    if not points:
        return []
    xs = [at for at, _gap in points]
    traces: list[Trace] = []
    for colour, pick in (("--chart-short", min), ("--chart-over", max)):
        area = _edge(xs, [pick(gap, 0.0) for _at, gap in points])
        traces.append({**area, "yaxis": "y2", "fill": "tozeroy", "fillcolor": token(colour)})
    line = {**_edge(xs, [gap for _at, gap in points]), "yaxis": "y2", "line": {"color": token("--chart-actual"), "width": 2}}
    return [*traces, line, *_dot(x, gaps, "y2")]


def _layout(
    board: Board, axis: MoneyAxis, most: float, x: list[float], gaps: list[float | None], start: datetime
) -> dict[str, Any]:
    length = board["series"]["offsets"][-1]
    widest = max((abs(gap) for gap in gaps if gap is not None), default=0.0) or most / 20
    step = round_below(widest)
    strip = {"tickmode": "array", "tickvals": [-step, 0, step], "ticktext": [signed(-step), _("plan"), signed(step)]}
    ticks = clock_ticks(start, board["campaign"]["time_zone"], 0, length, at_most=9)
    return {
        "height": 500,
        "margin": {"l": 56, "r": 124, "t": 44, "b": 28},
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {**bottom_axis(0, x[-1], ticks), "anchor": "y2"},
        "yaxis": {**side_axis(0, most * 1.06, money_ticks(axis, most)), "domain": [0.27, 1]},
        "yaxis2": {
            **side_axis(-widest * 1.25, widest * 1.25, strip),
            "domain": [0, 0.18],
            "zerolinecolor": token("--chart-plan"),
            "zerolinewidth": 1.5,
            "showgrid": False,
        },
        "shapes": [*_bands(board), *_now(board, axis)],
        "annotations": [*phase_names(board, wide=True), *end_labels(board, axis, most, x), *now_labels(board, axis, wide=True)],
    }


def _narrow(board: Board, axis: MoneyAxis, most: float, x: list[float], start: datetime) -> dict[str, Any]:
    length = board["series"]["offsets"][-1]
    return {
        "height": 400,
        "margin": {"l": 44, "r": 14, "t": 44, "b": 28},
        "xaxis": clock_ticks(start, board["campaign"]["time_zone"], 0, length, at_most=4),
        "annotations": [
            *phase_names(board, wide=False),
            *end_labels(board, axis, most, x, inside=True),
            *now_labels(board, axis, wide=False),
        ],
    }


def _bands(board: Board) -> list[dict[str, Any]]:
    """Return the pale bands of the phases, over both parts of the picture."""
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": phase["start_offset"] / 6,
            "x1": phase["end_offset"] / 6,
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": token("--chart-band"),
        }
        for phase in board["phases"]
    ]


def _now(board: Board, axis: MoneyAxis) -> list[dict[str, Any]]:
    """Return the thin line from the mark at now down through the strip, and the gap as a short line in its colour."""
    counted, sentence = board["so_far"]["revenue"], board["sentence"]
    if counted["actual"] is None or board["data"]["is_closed"]:
        return []
    at = known_slots(board) / 6
    line = {"type": "line", "xref": "x", "x0": at, "x1": at}
    lines = [{**line, "yref": "paper", "y0": 0, "y1": 0.27, "line": {"color": token("--ink"), "width": 1}}]
    lines.append(
        {**line, "yref": "y", "y0": 0, "y1": axis.scaled(counted["actual"]), "line": {"color": token("--ink"), "width": 1}}
    )
    if gap_tone(sentence):
        ends = {"y0": axis.scaled(counted["actual"]), "y1": axis.scaled(counted["due"])}
        lines.append({**line, "yref": "y", **ends, "line": {"color": token(gap_tone(sentence)), "width": 2}})
    return lines

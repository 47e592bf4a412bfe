"""The running total against the target, and below it the strip of actual minus plan on its own finer scale."""

from datetime import datetime
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from common.charts import token
from common.money import format_money, format_share
from live.charts.axes import (
    MoneyAxis,
    bottom_axis,
    clock_of,
    clock_ticks,
    label,
    money_axis,
    money_ticks,
    side_axis,
    signed,
    ticks_up_to,
)

Board = dict[str, Any]
Trace = dict[str, Any]

MOST_NAMED_PHASES = 8  # more would write over each other
_LINE_PIXELS = 15
_PLOT_PIXELS = 300


def running_figure(board: Board) -> dict[str, Any]:
    """Return the figure: target and actual with the gap between them filled, phases shaded, other sales in grey, a mark at now.

    "Now" is the age of the data, not the clock. `narrow` is its form below 768 px: fewer ticks, labels inside the plot.
    """
    series, currency = board["series"], board["campaign"]["currency"]
    start = datetime.fromisoformat(board["campaign"]["starts_at"])
    known = [value for name in ("target", "actual", "last", "yesterday") for value in series.get(name, []) if value is not None]
    axis = money_axis(max(known, default=0), currency)
    most = axis.scaled(max(known, default=0)) or 1.0
    x = [offset / 6 for offset in series["offsets"]]
    gaps = _gaps(board, axis)
    data = [*_fills(board, axis, x), *_lines(board, axis, x, start), *_strip(gaps, x)]
    layout = _layout(board, axis, most, x, gaps, start)
    return {"data": data, "layout": layout, "narrow": _narrow(board, axis, most, x, start)}


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
    step = ticks_up_to(widest, 1)[-1]
    strip = {"tickmode": "array", "tickvals": [-step, 0, step], "ticktext": [signed(-step), _("plan"), signed(step)]}
    ticks = clock_ticks(start, board["campaign"]["time_zone"], 0, length, at_most=9)
    return {
        "height": 440,
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
        "annotations": [*_phase_names(board, wide=True), *_ends(board, axis, most, x), *_here(board, axis, wide=True)],
    }


def _narrow(board: Board, axis: MoneyAxis, most: float, x: list[float], start: datetime) -> dict[str, Any]:
    length = board["series"]["offsets"][-1]
    return {
        "height": 400,
        "margin": {"l": 44, "r": 14, "t": 44, "b": 28},
        "xaxis": clock_ticks(start, board["campaign"]["time_zone"], 0, length, at_most=4),
        "annotations": [
            *_phase_names(board, wide=False),
            *_ends(board, axis, most, x, inside=True),
            *_here(board, axis, wide=False),
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


def _phase_names(board: Board, *, wide: bool) -> list[dict[str, Any]]:
    """Return number and share above each band; the word "Phase" only where the band is broad enough."""
    phases, length = board["phases"], board["series"]["offsets"][-1]
    if len(phases) > (MOST_NAMED_PHASES if wide else MOST_NAMED_PHASES - 2):
        return []
    names = []
    for phase in phases:
        middle = (phase["start_offset"] + phase["end_offset"]) / 12
        broad = wide and (phase["end_offset"] - phase["start_offset"]) * 13 >= length
        number = _("Phase %(number)s") % {"number": phase["number"]} if broad else str(phase["number"])
        text = f"{number}<br>{format_share(phase['share'])}"
        note = label(text, middle, 1, colour="--ink-3", anchor="center", axis="paper")
        names.append({**note, "yanchor": "bottom"})
    return names


def _now(board: Board, axis: MoneyAxis) -> list[dict[str, Any]]:
    """Return the thin line from the mark at now down through the strip, and the gap as a short line in its colour."""
    counted, sentence = board["so_far"]["revenue"], board["sentence"]
    if counted["actual"] is None or board["data"]["is_closed"]:
        return []
    at = _cut(board) / 6
    line = {"type": "line", "xref": "x", "x0": at, "x1": at}
    lines = [{**line, "yref": "paper", "y0": 0, "y1": 0.27, "line": {"color": token("--ink"), "width": 1}}]
    lines.append(
        {**line, "yref": "y", "y0": 0, "y1": axis.scaled(counted["actual"]), "line": {"color": token("--ink"), "width": 1}}
    )
    if _tone(sentence):
        ends = {"y0": axis.scaled(counted["actual"]), "y1": axis.scaled(counted["due"])}
        lines.append({**line, "yref": "y", **ends, "line": {"color": token(_tone(sentence)), "width": 2}})
    return lines


def _here(board: Board, axis: MoneyAxis, *, wide: bool) -> list[dict[str, Any]]:
    """Return the two labels at now: the gap on its left, the amount and its time on its right."""
    counted, sentence, currency = board["so_far"]["revenue"], board["sentence"], board["campaign"]["currency"]
    notes = []
    strip = label(_("against plan"), 0, 0, colour="--ink-3", axis="y2", shift=(6, 12))
    if counted["actual"] is None:
        return []
    if board["data"]["is_closed"]:
        return [strip]
    cut, length = _cut(board), board["series"]["offsets"][-1]
    if cut > length / 3:
        notes.append(strip)
    start = datetime.fromisoformat(board["campaign"]["starts_at"])
    words = {"amount": format_money(counted["actual"], currency), "time": clock_of(start, board["campaign"]["time_zone"], cut)}
    text = f"<b>{escape(_('%(amount)s at %(time)s') % words)}</b>"
    right = cut < length * (0.66 if wide else 0.55)
    notes.append(
        label(
            text,
            cut / 6,
            axis.scaled(counted["actual"]) or 0,
            colour="--ink",
            anchor="left" if right else "right",
            shift=(9 if right else -9, -16),
        )
    )
    if _tone(sentence):
        sign = "▼" if counted["gap"] < 0 else "▲"
        top = max(counted["actual"], counted["due"])
        gap = f"<b>{sign} {format_money(abs(counted['gap']), currency)}</b>"
        left = cut > length * (0.14 if wide else 0.3)
        note = label(gap, cut / 6, axis.scaled(top) or 0, colour=_tone(sentence), anchor="right" if left else "left")
        notes.append({**note, "xshift": -8 if left else 8, "yshift": 16})
    return notes


def _ends(board: Board, axis: MoneyAxis, most: float, x: list[float], *, inside: bool = False) -> list[dict[str, Any]]:
    """Return the labels at the ends of the lines, highest first, kept from writing over each other."""
    series, currency = board["series"], board["campaign"]["currency"]
    texts = [("target", _("Target"), "--chart-plan"), ("last", board["campaign"]["compared_with"] or "", "--ink-3")]
    texts.append(("yesterday", _("Yesterday"), "--ink-3"))
    if board["data"]["is_closed"]:
        texts.append(("actual", _("Sold"), "--ink"))
    ends = []
    for name, words, colour in texts:
        values = [value for value in series.get(name, []) if value is not None]
        if values and values[-1]:
            short = words if len(words) <= 18 else f"{words[:17]}…"
            gap = " " if inside else "<br>" if len(short) > 8 else " "
            ends.append(
                (axis.scaled(values[-1]) or 0, f"{escape(short)}{gap}{format_money(values[-1], currency)}", colour, gap == "<br>")
            )
    ends.sort(key=lambda end: -end[0])
    notes, lowest = [], float("inf")
    for value, text, colour, two_lines in ends:
        pixels = value / (most * 1.06) * _PLOT_PIXELS
        room = _LINE_PIXELS * (1.5 if two_lines else 1)
        place = min(pixels, lowest - room)
        lowest = place - (room - _LINE_PIXELS)
        shift = round(place - pixels) + (10 if inside else 0)
        notes.append(
            label(text, x[-1], value, colour=colour, anchor="right" if inside else "left", shift=(-2 if inside else 8, shift))
        )
    return notes


def _cut(board: Board) -> int:
    """Return how many slots are known: the offset of the last known point."""
    pairs = zip(board["series"]["offsets"], board["series"]["actual"], strict=True)
    return max((offset for offset, actual in pairs if actual is not None), default=0)


def _tone(sentence: dict[str, Any]) -> str:
    """Return the colour of the gap: only where it is larger than the tolerance."""
    kind = sentence["kind"].removeprefix("stale_")
    return {"behind": "--behind", "missed": "--behind", "ahead": "--ahead"}.get(kind, "")

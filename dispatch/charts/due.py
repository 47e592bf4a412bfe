"""What falls due hour by hour against what the present speed gets out."""

from typing import Any

from django.utils.translation import gettext as _

from common.charts import figure_json, token
from common.moments import format_day, format_moment
from common.money import format_count
from common.windows import local_time, slot_start
from dispatch.queries.due import Point

_WIDE, _NARROW = 8, 4


def due_figure(curve: list[Point], zone: str) -> dict[str, Any]:
    """Return the running totals from now on: due in indigo, out in dotted ink in its 80% fan, the gap between them filled."""
    places = list(range(len(curve)))
    due = [point.due for point in curve]
    known = [point for point in curve if point.out is not None]
    times = [format_moment(slot_start(point.slot), zone) for point in curve]
    data: list[dict[str, Any]] = []
    if len(known) == len(curve):
        out = [point.out or 0.0 for point in curve]
        data += [
            _line(places, [point.high or 0.0 for point in curve], "--chart-fan-80", width=0),
            _line(places, [point.low or 0.0 for point in curve], "--chart-fan-80", width=0, fill="--chart-fan-80"),
            _line(places, out, "--chart-actual", width=0),
            _line(places, [max(a, b) for a, b in zip(due, out, strict=True)], "--chart-short", width=0, fill="--chart-short"),
        ]
        told = [
            _("{time}: {count} out").format(time=time, count=format_count(round(value)))
            for time, value in zip(times, out, strict=True)
        ]
        data.append({**_line(places, out, "--chart-actual", width=2.5, dash="dot"), **_hover(told)})
    told = [_("{time}: {count} due").format(time=time, count=format_count(value)) for time, value in zip(times, due, strict=True)]
    data.append({**_line(places, due, "--chart-plan", width=1.75, shape="hv"), **_hover(told)})
    top = max([*due, *(point.high or 0.0 for point in curve), 1])
    layout = {
        "height": 300,
        "margin": {"l": 48, "r": 76, "t": 16, "b": 44},
        "dragmode": False,
        "hovermode": "closest",
        "annotations": _names(curve),
        "xaxis": {
            **_ticks(curve, zone, _WIDE),
            "range": [0, max(1, len(curve) - 1)],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "showline": True,
            "linecolor": token("--line-strong"),
            "tickangle": 0,
        },
        "yaxis": {
            "range": [0, top * 1.08],
            "nticks": 4,
            "tickformat": ",d",
            "gridcolor": token("--chart-grid"),
            "zeroline": False,
            "fixedrange": True,
        },
    }
    narrow = {"height": 240, "margin": {"l": 44, "r": 56, "t": 16, "b": 44}, "xaxis": _ticks(curve, zone, _NARROW)}
    return figure_json({"data": data, "layout": layout, "narrow": narrow})


def _line(
    x: list[int], y: list[Any], colour: str, *, width: float, dash: str = "solid", shape: str = "linear", fill: str = ""
) -> dict[str, Any]:
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": token(colour), "width": width, "dash": dash, "shape": shape},
        "hoverinfo": "skip",
    }
    return {**line, "fill": "tonexty", "fillcolor": token(fill)} if fill else line


def _hover(told: list[str]) -> dict[str, Any]:
    return {"customdata": told, "hovertemplate": "%{customdata}<extra></extra>", "hoverinfo": "all"}


def _names(curve: list[Point]) -> list[dict[str, Any]]:
    """Name both lines at their ends, the one above the other where they end together."""
    last = curve[-1]
    ends: list[tuple[float, str, str]] = [(last.due, _("due"), "--chart-plan")]
    if last.out is not None:
        ends.append((last.out, _("out"), "--chart-actual"))
    above = last.out is not None and last.out > last.due
    highest = max(value for value, _name, _colour in ends)
    return [
        {
            "x": len(curve) - 1,
            "y": value,
            "xanchor": "left",
            # above the axis, whose hours stand below it, where the other name is far away
            "yanchor": "bottom" if (place == 0) != above or value * 10 < highest else "top",
            "text": f"{name} {format_count(round(value))}",
            "showarrow": False,
            "font": {"color": token(colour)},
            "xshift": 4,
        }
        for place, (value, name, colour) in enumerate(ends)
    ]


def _ticks(curve: list[Point], zone: str, most: int) -> dict[str, Any]:
    """Return a few hours, midnights with their day."""
    step = next(hours for hours in (3, 6, 12, 24) if len(curve) / hours <= most or hours == 24)
    shown = [place for place, point in enumerate(curve) if local_time(point.slot, zone).hour % step == 0]
    texts = []
    for place in shown:
        local = local_time(curve[place].slot, zone)
        clock = f"{local.hour}:{local.minute:02}"
        texts.append(f"{clock}<br>{format_day(local.date())}" if local.hour < step else clock)
    return {"tickmode": "array", "tickvals": shown, "ticktext": texts}

"""Each hour as a bar: sold, short of the plan or over it, the plan as a line, what is needed from now on dotted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.charts import token
from common.money import format_money
from live.charts.axes import MoneyAxis, bottom_axis, clock_of, clock_ticks, label, money_axis, money_ticks, side_axis

Row = dict[str, Any]
Trace = dict[str, Any]


def hourly_figure(board: dict[str, Any], hours: list[Row], notable: Row | None) -> dict[str, Any]:
    """Return the figure for these hours (all of the sale, or one day of a long one); `notable` is the hour to annotate."""
    currency, zone = board["campaign"]["currency"], board["campaign"]["time_zone"]
    start = datetime.fromisoformat(board["campaign"]["starts_at"])
    tops = [max(hour["revenue"]["target"], hour["revenue"]["actual"] or 0, _needed_top(hour) or 0) for hour in hours]
    axis = money_axis(max(tops, default=0), currency)
    most = axis.scaled(max(tops, default=0)) or 1.0
    first, last = (hours[0]["start_offset"], hours[-1]["end_offset"]) if hours else (0, 6)
    clocks = [clock_of(start, zone, hour["start_offset"]) for hour in hours]
    layout = {
        "height": 230,
        "margin": {"l": 56, "r": 8, "t": 20, "b": 28},
        "barmode": "stack",
        "bargap": 0,
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": bottom_axis(first / 6, last / 6, clock_ticks(start, zone, first, last, at_most=24, under_bars=True)),
        "yaxis": side_axis(0, most * 1.12, money_ticks(axis, most)),
        "annotations": _note(notable, axis, currency, clocks, hours, first, last),
    }
    narrow = {
        "height": 210,
        "margin": {"l": 44, "r": 4, "t": 20, "b": 28},
        "xaxis": clock_ticks(start, zone, first, last, at_most=6, under_bars=True),
    }
    return {"data": [*_bars(hours, axis, clocks), _plan(hours, axis), _needed(hours, axis)], "layout": layout, "narrow": narrow}


def _bars(hours: list[Row], axis: MoneyAxis, clocks: list[str]) -> list[Trace]:
    """Return the stacked parts of the known hours: sold up to the plan, what is missing to it, what is over it."""
    known = [(hour, clock) for hour, clock in zip(hours, clocks, strict=True) if hour["revenue"]["actual"] is not None]
    parts: tuple[tuple[str, str, Callable[[int, int], int]], ...] = (
        (_("sold"), "--chart-actual", min),
        (_("short of plan"), "--chart-short", lambda due, sold: max(0, due - sold)),
        (_("over plan"), "--chart-over", lambda due, sold: max(0, sold - due)),
    )
    return [
        {
            "type": "bar",
            "name": name,
            "x": [(hour["start_offset"] + hour["end_offset"]) / 12 for hour, _clock in known],
            "width": [(hour["end_offset"] - hour["start_offset"]) / 6 * 0.74 for hour, _clock in known],
            "y": [axis.scaled(pick(hour["revenue"]["due"], hour["revenue"]["actual"])) for hour, _clock in known],
            "marker": {"color": token(colour), "line": {"width": 0}},
            "customdata": [clock for _hour, clock in known],
            "hovertemplate": f"%{{customdata}} {name}: %{{y:,.3~g}} {axis.unit}<extra></extra>",
        }
        for name, colour, pick in parts
    ]


def _plan(hours: list[Row], axis: MoneyAxis) -> Trace:
    """Return the plan of each hour as a short line, a little broader than its bar."""
    x: list[float | None] = []
    y: list[float | None] = []
    for hour in hours:
        target = axis.scaled(hour["revenue"]["target"])
        inset = (hour["end_offset"] - hour["start_offset"]) / 6 * 0.05
        x += [hour["start_offset"] / 6 + inset, hour["end_offset"] / 6 - inset, None]
        y += [target, target, None]
    line = {"color": token("--chart-plan"), "width": 1.75}
    return {"type": "scatter", "mode": "lines", "name": _("plan"), "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _needed(hours: list[Row], axis: MoneyAxis) -> Trace:
    """Return what each hour still has to bring, as dotted outlines on top of what it has."""
    x: list[float | None] = []
    y: list[float | None] = []
    for hour in hours:
        top = _needed_top(hour)
        if top is None or not hour["needed_minor"]:
            continue
        inset = (hour["end_offset"] - hour["start_offset"]) / 6 * 0.13
        left, right = hour["start_offset"] / 6 + inset, hour["end_offset"] / 6 - inset
        base = axis.scaled(hour["revenue"]["actual"] or 0)
        x += [left, left, right, right, None]
        y += [base, axis.scaled(top), axis.scaled(top), base, None]
    line = {"color": token("--line-strong"), "width": 1, "dash": "2px 2px"}
    return {"type": "scatter", "mode": "lines", "name": _("needed from now"), "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _needed_top(hour: Row) -> int | None:
    """Return how high an hour must still grow; None for an hour that is over."""
    needed: int | None = hour["needed_minor"]
    return None if needed is None else (hour["revenue"]["actual"] or 0) + needed


def _note(
    notable: Row | None, axis: MoneyAxis, currency: str, clocks: list[str], hours: list[Row], first: int, last: int
) -> list[dict[str, Any]]:
    """Return the one label in a colour of meaning: the hour furthest from its plan."""
    if notable is None or notable not in hours:
        return []
    gap = notable["revenue"]["gap"]
    words = {
        "time": clocks[hours.index(notable)],
        "mark": "▼" if gap < 0 else "▲",
        "amount": format_money(abs(gap), currency),
    }
    middle = (notable["start_offset"] + notable["end_offset"]) / 12
    place = (middle * 6 - first) / max(1, last - first)
    anchor = "left" if place < 0.2 else "right" if place > 0.8 else "center"
    top = axis.scaled(max(notable["revenue"]["target"], notable["revenue"]["actual"] or 0)) or 0
    text = f"{words['time']}: {words['mark']} {words['amount']}"
    note = label(text, middle, top, colour="--behind" if gap < 0 else "--ahead", anchor=anchor, strong=True)
    return [{**note, "yanchor": "bottom", "yshift": 3}]

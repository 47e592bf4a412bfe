"""Figures of the plan for `static/charts.js`: the target by hour with its phases, and its running total beside other curves.

The x axis counts hours since the sale's start; its labels are the shop's clock.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.models import CurveKind
from campaigns.queries import PhaseSpan
from campaigns.queries.comparison import Comparison
from campaigns.rules.phases import EVE_SLOTS
from campaigns.words.problems import clock, day_label
from common.charts import figure_json, token
from common.money import format_money, format_share
from common.windows import SLOTS_PER_HOUR, Window, local_time

MOST_POINTS = 366  # of a line: more cannot be seen, and a year has 52,704 slots
TICK_GAP = "\u00a0\u00a0"
DASHES = {str(CurveKind.FLAT): "dot", str(CurveKind.LAST_SALE): "dash", str(CurveKind.SAME_WEEKDAY): "longdashdot"}


def hourly_figure(found: Comparison, *, zone: str, spans: list[PhaseSpan], beside: str) -> dict[str, Any]:
    """Return bars of the target's share in each hour, the phases as bands, and one other curve (`beside`, "" for none) dashed.

    A sale of more than two weeks has a bar for each day.
    """
    by_day = found.is_by_day
    hours = list(found.window.days(zone) if by_day else found.window.hours(zone))
    start = found.window.start
    total = int(found.leaves.sum()) or 1
    middles = [((hour.start + hour.end) / 2 - start) / SLOTS_PER_HOUR for hour in hours]
    shares = [int(found.leaves[hour.start - start : hour.end - start].sum()) / total for hour in hours]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "x": middles,
            "y": shares,
            "width": [hour.length / SLOTS_PER_HOUR * 0.7 for hour in hours],
            "marker": {
                "color": token("--plan-soft"),
                "line": {"color": token("--chart-plan"), "width": 1 if len(hours) <= 96 else 0.5},
            },
            "customdata": [
                f"{(day_label if by_day else clock)(hour.start, zone)}: {format_share(share, 1)}"
                for hour, share in zip(hours, shares, strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]
    other: list[float] = []
    if beside:
        weights = found.shapes[beside].weights
        whole = int(weights.sum()) or 1
        other = [int(weights[hour.start - start : hour.end - start].sum()) / whole for hour in hours]
        edges = [(hour.start - start) / SLOTS_PER_HOUR for hour in hours] + [found.window.length / SLOTS_PER_HOUR]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": edges,
                "y": [*other, other[-1]],
                "line": {"color": token("--chart-last"), "width": 1.25, "dash": "4px 3px", "shape": "hv"},
                "hoverinfo": "skip",
            }
        )
    highest = max([*shares, *other, 0.001])
    axis = _share_axis(_nice(highest))
    axis["range"] = [0, max(highest * 1.05, axis["range"][1])]
    return figure_json(
        {
            "data": data,
            "layout": {
                "margin": {"l": 44, "r": 8, "t": 28, "b": 28},
                "bargap": 0.3,
                "xaxis": _clock_axis(found, zone),
                "yaxis": axis,
                "shapes": [] if by_day else [_band(span, start) for span in spans],
                "annotations": _band_labels(spans, start, found.window.length),
            },
            "narrow": {"xaxis": _clock_axis(found, zone, every=6), "annotations": []},
        }
    )


def running_figure(found: Comparison, *, zone: str, currency: str, labels: dict[str, str]) -> dict[str, Any]:
    """Return the running target in money, and beside it the raw shape of every curve that has data, scaled to the same total."""
    total = int(found.leaves.sum())
    length = found.window.length
    places = np.unique(np.linspace(0, length, min(length, MOST_POINTS) + 1).round().astype(np.int64))
    steps = (places / SLOTS_PER_HOUR).tolist()
    data: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for kind, curve in found.shapes.items():
        if curve.fallback:
            continue
        running = np.append(0.0, found.running(kind))[places].tolist()
        data.append(_line(steps, running, token("--chart-last"), 1.25, DASHES[kind]))
    own = np.append(0.0, found.running())[places].tolist()
    plan = _line(steps, own, token("--chart-plan"), 2, "solid")
    language = get_language() or "en"
    moments = _moments(found.window, tuple(places.tolist()), zone, language)
    plan["customdata"] = [
        f"{moment}: {format_money(round(part * total), currency, locale=language)}"
        for moment, part in zip(moments, own, strict=True)
    ]
    plan["hovertemplate"] = "%{customdata}<extra></extra>"
    data.append(plan)
    place = int(0.2 * (len(places) - 1))
    annotations.append(_label(steps[place], own[place], _("target"), token("--chart-plan"), below=False))
    ticks = [0, 0.25, 0.5, 0.75, 1]
    names = ["0" + TICK_GAP, *(format_money(round(total * part), currency) + TICK_GAP for part in ticks[1:])]
    return figure_json(
        {
            "data": data,
            "layout": {
                "margin": {"l": 64, "r": 8, "t": 16, "b": 28},
                "xaxis": _clock_axis(found, zone),
                "yaxis": {**_share_axis(ticks), "ticktext": names, "range": [0, 1.04]},
                "annotations": annotations,
            },
            "narrow": {"xaxis": _clock_axis(found, zone, every=6), "annotations": []},
        }
    )


@lru_cache(maxsize=32)  # the same for every edit of a sale
def _moments(window: Window, places: tuple[int, ...], zone: str, language: str) -> list[str]:
    """Write the moments so many slots after the start, with their day where the sale has several, in the active language."""
    del language  # it is the active one, and here so that each language is kept apart
    slots = [window.start + place for place in places]
    is_short = window.length <= 2 * 144
    return [clock(slot, zone) if is_short else f"{day_label(slot, zone)}, {clock(slot, zone)}" for slot in slots]


def _line(x: list[float], y: list[float], color: str, width: float, dash: str) -> dict[str, Any]:
    line = {"color": color, "width": width, "dash": dash}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _label(x: float, y: float, text: str, color: str, *, below: bool) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left" if below else "right",
        "yanchor": "top" if below else "bottom",
        "xshift": 4 if below else -4,
        "font": {"color": color, "size": 12},
    }


def _share_axis(ticks: list[float]) -> dict[str, Any]:
    return {
        "tickvals": ticks,
        "ticktext": [(format_share(tick, 0 if tick * 100 % 1 < 1e-6 else 1) if tick else "0") + TICK_GAP for tick in ticks],
        "range": [0, ticks[-1] * 1.04],
        "gridcolor": token("--chart-grid"),
        "zeroline": False,
        "fixedrange": True,
        "ticklen": 0,
    }


def _clock_axis(found: Comparison, zone: str, *, every: int = 3) -> dict[str, Any]:
    """Label every third hour of a day, or every midnight of several days (at most ten labels)."""
    length = found.window.length
    marks = _marks(found.window, zone, every, get_language() or "en")
    return {
        "tickvals": [place for place, _text in marks],
        "ticktext": [text for _place, text in marks],
        "range": [0, length / SLOTS_PER_HOUR],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "linecolor": token("--line-strong"),
        "showline": True,
        "ticklen": 0,
        "tickangle": 0,
    }


@lru_cache(maxsize=64)  # the same for every edit of a sale, and a year has 366 days to look at
def _marks(window: Window, zone: str, every: int, language: str) -> tuple[tuple[float, str], ...]:
    del language  # see `_moments`
    start = window.start
    if window.length <= 2 * 144:
        every = every if window.length <= 180 else 2 * every
        hours = [(slot, local_time(slot, zone)) for slot in window.slots()]
        shown = [slot for slot, at in hours if at.minute == 0 and at.hour % every == 0]
        return tuple(((slot - start) / SLOTS_PER_HOUR, clock(slot, zone)) for slot in shown)
    days = list(window.days(zone))
    some = [day for day in days if day.length >= EVE_SLOTS][:: -(-len(days) // 10)]
    return tuple(((day.start - start) / SLOTS_PER_HOUR, day_label(day.start, zone)) for day in some)


def _band(span: PhaseSpan, start: int) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": (span.start_slot - start) / SLOTS_PER_HOUR,
        "x1": (span.end_slot - start) / SLOTS_PER_HOUR,
        "y0": 0,
        "y1": 1,
        "fillcolor": token("--chart-band"),
        "line": {"width": 0},
        "layer": "below",
    }


def _band_labels(spans: list[PhaseSpan], start: int, length: int) -> list[dict[str, Any]]:
    """Write each phase's share above its band, while there are few enough to read."""
    if len(spans) > 10:
        return []
    return [
        {
            "xref": "x",
            "yref": "paper",
            "x": ((span.start_slot + span.end_slot) / 2 - start) / SLOTS_PER_HOUR,
            "y": 1,
            "yanchor": "bottom",
            "text": format_share(span.share),
            "showarrow": False,
        }
        for span in spans
    ]


def _nice(highest: float) -> list[float]:
    """Return four or five ticks of whole or half per cents up to at least the highest share."""
    for step in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25):
        if highest <= 4.4 * step:
            return [step * n for n in range(1 + max(2, int(highest / step + 0.6)))]
    return [0, 0.25, 0.5, 0.75, 1.0]

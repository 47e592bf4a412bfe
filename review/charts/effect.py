"""The days around a sale beside the days as they would have been, and below them what the sale brought so far."""

from datetime import date, timedelta
from typing import Any

from common.charts import figure_json, token
from live.charts.axes import MoneyAxis, bottom_axis, day_words, money_axis, money_ticks, round_below, side_axis, signed

STRIP = 0.3  # of the height
LABELS, NARROW_LABELS = 8, 4
Body = dict[str, Any]
Values = list[float | None]


def effect_figure(body: Body) -> dict[str, Any] | None:
    """Return the figure: what came in ink, what would have come grey and dashed in its band; None where nothing was measured.

    Below, on its own finer scale, the running effect with its band: beyond the zero line it stands out of chance.
    """
    if not body["days"]:
        return None
    lead, days = body["lead"], body["days"]
    first = date.fromisoformat((lead or days)[0]["on"])
    x = list(range(len(lead) + len(days)))
    came = [day["came"] for day in (*lead, *days)]
    top = max(value for value in (*came, *(_of(day, "expected", "high") for day in days)) if value is not None)
    axis = money_axis(round(top), body["currency"])
    ends = [
        abs(value) for day in days for name in ("effect_low", "effect_high") if (value := _of(day, "running", name)) is not None
    ]
    strip = money_axis(round(max(ends, default=1)), body["currency"])
    blank: Values = [None] * len(lead)

    def part(scale: MoneyAxis, group: str, name: str) -> Values:
        return blank + [scale.scaled(_of(day, group, name)) for day in days]

    data = [
        *_band(x, part(axis, "expected", "low"), part(axis, "expected", "high"), "y"),
        _line(x, part(axis, "expected", "expected"), "y", "--chart-last", 1.75, "4px 3px"),
        _line(x, [axis.scaled(value) for value in came], "y", "--chart-actual", 2.5),
        *_band(x, part(strip, "running", "effect_low"), part(strip, "running", "effect_high"), "y2"),
        _line(x, part(strip, "running", "effect"), "y2", "--chart-actual", 1.75),
    ]
    return figure_json({"data": data, "layout": _layout(body, first, len(x), axis, strip), "narrow": _narrow(first, len(x))})


def _of(day: dict[str, Any], group: str, name: str) -> Any:
    return None if day[group] is None else day[group][name]


def _line(x: list[int], y: Values, axis: str, colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "yaxis": axis, "hoverinfo": "skip", "connectgaps": False,
        "line": {"color": token(colour), "width": width, "dash": dash},
    }  # fmt: skip


def _band(x: list[int], low: Values, high: Values, axis: str) -> list[dict[str, Any]]:
    """Return the two ends of a band; days that are left out are bridged, for a fill knows no gap."""
    known = [place for place, value in enumerate(low) if value is not None]
    places = [x[place] for place in known]
    base = {"type": "scatter", "mode": "lines", "x": places, "yaxis": axis, "hoverinfo": "skip", "line": {"width": 0}}
    fill = {"fill": "tonexty", "fillcolor": token("--chart-fan-80")}
    return [{**base, "y": [low[place] for place in known]}, {**base, "y": [high[place] for place in known], **fill}]


def _layout(body: Body, first: date, count: int, axis: MoneyAxis, strip: MoneyAxis) -> dict[str, Any]:
    highs = [value for day in body["days"] if (value := _of(day, "expected", "high")) is not None]
    top = max(axis.scaled(round(max([*highs, *(day["came"] or 0 for day in (*body["lead"], *body["days"]))]))) or 1.0, 1e-9)
    ends = [
        strip.scaled(value) or 0.0
        for day in body["days"]
        for name in ("effect_low", "effect_high")
        if (value := _of(day, "running", name)) is not None
    ]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    room = (high - low or 1.0) * 0.08
    start = (date.fromisoformat(body["starts_on"]) - first).days
    end = (date.fromisoformat(body["ends_on"]) - first).days
    sale = {
        "type": "rect", "xref": "x", "yref": "paper", "x0": start - 0.5, "x1": end + 0.5, "y0": 0, "y1": 1, "layer": "below",
        "line": {"width": 0}, "fillcolor": token("--chart-band"),
    }  # fmt: skip
    return {
        "height": 440,
        "margin": {"l": 60, "r": 16, "t": 16, "b": 28},
        "dragmode": False,
        "hovermode": False,
        "xaxis": {**bottom_axis(-0.5, count - 0.5, _ticks(first, count, LABELS)), "anchor": "y2"},
        "yaxis": {**side_axis(0, top * 1.06, money_ticks(axis, top)), "domain": [STRIP + 0.06, 1]},
        "yaxis2": {**side_axis(low - room, high + room, _strip_ticks(strip, low, high)), "domain": [0, STRIP]},
        "shapes": [sale],
    }


def _strip_ticks(strip: MoneyAxis, low: float, high: float) -> dict[str, Any]:
    """Return zero and one round amount to each side that is worth it."""
    values = [0.0]
    largest = max(high, -low)
    if largest > 0:
        step = round_below(largest)
        values = [value for value in (-step, 0.0, step) if low * 1.01 <= value <= high * 1.01 or value == 0]
    texts = [signed(value) if value else "0" for value in values]
    if values[-1] > 0:
        texts[-1] = f"+{strip.top(values[-1])}"
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def _ticks(first: date, count: int, at_most: int) -> dict[str, Any]:
    step = max(1, -(-count // at_most))
    step += -step % 7 if step > 3 else 0
    places = list(range(0, count, step))
    return {"tickmode": "array", "tickvals": places, "ticktext": [day_words(first + timedelta(days=place)) for place in places]}


def _narrow(first: date, count: int) -> dict[str, Any]:
    return {"height": 360, "margin": {"l": 48, "r": 8}, "xaxis": _ticks(first, count, NARROW_LABELS)}

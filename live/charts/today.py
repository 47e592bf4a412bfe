"""The running total of an ordinary day, what is usual by now, and where it is likely to end."""

from typing import Any

import numpy as np

from common.charts import figure_json, token
from live.charts.axes import money_axis, money_ticks, side_axis
from live.queries.ordinary import Today

HOURS = list(range(0, 25, 3))


def today_figure(today: Today, values: Any) -> dict[str, Any] | None:
    """Return the figure of a shop's revenue today; None before anything can be foreseen. `values`: the closed slots so far."""
    morning, forecast = today.morning, today.forecast
    if morning is None or forecast is None:
        return None
    slots, known = len(morning.share), len(values)
    most = max(forecast.high, morning.level)
    axis = money_axis(round(most), today.shop.currency)

    def scaled(amounts: Any) -> list[float | None]:
        return [axis.scaled(round(float(each))) for each in amounts]

    share = np.concatenate([[0.0], morning.share])
    x = [24 * slot / slots for slot in range(slots + 1)]
    rest = (share[known:] - share[known]) / max(1 - share[known], 1e-9)
    low, middle, high = (
        scaled(forecast.sold + (end - forecast.sold) * rest) for end in (forecast.low, forecast.middle, forecast.high)
    )
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    sold = scaled(np.concatenate([[0.0], np.cumsum(values)]))
    data = [
        {**line, "x": x[known:], "y": low, "line": {"width": 0}},
        {**line, "x": x[known:], "y": high, "line": {"width": 0}, "fill": "tonexty", "fillcolor": token("--chart-fan")},
        {**line, "x": x, "y": scaled(morning.level * share), "line": _stroke("--chart-last", 1.25, "4px 3px")},
        {**line, "x": x[known:], "y": middle, "line": _stroke("--chart-actual", 1, "2px 3px")},
        {**line, "x": x[: known + 1], "y": sold, "line": _stroke("--chart-actual", 2.5)},
    ]
    top = axis.scaled(round(most)) or 1.0
    layout = {
        "height": 320,
        "margin": {"l": 56, "r": 16, "t": 16, "b": 28},
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {
            "range": [0, 24],
            "tickmode": "array",
            "tickvals": HOURS,
            "ticktext": [f"{hour}:00" for hour in HOURS],
            "fixedrange": True,
            "showgrid": False,
            "linecolor": token("--line-strong"),
        },
        "yaxis": side_axis(0, top * 1.06, money_ticks(axis, top)),
    }
    return figure_json({"data": data, "layout": layout})


def _stroke(colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    return {"color": token(colour), "width": width, "dash": dash}

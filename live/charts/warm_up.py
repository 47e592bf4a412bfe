"""The warm-up as three small pictures: what came up to each hour before the start, beside earlier sales at the same time."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from common.charts import figure_json, token
from common.money import format_count
from live.charts.axes import bottom_axis, label, side_axis, ticks_up_to
from live.queries.warm_up import WarmUp

MOST_LINES = 2
DAY_HOURS = 24


def warm_up_figure(told: WarmUp, name: str) -> dict[str, Any] | None:
    """Return the running total of favourites, carts or inquiries by hours before the start; None where nobody told them.

    Counted from the first hour that all of them know; an hour nobody told adds nothing. Of earlier sales the two latest that
    tell this number stand beside it.
    """
    hours = told.hours[told.shared_from :]
    mine = running([hour.counts[name] for hour in hours])
    if not mine:
        return None
    x = [-hour.hours_before + 1.0 for hour in hours]
    earlier = [(sale, running([hour.earlier[place][name] for hour in hours])) for place, sale in enumerate(told.earlier_names)]
    lines = [(sale, totals) for sale, totals in earlier if totals][:MOST_LINES]
    most = max(mine[-1], *(totals[-1] for _sale, totals in lines), 1) if lines else max(mine[-1], 1)
    stroke = {"type": "scatter", "mode": "lines"}
    data = [
        {**stroke, "name": sale, "x": x, "y": totals, "line": {"color": token("--chart-last"), "width": 1.25, "dash": "4px 3px"}}
        for sale, totals in lines
    ]
    data.append({**stroke, "name": _("this sale"), "x": x, "y": mine, "line": {"color": token("--chart-actual"), "width": 2.5}})
    values = ticks_up_to(most)
    ticks = {"tickmode": "array", "tickvals": values, "ticktext": [format_count(value, "tile") for value in values]}
    layout = {
        "height": 200,
        "margin": {"l": 48, "r": 12, "t": 18, "b": 28},
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": bottom_axis(x[0] - 1.0, max(x[-1], x[0]), _hour_ticks(x)),
        "yaxis": side_axis(0, most * 1.16, ticks),
        "annotations": [
            label(escape(_short(sale)), x[-1], 0, colour="--ink-3", anchor="right", shift=(0, 10)) for sale, _totals in lines[:1]
        ],
    }
    return figure_json({"data": data, "layout": layout})


def running(values: Sequence[int | None]) -> list[int]:
    """Return the running total; empty where no hour is known.

    >>> running([3, None, 4]), running([None])
    ([3, 3, 7], [])
    """
    return list(accumulate(value or 0 for value in values)) if any(value is not None for value in values) else []


def _hour_ticks(x: Sequence[float]) -> dict[str, Any]:
    """Return ticks in whole days before the start, in hours where the warm-up is shorter than two days."""
    first, last = x[0] - 1.0, x[-1]
    is_short = last - first <= 2 * DAY_HOURS
    step = 6 if is_short else DAY_HOURS * max(1, round((last - first) / DAY_HOURS / 4))
    values = [value for value in range(-step * 400, step, step) if first <= value <= last]
    words = _("{count} h") if is_short else _("{count} d")
    texts = [words.format(count=f"−{-value if is_short else -value // DAY_HOURS}") if value else _("start") for value in values]
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:17]}…"

"""Charts around offers: how the discount, and the value of a basket before and after, are spread."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns.words.offers import amount
from common.charts import figure_json, token

TICKS = 6


def discount_figure(spread: dict[str, Any], currency: str) -> dict[str, Any]:
    """Return the histogram of the discount per basket with P50 and P90 marked."""
    bars = spread["bars"]
    data = [_bars(bars, currency, color=token("--chart-actual"))]
    count = len(bars["counts"])
    lines: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    free_from = 0.0  # where the words before end, so that none lies upon another
    for rank, label in (("p50", "P50"), ("p90", "P90")):
        place = min(spread[rank] / bars["width"], count)
        lines.append(_line(place))
        if place >= free_from:
            words.append(_word(place, f"{label} {amount(spread[rank], currency)}", strong=rank == "p50"))
            free_from = place + count / 6
    return _figure(data, bars, currency, lines, words)


def values_figure(before: dict[str, Any], after: dict[str, Any], currency: str) -> dict[str, Any]:
    """Return the histogram of what baskets are worth, before the offers as an outline and after them filled."""
    outlined = _bars(before["bars"], currency, color="rgba(0,0,0,0)")
    outlined["marker"]["line"] = {"color": token("--chart-plan"), "width": 1}
    filled = _bars(after["bars"], currency, color=token("--chart-actual"))
    return _figure([filled, outlined], before["bars"], currency, [], [])


def _bars(bars: dict[str, Any], currency: str, *, color: str) -> dict[str, Any]:
    counts, width = bars["counts"], bars["width"]
    total = sum(counts) or 1
    ends = [_("from {start}").format(start=amount(place * width, currency)) for place in range(len(counts))]
    return {
        "type": "bar",
        "x": [place + 0.5 for place in range(len(counts))],
        "y": [count / total for count in counts],
        "marker": {"color": color},
        "customdata": [f"{end}: {count:,}" for end, count in zip(ends, counts, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _figure(
    data: list[dict[str, Any]], bars: dict[str, Any], currency: str, shapes: list[Any], annotations: list[Any]
) -> dict[str, Any]:
    count = len(bars["counts"])
    step = max(1, count // TICKS)
    ticks = list(range(0, count + 1, step))
    return figure_json(
        {
            "data": data,
            "layout": {
                "margin": {"l": 8, "r": 8, "t": 24, "b": 28},
                "bargap": 0.12,
                "barmode": "overlay",
                "hovermode": "closest",
                "xaxis": {
                    "tickvals": ticks,
                    "ticktext": [amount(tick * bars["width"], currency) for tick in ticks],
                    "range": [0, count],
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticklen": 0,
                    "tickangle": 0,
                    "showline": True,
                    "linecolor": token("--line-strong"),
                },
                "yaxis": {"visible": False, "fixedrange": True, "rangemode": "tozero"},
                "shapes": shapes,
                "annotations": annotations,
            },
            "narrow": {"xaxis": {"tickvals": ticks[::2], "ticktext": [amount(t * bars["width"], currency) for t in ticks[::2]]}},
        }
    )


def _line(place: float) -> dict[str, Any]:
    line = {"color": token("--ink"), "width": 1}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": place, "x1": place, "y0": 0, "y1": 1, "line": line}


def _word(place: float, text: str, *, strong: bool) -> dict[str, Any]:
    color = token("--ink") if strong else token("--ink-3")
    return {
        "xref": "x",
        "yref": "paper",
        "x": place,
        "y": 1.04,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "xshift": 4,
        "font": {"color": color, "size": 12},
    }

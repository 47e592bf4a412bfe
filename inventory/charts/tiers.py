"""The tier map: price against margin, size by sales, colour and shape by tier."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10, sqrt
from typing import Any

from django.utils.translation import gettext as _

from common.charts import figure_json, token
from common.money import exponent_of, format_money, format_share, from_minor
from inventory.words.tiers import TIERS

SHAPES = {"A": "triangle-up", "B": "square", "C": "circle", "": "diamond-open"}
COLOURS = {"A": "--plan", "B": "--chart-last", "C": "--ink", "": "--line-strong"}
LARGEST, SMALLEST = 30.0, 6.0
NAMED = 1


@dataclass(frozen=True)
class Point:
    """One product on the map. Money in minor units, `margin`: share of the price."""

    sku: str
    title: str
    tier: str
    price: int
    margin: float
    revenue: int
    orders: int


def map_figure(points: Sequence[Point], currency: str) -> dict[str, Any]:
    """Return the map; the price on a scale of equal ratios, the largest products of each tier named."""
    exponent = exponent_of(currency)
    most = max((point.revenue for point in points), default=1) or 1
    spread = sorted(point.price for point in points if point.price > 0) or [1]
    data = []
    for tier in ("", "B", "C", "A"):
        of = sorted((point for point in points if point.tier == tier), key=lambda point: -point.revenue)
        if not of:
            continue
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": f"{tier} {TIERS[tier]}".strip(),
                "x": [from_minor(point.price, exponent) for point in of],
                "y": [point.margin for point in of],
                "marker": {
                    "symbol": SHAPES[tier],
                    "size": [max(SMALLEST, LARGEST * sqrt(max(0, point.revenue) / most)) for point in of],
                    "color": token(COLOURS[tier]),
                    "opacity": 0.62,
                    "line": {"width": 1, "color": token("--surface")},
                },
                "text": [_short(point.title) if place < NAMED and tier else "" for place, point in enumerate(of)],
                "textposition": [_leaning(point.price, spread) for point in of],
                "textfont": {"color": token(COLOURS[tier] if tier != "B" else "--ink-2"), "size": 12},
                "customdata": [_words(point, currency) for point in of],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
            }
        )
    prices = [float(from_minor(point.price, exponent)) for point in points if point.price]
    ticks = _ticks(prices)
    margins = [point.margin for point in points]
    low, high, lines = _span(margins)
    layout = {
        "hovermode": "closest",
        "margin": {"l": 48, "r": 24, "t": 28, "b": 44},
        "xaxis": {
            "type": "log",
            "tickvals": ticks,
            "ticktext": [format_money(round(tick * 10**exponent), currency) for tick in ticks],
            "title": {"text": _("price paid"), "standoff": 6},
            "showgrid": False, "zeroline": False, "fixedrange": True, "showline": True, "linecolor": token("--line-strong"),
        },
        "yaxis": {
            "tickvals": lines,
            "tickformat": ".0%",
            "title": {"text": _("margin"), "standoff": 4},
            "gridcolor": token("--chart-grid"), "zeroline": low < 0, "zerolinecolor": token("--line-strong"), "fixedrange": True,
            "range": [low, high],
        },
    }  # fmt: skip
    few = ticks[:: max(1, len(ticks) // 3)]
    words = [format_money(round(tick * 10**exponent), currency) for tick in few]
    narrow = {"margin": {"l": 40, "r": 12}, "xaxis": {"tickvals": few, "ticktext": words}}
    return figure_json({"data": data, "layout": layout, "narrow": narrow})


def _words(point: Point, currency: str) -> str:
    return "<br>".join(
        (
            f"{_short(point.title, 60)} · {point.sku}",
            _("price {price}, margin {margin}").format(
                price=format_money(point.price, currency, "exact"), margin=format_share(point.margin)
            ),
            _("revenue {revenue}").format(revenue=format_money(point.revenue, currency)),
        )
    )


def _span(margins: Sequence[float]) -> tuple[float, float, list[float]]:
    """Return the lowest and the highest margin shown, with some air, and at most five round lines between."""
    low, high = min(margins, default=0.0), max(margins, default=1.0)
    step = next(size for size in (0.05, 0.1, 0.25, 0.5, 1, 5, 50, 1_000) if (high - low) / size <= 4)
    first, last = floor(low / step), ceil(high / step)
    lines = [round(step * number, 4) for number in range(first, last + 1)]
    return lines[0] - 0.2 * step, lines[-1] + 0.3 * step, lines


def _leaning(price: int, spread: Sequence[int]) -> str:
    """Return where a name stands by its mark: away from the edge that it is near, so that it is not cut off.

    >>> [_leaning(price, [1_000, 100_000]) for price in (1_500, 10_000, 90_000)]
    ['top right', 'top center', 'top left']
    """
    low, high = log10(spread[0]), log10(spread[-1])
    place = (log10(price) - low) / (high - low) if high > low and price > 0 else 0.5
    return "top right" if place < 1 / 3 else "top left" if place > 2 / 3 else "top center"


def _ticks(prices: Sequence[float]) -> list[float]:
    """Return round prices of equal ratio, at most seven."""
    known = [price for price in prices if price > 0]
    if not known:
        return []
    first, last = floor(log10(min(known))), ceil(log10(max(known)))
    steps = (1, 3) if last - first <= 3 else (1,)
    return [step * 10.0**power for power in range(first, last + 1) for step in steps]


def _short(title: str, letters: int = 22) -> str:
    return title if len(title) <= letters else f"{title[: letters - 1]}…"

"""Figures of the odds: the draws as a histogram, what matters most as a tornado, the likely case as a waterfall."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from campaigns.rules.odds import Bar, Swing
from campaigns.words.odds import chance, input_label, part_label
from common.charts import figure_json, token
from common.money import format_money, format_share

TICK_GAP = "\u00a0\u00a0"
MOST_SWINGS = 8


def histogram_figure(bars: Sequence[Bar], *, profit: Sequence[int], p_profit: float, currency: str) -> dict[str, Any]:
    """Return the draws as bars, losses in cinnabar, with P10, P50 and P90 below. `profit`: its 1st to 99th percentile."""
    step = bars[0].high - bars[0].low
    words = [
        _("{low} to {high}: {share}").format(
            low=format_money(bar.low, currency), high=format_money(bar.high, currency), share=format_share(bar.share, 1)
        )
        for bar in bars
    ]
    data = [
        {
            "type": "bar",
            "x": [bar.low + step / 2 for bar in bars],
            "y": [bar.share for bar in bars],
            "width": [step * 0.84] * len(bars),
            "marker": {"color": [token("--behind") if bar.high <= 0 else token("--chart-actual") for bar in bars]},
            "customdata": words,
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]
    marks = [(10, profit[9]), (50, profit[49]), (90, profit[89])]
    names = [f"P{number}<br>{format_money(value, currency)}" for number, value in marks]
    layout = {
        "margin": {"l": 8, "r": 8, "t": 28, "b": 44},
        "bargap": 0,
        "hovermode": "closest",
        "xaxis": {
            "tickvals": [value for _number, value in marks],
            "ticktext": names,
            "range": [bars[0].low - step, bars[-1].high + step],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "showline": True,
            "linecolor": token("--line-strong"),
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": token("--line-strong"),
            "tickangle": 0,
        },
        "yaxis": {"visible": False, "fixedrange": True, "range": [0, max(bar.share for bar in bars) * 1.14]},
        **_zero_line(bars, p_profit),
    }
    return figure_json({"data": data, "layout": layout})


NEAR_EDGE = 0.25  # of the width: less does not hold a label on a phone


def _zero_line(bars: Sequence[Bar], p_profit: float) -> dict[str, Any]:
    """Draw the line between loss and profit with the share on each side, where it lies among the bars."""
    if not bars[0].low < 0 < bars[-1].high:
        return {}
    line = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": token("--ink"), "width": 1}}
    loss, profit = _("loss {chance}").format(chance=chance(1 - p_profit)), _("profit {chance}").format(chance=chance(p_profit))
    place = -bars[0].low / (bars[-1].high - bars[0].low)
    words = [(loss, "right", -6, token("--behind")), (profit, "left", 6, token("--ink"))]
    if not NEAR_EDGE < place < 1 - NEAR_EDGE:  # beside the edge one label holds both, or it would stand outside of the card
        anchor, shift = ("left", 6) if place <= NEAR_EDGE else ("right", -6)
        words = [(f"{loss} · {profit}", anchor, shift, token("--ink"))]
    return {
        "shapes": [line],
        "annotations": [
            {
                "x": 0, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": anchor, "xshift": shift,
                "text": text, "showarrow": False, "font": {"color": color, "weight": 600},
            }
            for text, anchor, shift, color in words
        ],
    }  # fmt: skip


def tornado_figure(swings: Sequence[Swing], *, likely: int, currency: str) -> dict[str, Any]:
    """Return the widest swings about the likely profit: to its worse end in one colour, to its better end in another."""
    shown = list(reversed(swings[:MOST_SWINGS]))
    labels = [input_label(swing.name) for swing in shown]
    data = []
    for side, color in (("worse", "--chart-short"), ("better", "--chart-over")):
        ends = [min(swing.at_low, swing.at_high) if side == "worse" else max(swing.at_low, swing.at_high) for swing in shown]
        words = [f"{label}: {format_money(end, currency)}" for label, end in zip(labels, ends, strict=True)]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": labels,
                "x": [end - likely for end in ends],
                "base": likely,
                "marker": {"color": token(color)},
                "customdata": words,
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    ends = [value for swing in shown for value in (swing.at_low, swing.at_high)]
    layout = {
        "barmode": "overlay",
        "bargap": 0.35,
        "hovermode": "closest",
        "margin": {"l": 8, "r": 16, "t": 8, "b": 40},
        "xaxis": _money_axis([*ends, likely], [min(ends, default=0), likely, max(ends, default=0)], currency),
        "yaxis": {"automargin": True, "fixedrange": True, "ticklen": 0, "ticksuffix": TICK_GAP},
        "shapes": [_upright(likely)],
    }
    narrow = {"xaxis": {"tickvals": [likely], "ticktext": [format_money(likely, currency)]}}
    return figure_json({"data": data, "layout": layout, "narrow": narrow})


def waterfall_figure(parts: Mapping[str, int], *, currency: str) -> dict[str, Any]:
    """Return the likely case from the goods down to the profit, each part where the one before it ended."""
    shown = [(name, minor) for name, minor in parts.items() if minor]
    labels, starts, lengths, colors, words = [], [], [], [], []
    at = 0
    for name, minor in shown:
        labels.append(part_label(name))
        starts.append(at)
        lengths.append(minor)
        colors.append(token("--chart-actual" if minor > 0 else "--chart-last"))
        words.append(f"{part_label(name)}: {format_money(minor, currency)}")
        at += minor
    profit = _("Profit")
    labels.append(profit)
    starts.append(0)
    lengths.append(at)
    colors.append(token("--ahead" if at > 0 else "--behind"))
    words.append(f"{profit}: {format_money(at, currency)}")
    ends = [0, at, *(start + length for start, length in zip(starts, lengths, strict=True))]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": labels,
            "x": lengths,
            "base": starts,
            "marker": {"color": colors},
            "customdata": words,
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]
    layout = {
        "bargap": 0.35,
        "hovermode": "closest",
        "margin": {"l": 8, "r": 16, "t": 8, "b": 28},
        "xaxis": _money_axis(ends, [0, max(ends)] if min(ends) >= 0 else [min(ends), 0, max(ends)], currency),
        "yaxis": {"automargin": True, "autorange": "reversed", "fixedrange": True, "ticklen": 0, "ticksuffix": TICK_GAP},
        "shapes": [_upright(0)],
    }
    return figure_json({"data": data, "layout": layout})


def _money_axis(values: Sequence[int], ticks: Sequence[int], currency: str) -> dict[str, Any]:
    low, high = min(values), max(values)
    room = (high - low) * 0.06 or 1
    return {
        "tickvals": list(ticks),
        "ticktext": [format_money(tick, currency) or "0" for tick in ticks],
        "range": [low - room, high + room],
        "gridcolor": token("--chart-grid"),
        "zeroline": False,
        "fixedrange": True,
        "ticklen": 0,
        "tickangle": 0,
    }


def _upright(x: int) -> dict[str, Any]:
    line = {"color": token("--line-strong"), "width": 1}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}

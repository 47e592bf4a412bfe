"""The waterfall from the planned to the actual profit, lying on its side so that a phone can read it."""

from typing import Any

from django.utils.translation import gettext as _

from common.charts import figure_json, token
from common.money import format_money
from review.words.parts import part_label

GAP = "\u00a0\u00a0"


def way_figure(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the figure: plan in indigo, steps in the colour of their meaning, actual in ink; None without a planned profit."""
    if body["plan"]["profit"] is None:
        return None
    currency, at = body["currency"], body["plan"]["profit"]
    labels, starts, lengths, colors, words = [_("The plan")], [0], [at], [token("--chart-plan")], [format_money(at, currency)]
    for step in body["steps"]:
        if not step["by"]:
            continue
        labels.append(part_label(step["name"]))
        starts.append(at)
        lengths.append(step["by"])
        colors.append(token("--ahead" if step["by"] > 0 else "--behind"))
        mark = _(" (open)") if step["is_open"] else ""
        words.append(format_money(step["by"], currency, signed=True) + mark)
        at += step["by"]
    labels.append(_("Actual"))
    starts.append(0)
    lengths.append(at)
    colors.append(token("--chart-actual"))
    words.append(format_money(at, currency))
    ends = [0, *(value for start, length in zip(starts, lengths, strict=True) for value in (start, start + length))]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.22 or 1
    left = any(length < 0 and start + length < low + room for start, length in zip(starts, lengths, strict=True))
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": labels,
            "x": lengths,
            "base": starts,
            "marker": {"color": colors},
            "text": words,
            "textposition": "outside",
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]
    line = {"color": token("--line-strong"), "width": 1}
    layout = {
        "bargap": 0.3,
        "hovermode": False,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "height": 40 + 26 * len(labels),
        "xaxis": {"visible": False, "range": [low - (room if left else 0), high + room], "fixedrange": True},
        "yaxis": {"automargin": True, "autorange": "reversed", "fixedrange": True, "ticklen": 0, "ticksuffix": GAP},
        "shapes": [{"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": line}],
    }
    # Beside the bars of a phone there is no room for amounts: they stand under their names, and the bars' own are hidden.
    named = [f"{label}{GAP}<br>{amount}{GAP}" for label, amount in zip(labels, words, strict=True)]
    narrow = {
        "height": 40 + 38 * len(labels),
        "uniformtext": {"mode": "hide", "minsize": 99},
        "xaxis": {"range": [low, high]},
        "yaxis": {"tickmode": "array", "tickvals": labels, "ticktext": named, "ticksuffix": ""},
    }
    return figure_json({"data": data, "layout": layout, "narrow": narrow})

"""Second purchases by day since the first: the buyers won in the sale in ink, those won before in grey and dashed."""

from collections.abc import Callable, Mapping
from typing import Any

from common.charts import figure_json, token
from common.money import format_share
from live.charts.axes import ticks_up_to
from review.rules.cohorts import HORIZONS, LONGEST, Cohort
from review.words.after import cohort_name, short_name

_LINES = {
    "sale": {"color": token("--chart-actual"), "width": 2.5},
    "before": {"color": token("--chart-last"), "width": 1.75, "dash": "dash"},
}


def cohort_figure(cohorts: Mapping[str, Cohort]) -> dict[str, Any] | None:
    """Return the curves, each to the last day that is known; None before a day has passed."""
    curves = {name: cohort.curve() for name, cohort in cohorts.items()}
    shown = {name: curve for name, curve in curves.items() if len(curve) > 1}
    if "sale" not in shown:
        return None
    top = max(max(curve) for curve in shown.values()) or 0.01
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(range(len(curve))),
            "y": curve,
            "line": _LINES[name],
            "hovertemplate": "%{y:.1%}<extra></extra>",
        }
        for name, curve in shown.items()
    ]
    ticks = ticks_up_to(top * 130)
    layout = {
        "margin": {"l": 48, "r": 16, "t": 16, "b": 40},
        "hovermode": "x",
        "annotations": _labels(shown, cohort_name),
        "xaxis": {
            "range": [0, LONGEST * 1.02],
            "tickvals": [0, *HORIZONS],
            "ticktext": [str(day) for day in (0, *HORIZONS)],
            "fixedrange": True,
            "showgrid": False,
            "linecolor": token("--line-strong"),
        },
        "yaxis": {
            "range": [0, top * 1.3],
            "tickvals": [tick / 100 for tick in ticks],
            "ticktext": [f"{tick:g}%" for tick in ticks],
            "fixedrange": True,
            "gridcolor": token("--chart-grid"),
            "zeroline": False,
        },
    }
    return figure_json({"data": data, "layout": layout, "narrow": {"annotations": _labels(shown, short_name)}})


def _labels(shown: Mapping[str, list[float]], named: Callable[[str], str]) -> list[dict[str, Any]]:
    """Write each curve's name and last share at its end: above its line, the lower of two near each other below its own."""
    ends = sorted(shown, key=lambda name: shown[name][-1], reverse=True)
    lasts = [shown[name][-1] for name in ends]
    is_near = bool(lasts) and lasts[-1] > 0.6 * lasts[0]
    return [
        {
            "x": len(shown[name]) - 1,
            "y": shown[name][-1],
            "text": f"{named(name)} {format_share(shown[name][-1], 1)}",
            "showarrow": False,
            "xanchor": "right" if len(shown[name]) > LONGEST / 2 else "left",
            "yanchor": "top" if place and is_near else "bottom",
            "yshift": -4 if place and is_near else 4,
            "font": {"color": token("--ink" if name == "sale" else "--ink-3")},
        }
        for place, name in enumerate(ends)
    ]

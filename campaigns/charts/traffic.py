"""The hourly budget as a figure: bars of the plan, and what files say was spent."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.traffic_budget import Budget
from campaigns.words.problems import clock, day_label
from common.charts import figure_json, token
from common.money import exponent_of, format_money


def budget_figure(budget: Budget, campaign: Campaign, spent: dict[int, int]) -> dict[str, Any]:
    """Draw the cost of each hour; `spent` is the spend per hour (its first slot) that traffic files told."""
    zone, currency = campaign.time_zone, campaign.currency
    scale = 10 ** exponent_of(currency)
    places = list(range(len(budget.hours)))
    words = [
        _("{time}: {money}, {running} so far").format(
            time=f"{day_label(hour.window.start, zone)}, {clock(hour.window.start, zone)}",
            money=format_money(hour.total_minor, currency),
            running=format_money(hour.running_minor, currency),
        )
        for hour in budget.hours
    ]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "x": places,
            "y": [hour.total_minor / scale for hour in budget.hours],
            "customdata": words,
            "hovertemplate": "%{customdata}<extra></extra>",
            "marker": {"color": token("--plan-soft"), "line": {"color": token("--plan"), "width": 1}},
        }
    ]
    known = [(place, spent[hour.window.start]) for place, hour in enumerate(budget.hours) if hour.window.start in spent]
    if known:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [place for place, _spend in known],
                "y": [spend / scale for _place, spend in known],
                "customdata": [format_money(spend, currency) for _place, spend in known],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": {"color": token("--chart-actual"), "size": 7},
            }
        )
    step = max(1, len(places) // 8)
    ticks = places[::step]
    layout: dict[str, Any] = {
        "margin": {"l": 64, "r": 8, "t": 12, "b": 28},
        "bargap": 0.35,
        "xaxis": {
            "tickvals": ticks,
            "ticktext": [clock(budget.hours[place].window.start, zone) for place in ticks],
            "showgrid": False,
            "fixedrange": True,
        },
        "yaxis": _money_axis(max([*(hour.total_minor for hour in budget.hours), *spent.values(), 1]), currency),
    }
    few = places[:: step * 2]
    narrow = {"xaxis": {"tickvals": few, "ticktext": [clock(budget.hours[place].window.start, zone) for place in few]}}
    return figure_json({"data": data, "layout": layout, "narrow": narrow})


def _money_axis(highest_minor: int, currency: str) -> dict[str, Any]:
    """Return an axis of money with three to five lines at round amounts."""
    size = 10 ** (len(str(highest_minor)) - 1)
    step = next(part for part in (size // 4, size // 2, size, size * 2, size * 4) if part and highest_minor <= part * 5)
    marks = list(range(0, highest_minor + step, step))
    scale = 10 ** exponent_of(currency)
    return {
        "tickvals": [mark / scale for mark in marks],
        "ticktext": [format_money(mark, currency) if mark else "0" for mark in marks],
        "range": [0, marks[-1] / scale],
        "gridcolor": token("--chart-grid"),
        "fixedrange": True,
    }

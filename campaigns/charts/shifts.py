"""The figure of the shifts: people needed in each half hour, people on the roster, and when shifts change."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.shifts import Demand, ShiftRow
from campaigns.rules.staffing.contacts import ROLES
from campaigns.words.shifts import half_hour_words
from common.charts import figure_json, token
from common.money import format_count

HALF = 0.5  # hours


def people_figure(campaign: Campaign, found: Demand, rows: Sequence[ShiftRow], staffed: Sequence[int]) -> dict[str, Any]:
    """Return bars of the people each half hour needs, the roster as a stepped line, changes of shift as upright lines.

    The x axis counts hours since the sale's start and is labelled by the shop's clock.
    """
    needed = [sum(each) for each in zip(*(found.people[role] for role in ROLES), strict=True)]
    asked = [sum(each) for each in zip(*(found.contacts[role] for role in ROLES), strict=True)]
    hours = [number * HALF for number in range(len(needed))]
    times = [half_hour_words(found.first_half_hour + number) for number in range(len(needed))]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "x": [hour + HALF / 2 for hour in hours],
            "y": needed,
            "width": [HALF * 0.8] * len(hours),
            "marker": {"color": token("--plan-soft"), "line": {"color": token("--chart-plan"), "width": 0.75}},
            "customdata": [
                _("{time}: {people} people for {contacts} contacts").format(
                    time=time, people=people, contacts=format_count(round(contacts))
                )
                for time, people, contacts in zip(times, needed, asked, strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]
    if any(staffed):
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [*hours, len(hours) * HALF],
                "y": [*staffed, staffed[-1]],
                "line": {"color": token("--chart-actual"), "width": 2, "shape": "hv"},
                "hoverinfo": "skip",
            }
        )
    length = len(hours) * HALF
    changes = [change for change in _hours_of_changes(campaign, rows) if 0 < change < length]
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticklen": 0, "range": [0, length], "tickangle": 0}
    return figure_json(
        {
            "data": data,
            "layout": {
                "margin": {"l": 40, "r": 8, "t": 12, "b": 28},
                "xaxis": {**axis, "showline": True, "linecolor": token("--line-strong"), **_ticks(found, length, most=9)},
                "yaxis": {
                    "gridcolor": token("--chart-grid"),
                    "zeroline": False,
                    "fixedrange": True,
                    "ticklen": 0,
                    "rangemode": "tozero",
                    "tickformat": "d",
                    "nticks": 6,
                },
                "shapes": [_upright(change) for change in changes],
            },
            "narrow": {"xaxis": _ticks(found, length, most=5)},
        }
    )


def _hours_of_changes(campaign: Campaign, rows: Sequence[ShiftRow]) -> list[float]:
    return [_hours(row.starts, campaign.starts_at) for row in rows]


def _hours(moment: datetime, start: datetime) -> float:
    return (moment - start) / timedelta(hours=1)


def _upright(hour: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": hour,
        "x1": hour,
        "y0": 0,
        "y1": 1,
        "line": {"color": token("--hold"), "width": 1, "dash": "dot"},
    }


def _ticks(found: Demand, length: float, *, most: int) -> dict[str, Any]:
    every = next(step for step in (3, 6, 12, 24, 48, 96, 24 * 14, 24 * 60) if length / step <= most)
    into_day = found.first_half_hour * HALF
    first = -into_day % every
    places = [first + every * number for number in range(int((length - first) / every) + 1)] if length > first else []
    return {"tickvals": places, "ticktext": [half_hour_words(round((into_day + place) * 2)) for place in places]}

"""Plan beside actual as bars: phases, tiers, channels. Plan in indigo, actual in ink, each with its number."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from campaigns.words.phases import phase_name
from common.charts import as_label, figure_json, token
from common.money import format_count, format_money
from review.charts.way import GAP
from review.pages.tables import channel_names
from review.words.parts import tier_name

Row = tuple[str, int | None, int]
ROOM = 1.25
"""The axis reaches so far beyond the longest bar that its number has its place."""


def phase_bars(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the revenue of each phase beside its target; None without phases."""
    return _bars([(phase_name(one["name"]), one["target"], one["revenue"]) for one in body["phases"]], body["currency"])


def tier_bars(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the revenue of each tier beside its target; None without tiers."""
    return _bars([(tier_name(one["tier"]), one["target"], one["revenue"]) for one in body["tiers"]], body["currency"])


def channel_bars(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the visitors of each channel beside the planned ones; None where no file tells any."""
    told = [one for one in body["channels"] if one["visitors"] is not None]
    names = channel_names(body)
    return _bars([(names[one["key"]], one["planned_visitors"], one["visitors"]) for one in told], None)


def _bars(rows: Sequence[Row], currency: str | None) -> dict[str, Any] | None:
    """Return the figure of amounts in a currency, or of counts (None)."""
    if not rows:
        return None
    planned = [value for _label, value, _actual in rows]
    actual = [value for _label, _plan, value in rows]
    data = [_trace(_("Actual"), "--chart-actual", rows, actual, currency)]
    if any(value is not None for value in planned):
        data.insert(0, _trace(_("The plan"), "--chart-plan", rows, planned, currency))
    values = [0, *(value or 0 for value in planned), *actual]
    layout = {
        "bargap": 0.35,
        "hovermode": False,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "height": 40 + 24 * len(rows) * len(data),
        "xaxis": {"visible": False, "range": [min(values) * ROOM, max(*values, 1) * ROOM], "fixedrange": True},
        "yaxis": {"automargin": True, "autorange": "reversed", "fixedrange": True, "ticklen": 0, "ticksuffix": GAP},
    }
    return figure_json({"data": data, "layout": layout})


def _trace(name: str, ink: str, rows: Sequence[Row], values: Sequence[int | None], currency: str | None) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [as_label(label) for label, _plan, _actual in rows],
        "x": [value or 0 for value in values],
        "text": [format_count(value) if currency is None else format_money(value, currency) for value in values],
        "marker": {"color": token(ink)},
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }

"""The charts of a review by the name of their block: what its page draws, its report prints, and a chat gets as a picture."""

from collections.abc import Callable
from typing import Any

from common.moments import format_moment
from common.png import chart_png
from review.charts import way_figure
from review.charts.bars import channel_bars, phase_bars, tier_bars
from review.models import Report
from review.pages.blocks import MAKERS

Body = dict[str, Any]
PICTURES: dict[str, Callable[[Body], dict[str, Any] | None]] = {
    "steps": way_figure,
    "phases": phase_bars,
    "tiers": tier_bars,
    "channels": channel_bars,
}


def picture_of(name: str, body: Body) -> dict[str, Any] | None:
    """Return the figure of a block; None for a block without one, or where nothing is known to draw."""
    return PICTURES[name](body) if name in PICTURES else None


def pictured(body: Body) -> list[str]:
    """Return the names of the blocks that have a picture."""
    return [name for name in PICTURES if picture_of(name, body) is not None]


def report_png(report: Report, name: str) -> bytes | None:
    """Return the picture of a block of a report, under its finding; None where there is none."""
    figure = picture_of(name, report.body)
    if figure is None:
        return None
    as_of = format_moment(report.prepared_at, report.campaign.time_zone, year=True)
    return chart_png(figure, title=MAKERS[name](report.body).title, foot=f"{report.campaign.name} · {as_of}")

"""The charts of a review by name: what its pages draw, its report prints, and a chat gets as a picture."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse

from campaigns.models import Campaign
from common.moments import format_moment
from common.png import chart_png
from review.charts import way_figure
from review.charts.bars import channel_bars, phase_bars, tier_bars
from review.models import Report
from review.pages.beyond import parts_of
from review.pages.blocks import MAKERS
from review.pages.tables import named

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


def pictures_of(report: Report) -> list[tuple[str, str]]:
    """Return (name, what it is called) of every picture of a report."""
    blocks = [(name, named(name)) for name in PICTURES if picture_of(name, report.body) is not None]
    return blocks + [(part.name, part.label) for part in parts_of(report.body, report.campaign) if part.chart is not None]


def report_png(report: Report, name: str) -> bytes | None:
    """Return the picture of a block or part of a report, under its finding; None where there is none."""
    foot = sale_foot(report.campaign, report.prepared_at)
    figure = picture_of(name, report.body)
    if figure is not None:
        return chart_png(figure, title=MAKERS[name](report.body).title, foot=foot)
    for part in parts_of(report.body, report.campaign):
        if part.name == name and part.chart is not None:
            return chart_png(part.chart, title=part.table.title, foot=foot, key=part.key)
    return None


def sale_foot(campaign: Campaign, at: datetime | None) -> str:
    """Return the line below a picture: the sale and the moment it speaks of."""
    return f"{campaign.name} · {format_moment(at, campaign.time_zone, year=True)}" if at else campaign.name


def picture_file(figure: Mapping[str, Any] | None, *, title: str, foot: str, name: str, key: str = "") -> HttpResponse:
    """Return a figure as a PNG to save; Http404 where there is nothing to draw."""
    if figure is None:
        raise Http404
    response = HttpResponse(chart_png(figure, title=title, foot=foot, key=key), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{name}.png"'
    return response

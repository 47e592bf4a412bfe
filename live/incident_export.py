"""Incidents as a table for a spreadsheet."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from live.models import Incident
from live.page.alerts.words import limit_words, name_of, names_words, value_words

MOST_ROWS = 10_000


def incident_rows() -> Iterator[list[Cell]]:
    """Yield the heading and a row for each incident, the newest first; moments by the clock of the sale."""
    yield [
        _("Incident"), _("Sale"), _("Severity"), _("Department"), _("Opened"), _("Over"), _("Seen to by"), _("Seen to at"),
        _("Told to others"), _("Value"), _("Furthest"), _("Bound"), _("Of"), _("Part of"),
    ]  # fmt: skip
    rows = Incident.objects.select_related("campaign", "acknowledged_by", "part_of").order_by("-opened_at", "-pk")
    for one in rows[:MOST_ROWS]:
        currency, zone = one.campaign.currency, one.campaign.time_zone
        yield [
            name_of(one),
            one.campaign.name,
            str(one.get_severity_display()),
            str(one.get_department_display()) if one.department else "",
            _clock(one.opened_at, zone),
            _clock(one.ended_at, zone),
            one.acknowledged_by.shown_name if one.acknowledged_by else "",
            _clock(one.acknowledged_at, zone),
            _clock(one.escalated_at, zone),
            value_words(one.measure, one.value, currency),
            value_words(one.measure, one.worst, currency),
            limit_words(one, currency),
            names_words(one),
            name_of(one.part_of) if one.part_of else "",
        ]


def _clock(moment: datetime | None, zone: str) -> str:
    return "" if moment is None else f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"

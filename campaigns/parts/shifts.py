"""The part of a plan that says how its shifts are worked out."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, ShiftSettings
from campaigns.parts.base import Line, Part
from campaigns.parts.rows import read_rows, restore_rows
from common.money import format_share

LABELS = {
    "presale_rate": _("Contacts per visitor"),
    "aftersale_rate": _("After-sale contacts per order"),
    "aftersale_hours": _("Hours over which they come"),
    "chase_rate": _("Reminders per order"),
    "presale_seconds": _("Seconds per pre-sale contact"),
    "aftersale_seconds": _("Seconds per after-sale contact"),
    "chase_seconds": _("Seconds per reminder"),
    "chats_at_once": _("Chats at once"),
    "answered_share": _("Answered in time, %"),
    "answer_seconds": _("Seconds to answer in"),
    "busiest_share": _("Busiest, %"),
    "away_share": _("At breaks, %"),
    "reserve_share": _("Reserve, %"),
    "shortest_hours": _("Shortest shift, hours"),
    "longest_hours": _("Longest shift, hours"),
    "rest_hours": _("Hours between two shifts"),
    "most_in_a_week": _("Most shifts in seven days"),
    "most_nights_in_a_week": _("Most nights in seven days"),
    "moments": _("Changes of shift"),
}


def _lines(campaign: Campaign, then: Any, now: Any) -> list[Line]:
    before, after = (rows[0] if rows else _defaults() for rows in (then, now))
    return [
        (str(label), _written(name, before.get(name)), _written(name, after.get(name)))
        for name, label in LABELS.items()
        if before.get(name) != after.get(name)
    ]


def _defaults() -> dict[str, Any]:
    """Return the figures that count before somebody changes the first, as a kept row has them."""
    found: dict[str, Any] = {}
    for name in LABELS:
        field, value = ShiftSettings._meta.get_field(name), getattr(ShiftSettings(), name)
        is_decimal = isinstance(field, models.DecimalField) and value is not None
        found[name] = f"{value:.{field.decimal_places}f}" if is_decimal else value  # type: ignore[union-attr]
    return found


def _written(name: str, value: Any) -> str:
    if name == "moments":
        return ", ".join(f"{place // 2}:{place % 2 * 30:02}" for place in value or [])
    if name.endswith("_share") and value is not None:
        return format_share(Decimal(str(value)))
    return "" if value is None else str(value)


PART = Part(
    "shifts",
    _("Shifts"),
    lambda campaign: read_rows(ShiftSettings, campaign),
    lambda campaign, rows: restore_rows(ShiftSettings, campaign, rows),
    _lines,
)

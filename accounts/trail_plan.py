"""The phases and stages of a plan in the audit trail, which keeps them as rows: in words, by the clock here."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.trail_words import VALUES
from common.moments import format_moment
from common.windows import slot_start

PHASES: dict[str, Any] = {
    "opening": gettext_lazy("Opening"),
    "morning": gettext_lazy("Morning"),
    "afternoon": gettext_lazy("Afternoon"),
    "evening": gettext_lazy("Evening"),
    "closing": gettext_lazy("Last hour"),
    "day": gettext_lazy("Whole day"),
}


def plan_words(name: str, value: Any) -> str:
    """Write the phases or the stages of a plan; "" for anything else, and for rows of another shape.

    A phase is kept as name, template, first slot, slot after the last, share in hundredths of a per cent.

    >>> plan_words("phases", [["opening", "opening", 2995872, 2995881, 2500]]).startswith("Opening "), plan_words("name", "Night")
    (True, '')
    """
    try:
        if name == "phases" and value:
            return _phases(value)
        return _stages(value) if name == "stages" and value else ""
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return ""


def _phases(rows: list[Any]) -> str:
    spans = ((row, _span(slot_start(row[2]), slot_start(row[3]), date=False)) for row in rows)
    return ", ".join(f"{PHASES.get(row[0], row[0])} {span} {row[4] / 100:g}%" for row, span in spans)


def _stages(ends_of: dict[str, list[str]]) -> str:
    dated = {stage: [datetime.fromisoformat(end) for end in ends] for stage, ends in ends_of.items()}
    in_order = sorted(dated.items(), key=lambda item: item[1])
    return ", ".join(f"{VALUES['stage'][stage]} {_span(start, end)}" for stage, (start, end) in in_order)


def _span(start: datetime, end: datetime, *, date: bool = True) -> str:
    zone = timezone.get_current_timezone_name()
    first, last = (format_moment(moment, zone, date=date) for moment in (start, end))
    return _("{start} to {end}").format(start=first, end=last)

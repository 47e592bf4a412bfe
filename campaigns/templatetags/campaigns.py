"""Words of the plan for templates: `{% load campaigns %}`."""

from django import template

from campaigns.models import Campaign
from campaigns.sentences import day_label, span_label
from campaigns.trail_words import action_words
from common.windows import local_time

register = template.Library()


@register.simple_tag
def slot_span(start: int, end: int, zone: str, days: Campaign | None = None) -> str:
    """Write a run of slots by the shop's clock, with its day where the sale has several: 9:00 to 11:00."""
    words = span_label(start, end, zone)
    if days is not None and _dates(days.start_slot, days.end_slot, zone) > 1 and _dates(start, end, zone) == 1:
        return f"{day_label(start, zone)}, {words}"
    return words


@register.filter
def action(stored: str) -> str:
    """Write what was done to a plan."""
    return action_words(stored)


def _dates(start: int, end: int, zone: str) -> int:
    """Count the dates of the shop's clock that a run of slots begins and ends on."""
    return len({local_time(start, zone).date(), local_time(end - 1, zone).date()})

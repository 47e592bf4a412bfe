"""Words of the plan for templates: `{% load campaigns %}`."""

from collections.abc import Sequence

from django import template
from django.template import RequestContext
from django.utils.translation import gettext

from campaigns.models import Campaign, ServicePerson, ServiceRole, Stage
from campaigns.pages.tabs import Tab, tabs_of
from campaigns.queries.gates import Gate
from campaigns.queries.kept import frozen_version
from campaigns.queries.shifts import ShiftRow
from campaigns.summaries import Summary
from campaigns.words.problems import clock, day_label, span_label
from campaigns.words.shifts import broken_words, shift_words
from campaigns.words.trail import action_words
from common.windows import local_time, slot_of

register = template.Library()


@register.simple_tag
def slot_span(start: int, end: int, zone: str, days: Campaign | None = None) -> str:
    """Write a run of slots by the shop's clock, with its day where the sale has several: 9:00 to 11:00."""
    words = span_label(start, end, zone)
    if days is not None and _dates(days.start_slot, days.end_slot, zone) > 1 and _dates(start, end, zone) == 1:
        return f"{day_label(start, zone)}, {words}"
    return words


@register.simple_tag
def stage_span(stage: Stage, zone: str) -> str:
    """Write when a stage is: 17 Sep to 20 Oct; with the times where it does not begin and end at midnight."""
    start, end = slot_of(stage.starts_at), slot_of(stage.ends_at)
    if clock(start, zone) != "0:00" or clock(end, zone) != "0:00" or _dates(start, end, zone) == 1:
        words = span_label(start, end, zone)
        return words if _dates(start, end, zone) > 1 else f"{day_label(start, zone)}, {words}"
    return gettext("{start} to {end}").format(start=day_label(start, zone), end=day_label(end - 1, zone))


@register.simple_tag
def plan_version(campaign: Campaign) -> str:
    """Write which version stands and which was frozen: Plan version 14, frozen 12 Oct."""
    frozen = frozen_version(campaign)
    if frozen is None or frozen.frozen_at is None:
        return gettext("Plan version {version}").format(version=campaign.version)
    day = day_label(slot_of(frozen.frozen_at), campaign.time_zone)
    if frozen.number == campaign.version:
        return gettext("Plan version {version}, frozen {day}").format(version=campaign.version, day=day)
    return gettext("Plan version {version}, version {frozen} frozen {day}").format(
        version=campaign.version, frozen=frozen.number, day=day
    )


@register.simple_tag(takes_context=True)
def tabs_of_sale(context: RequestContext, campaign: Campaign, here: str) -> list[Tab]:
    """Return the pages of the sale that the reader may open, the one in hand marked."""
    return tabs_of(campaign.pk, here, user=context["user"])


@register.filter
def gate_of(gates: dict[str, Gate], stage: str) -> Gate:
    """Return the gate of a stage."""
    return gates[stage]


@register.simple_tag(takes_context=True)
def summary_card(context: RequestContext, summary: Summary) -> str:
    """Draw the card of a topic: its template with its own names beside those of the page."""
    card = template.Engine.get_default().get_template(summary.template)
    with context.push(**summary.context):
        return card.render(context)


@register.simple_tag
def shift_when(row: ShiftRow) -> str:
    """Write when a shift is: Tue, 10 Nov, 20:30 to 4:30."""
    return shift_words(row.starts, row.ends)


@register.simple_tag
def broken_rest(codes: Sequence[str]) -> str:
    """Write which rest rules are broken."""
    return broken_words(codes)


@register.simple_tag
def role_labels(roles: Sequence[str]) -> str:
    """Write what a person of customer service can do."""
    return ", ".join(str(ServiceRole(role).label) for role in roles)


@register.simple_tag
def candidates_of(found: dict[tuple[int, str], list[ServicePerson]], shift_pk: int, role: str) -> list[ServicePerson]:
    """Return who could take an open place."""
    return found.get((shift_pk, role), [])


@register.filter
def action(stored: str) -> str:
    """Write what was done to a plan."""
    return action_words(stored)


def _dates(start: int, end: int, zone: str) -> int:
    """Count the dates of the shop's clock that a run of slots begins and ends on."""
    return len({local_time(start, zone).date(), local_time(end - 1, zone).date()})

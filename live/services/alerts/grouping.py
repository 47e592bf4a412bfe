"""To which incident an event of a watch belongs: its own, or one that another watch of the same trouble has opened."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from campaigns.models import Campaign
from live.models import Incident, Watch
from live.models.alerts import IncidentQuerySet
from live.queries.alerts.readings import Read
from live.rules.alerts.grouping import Group, cause_of, is_naming, joined
from live.rules.alerts.machine import Event, Kind

COPIED = ("name", "code", "measure", "subject", "within", "above", "threshold", "severity", "department")


def incident_for(*, watch: Watch, event: Event, read: Read, at: datetime) -> Incident | None:
    """Return the incident of a watch that an event happened to, locked, changed but not saved; None where there is none.

    One that opens joins an open incident of the same cause as its sign.
    """
    of_watch = _locked().filter(watch=watch).order_by("-pk")
    standing = of_watch.filter(ended_at=None).first()
    if event.kind == Kind.OPENED and standing is None:
        return _opened(watch, read, at)
    if event.kind not in {Kind.OPENED, Kind.RETURNED}:
        return standing
    incident = standing or of_watch.first()
    if incident is not None:
        incident.ended_at = incident.settled_at = None
    return incident


def lead_of(incident: Incident) -> Incident:
    """Return the incident that people hear of, locked: the one this is part of, or itself."""
    return incident if incident.part_of_id is None else _locked().get(pk=incident.part_of_id)


def reopened(*, incident: Incident) -> Incident:
    """Return the incident that people hear of once one of its numbers has come back: open again, though its own may be good.

    What comes back while another incident of its cause is open becomes a sign of that one, with its own signs.
    """
    lead = lead_of(incident)
    other = _open_lead(incident.campaign, lead.cause, agrees=False, besides=(lead.pk, incident.pk))
    if other is not None:
        Incident.objects.filter(Q(pk=incident.pk) | Q(part_of=incident.pk)).update(part_of=other)
        return other
    if lead.ended_at is not None:
        lead.settled_at, lead.ended_at = lead.settled_at or lead.ended_at, None
    return lead


def _opened(watch: Watch, read: Read, at: datetime) -> Incident:
    copied = {name: getattr(watch, name) for name in COPIED}
    incident = Incident(campaign=watch.campaign, watch=watch, opened_at=at, revision=0, **copied)
    incident.cause = cause_of(watch.measure, above=watch.above, largest=read.largest)
    names = is_naming(watch.measure)
    lead = _open_lead(watch.campaign, incident.cause, agrees=not names or incident.cause == read.largest)
    if lead is not None:
        if names and lead.cause != incident.cause:
            Incident.objects.filter(pk=lead.pk).update(cause=incident.cause)
        incident.part_of = lead
    return incident


def _open_lead(campaign: Campaign, cause: str, *, agrees: bool, besides: Collection[int] = ()) -> Incident | None:
    """Return the open incident that a number with this cause belongs to, locked."""
    if not cause:
        return None
    rows = Incident.objects.open().leading().filter(campaign=campaign).exclude(cause="").exclude(pk__in=besides)
    found = {row.pk: row for row in rows.prefetch_related("signs").order_by("pk")}
    groups = [Group(row.pk, row.cause, any(is_naming(one.measure) for one in (row, *row.signs.all()))) for row in found.values()]
    number = joined(cause, agrees=agrees, groups=groups)
    return None if number is None else _locked().get(pk=number)


def _locked() -> IncidentQuerySet:
    return Incident.objects.select_for_update(of=("self",)).select_related("campaign", "acknowledged_by")

"""Incidents: opened, changed, escalated and ended by what is read; acknowledged by a person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from live.models import AlertChannel, Incident, IncidentEvent, Watch
from live.queries.alerts.incidents import forget_unanswered
from live.queries.alerts.readings import Read
from live.rules.alerts.machine import Event, Kind
from live.services.alerts.routing import channels_in_use, tell

ACKNOWLEDGED = "acknowledged"
COPIED = ("name", "code", "measure", "subject", "within", "above", "threshold", "severity", "department")


def apply_event(*, watch: Watch, event: Event, read: Read, at: datetime, channels: Sequence[AlertChannel]) -> Incident | None:
    """Write down what happened to a watch's incident and tell its channels, inside the caller's transaction.

    None where there is nothing it could have happened to.
    """
    incident = _incident_for(watch, event, at)
    if incident is None:
        return None
    if event.kind == Kind.ENDED:
        incident.ended_at, incident.clear_since = at, None
    if event.kind == Kind.ESCALATED:
        incident.escalated_at = at
    _note_value(incident, read)
    incident.revision += 1
    incident.save()
    IncidentEvent.objects.create(incident=incident, at=at, kind=event.kind, value=event.value, is_told=event.is_told)
    tell(incident=incident, what=event.kind, is_told=event.is_told, at=at, channels=channels)
    return incident


def follow(*, incident: Incident, read: Read, clear_since: datetime | None) -> None:
    """Keep an open incident at the newest number, without a word to anybody; nothing is written where nothing changed."""
    before = (incident.value, incident.worst, list(incident.names), incident.is_provisional, incident.clear_since)
    _note_value(incident, read)
    incident.clear_since = clear_since
    if before != (incident.value, incident.worst, list(incident.names), incident.is_provisional, incident.clear_since):
        incident.save(update_fields=["value", "worst", "names", "is_provisional", "clear_since"])


@transaction.atomic
def acknowledge(*, actor: User, incident: Incident, at: datetime) -> bool:
    """Note that a person sees to an incident; False when somebody did before, or it is over. It is escalated no more."""
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    if locked.acknowledged_at is not None or locked.ended_at is not None:
        return False
    locked.acknowledged_by, locked.acknowledged_at = actor, at
    locked.revision += 1
    locked.save(update_fields=["acknowledged_by", "acknowledged_at", "revision"])
    IncidentEvent.objects.create(incident=locked, at=at, kind=ACKNOWLEDGED, value=locked.value, by=actor, is_told=False)
    record(actor=actor, action="incident.acknowledge", target=f"incident {locked.pk}")
    tell(incident=locked, what=ACKNOWLEDGED, is_told=False, at=at, channels=channels_in_use())
    forget_unanswered()
    return True


def end_of_watch(*, watch: Watch, at: datetime) -> None:
    """End the incident of a watch that looks no more; who was told of it is told that too."""
    for incident in Incident.objects.open().filter(watch=watch):
        end_incident(incident=incident, at=at)


def end_incident(*, incident: Incident, at: datetime) -> None:
    """End an incident whatever its number says."""
    incident.ended_at, incident.clear_since, incident.revision = at, None, incident.revision + 1
    incident.save(update_fields=["ended_at", "clear_since", "revision"])
    IncidentEvent.objects.create(incident=incident, at=at, kind=Kind.ENDED, value=incident.value)
    tell(incident=incident, what=Kind.ENDED, is_told=True, at=at, channels=channels_in_use())


def _incident_for(watch: Watch, event: Event, at: datetime) -> Incident | None:
    if event.kind == Kind.OPENED:
        copied = {name: getattr(watch, name) for name in COPIED}
        return Incident(campaign=watch.campaign, watch=watch, opened_at=at, revision=0, **copied)
    of_watch = Incident.objects.filter(watch=watch).select_related("campaign", "acknowledged_by").order_by("-pk")
    if event.kind == Kind.RETURNED:
        incident = of_watch.exclude(ended_at=None).first()
        if incident is not None:
            incident.ended_at = None
        return incident
    return of_watch.filter(ended_at=None).first()


def _note_value(incident: Incident, read: Read) -> None:
    value = read.reading.value
    if value is None:
        return
    incident.value, incident.is_provisional = value, read.reading.is_provisional
    if incident.ended_at is None:
        incident.names = list(read.names)
    worst = incident.worst
    if worst is None or (value > worst if incident.above else value < worst):
        incident.worst = value

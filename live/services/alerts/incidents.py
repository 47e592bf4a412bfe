"""Incidents: opened, changed and escalated by what is read; acknowledged by a person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from accounts.services import record
from live.models import SEVERITIES, AlertChannel, Incident, Watch
from live.queries.alerts.incidents import forget_unanswered
from live.queries.alerts.readings import Read
from live.rules.alerts.machine import Beside, Event, Kind
from live.services.alerts.ending import end_incident, note_event
from live.services.alerts.grouping import incident_for, lead_of, reopened
from live.services.alerts.routing import channels_in_use, tell


def apply_event(*, watch: Watch, event: Event, read: Read, at: datetime, channels: Sequence[AlertChannel]) -> Incident | None:
    """Write down what happened to the incident of a watch and tell the channels, inside the caller's transaction.

    Return the incident that people hear of: the one it is part of, or itself. None where it happened to none.
    """
    incident = incident_for(watch=watch, event=event, read=read, at=at)
    if incident is None:
        return None
    if event.kind == Kind.ENDED:
        return end_incident(number=incident.pk, at=at, value=event.value, channels=channels)
    # One that led signs beyond its own number was never over.
    kind = Kind.RETURNED if event.kind == Kind.OPENED and incident.pk else event.kind
    _note_value(incident, read)
    incident.revision += 1
    incident.save()
    lead = reopened(incident=incident) if kind == Kind.RETURNED else lead_of(incident)
    is_told, is_sign = event.is_told, lead.pk != incident.pk
    note_event(incident=incident, kind=kind, at=at, value=event.value, is_told=is_told and not is_sign)
    if kind == Kind.ESCALATED:
        is_told = lead.escalated_at is None
        lead.escalated_at = lead.escalated_at or at
    lead.severity = max(lead.severity, incident.severity, key=SEVERITIES.__getitem__)
    lead.revision += is_sign
    lead.save()
    tell(
        incident=lead,
        what=Beside.JOINED if kind == Kind.OPENED and is_sign else kind,
        is_told=is_told,
        at=at,
        channels=channels,
    )
    return lead


def follow(*, incident: Incident, read: Read, clear_since: datetime | None) -> None:
    """Keep an open incident at the newest number, without a word to anybody; nothing is written where nothing changed."""
    before = (incident.value, incident.worst, list(incident.names), incident.is_provisional, incident.clear_since)
    _note_value(incident, read)
    incident.clear_since = clear_since
    if before != (incident.value, incident.worst, list(incident.names), incident.is_provisional, incident.clear_since):
        incident.save(update_fields=["value", "worst", "names", "is_provisional", "clear_since"])


@transaction.atomic
def acknowledge(*, actor: User, incident: Incident, at: datetime) -> bool:
    """Note that a person sees to an incident, with all its signs; False when somebody did before, or it is over.

    It is escalated no more.
    """
    locked = Incident.objects.select_for_update().get(pk=incident.part_of_id or incident.pk)
    if locked.acknowledged_at is not None or locked.ended_at is not None:
        return False
    locked.acknowledged_by, locked.acknowledged_at = actor, at
    locked.revision += 1
    locked.save(update_fields=["acknowledged_by", "acknowledged_at", "revision"])
    note_event(incident=locked, kind=Beside.ACKNOWLEDGED, at=at, value=locked.value, is_told=False, by=actor)
    record(actor=actor, action="incident.acknowledge", target=f"incident {locked.pk}")
    tell(incident=locked, what=Beside.ACKNOWLEDGED, is_told=False, at=at, channels=channels_in_use())
    forget_unanswered()
    return True


@transaction.atomic
def judge(*, actor: User, incident: Incident, is_false: bool, at: datetime) -> bool:
    """Note that there was no trouble, or take that back; False when it is judged so already. With it its signs are judged.

    Who judges it has seen to it: it is escalated no more.
    """
    acknowledge(actor=actor, incident=incident, at=at)
    locked = Incident.objects.select_for_update().get(pk=incident.part_of_id or incident.pk)
    if locked.is_false == is_false:
        return False
    Incident.objects.filter(Q(pk=locked.pk) | Q(part_of=locked)).update(is_false=is_false, revision=F("revision") + 1)
    kind = Beside.FALSE if is_false else Beside.REAL
    note_event(incident=locked, kind=kind, at=at, value=locked.value, is_told=False, by=actor)
    record(actor=actor, action="incident.judge", target=f"incident {locked.pk}", after={"is_false": is_false})
    return True


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

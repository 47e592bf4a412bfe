"""How an incident ends: with the last of the numbers that show its trouble, and told once."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from live.models import AlertChannel, Incident, IncidentEvent, Watch
from live.rules.alerts.machine import Beside, Kind
from live.services.alerts.grouping import lead_of
from live.services.alerts.routing import channels_in_use, tell


def end_incident(
    *, number: int, at: datetime, value: float | None = None, channels: Sequence[AlertChannel] | None = None
) -> Incident:
    """End an incident whatever its number says, inside the caller's transaction; return the one people hear of.

    One that leads signs which still stand is settled only; it is over with the last of them.
    """
    incident = Incident.objects.select_related("campaign", "acknowledged_by").get(pk=number)
    lead = lead_of(incident)
    is_lead, stand = incident.pk == lead.pk, lead.signs.filter(ended_at=None).exclude(pk=number).exists()
    is_over = not stand and (is_lead or lead.settled_at is not None)
    if incident.ended_at is not None or (is_lead and stand and incident.settled_at is not None):
        return lead
    if is_lead and stand:
        incident.settled_at = at
    else:
        incident.ended_at = at
    incident.value = incident.value if value is None else value
    incident.clear_since, incident.revision = None, incident.revision + 1
    incident.save()
    kind = Beside.SETTLED if is_lead and stand else Kind.ENDED
    note_event(incident=incident, kind=kind, at=at, value=value, is_told=is_over)
    if not is_lead:
        lead.ended_at = at if is_over else None
        lead.revision += 1
        lead.save()
    tell(
        incident=lead,
        what=Kind.ENDED if is_over else Beside.SETTLED,
        is_told=is_over,
        at=at,
        channels=channels_in_use() if channels is None else channels,
    )
    return lead


def end_of_watch(*, watch: Watch, at: datetime) -> None:
    """End the incident of a watch that looks no more; who was told of it is told that too."""
    for number in Incident.objects.open().filter(watch=watch).values_list("pk", flat=True):
        end_incident(number=number, at=at)


def note_event(
    *, incident: Incident, kind: str, at: datetime, value: float | None, is_told: bool, by: User | None = None
) -> None:
    """Write into the history of an incident what happened to it."""
    IncidentEvent.objects.create(incident=incident, at=at, kind=kind, value=value, is_told=is_told, by=by)

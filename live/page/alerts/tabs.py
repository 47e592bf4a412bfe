"""The tabs of the pages of alerts, and rows ready for their tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count
from live.models import AlertChannel, AlertDelivery, Incident, IncidentEvent, Watch
from live.page.alerts.words import (
    belongs_words,
    both,
    clears_words,
    condition_words,
    limit_words,
    name_of,
    names_words,
    reason_words,
    value_words,
)
from live.queries.alerts.incidents import Standing
from live.rules.alerts.machine import Beside, Kind


@dataclass(frozen=True)
class Tab:
    """One tab; `count` stands beside its words where it is not zero."""

    key: str
    label: str
    href: str
    count: int = 0


@dataclass(frozen=True)
class IncidentRow:
    """An incident with its words."""

    incident: Incident
    name: str
    value: str
    limit: str
    worst: str
    names: str
    belongs: str
    zone: str
    state: str
    tone: str


def incident_row(incident: Incident) -> IncidentRow:
    """Return an incident as a row of a table."""
    currency = incident.campaign.currency
    state, tone = _stands(incident)
    return IncidentRow(
        incident,
        name_of(incident),
        value_words(incident.measure, incident.value, currency),
        limit_words(incident, currency),
        value_words(incident.measure, incident.worst, currency),
        names_words(incident),
        belongs_words(incident, incident.signs.all()),
        incident.campaign.time_zone,
        state,
        tone,
    )


def _stands(incident: Incident) -> tuple[str, str]:
    if incident.is_false:
        return _("false alarm"), "done"
    if incident.ended_at is not None:
        return _("over"), "done"
    if incident.settled_at is not None:
        return _("partly over"), "onplan"
    if incident.clear_since is not None:
        return _("getting better"), "onplan"
    if incident.acknowledged_at is not None:
        return _("seen to"), "running"
    if incident.escalated_at is not None:
        return _("told to others"), "failed"
    return _("waits for somebody"), {"urgent": "failed", "warning": "watch"}.get(incident.severity, "next")


def headline(standing: Standing) -> str:
    """Return the first line: how many incidents are open, and how many of them nobody has seen to."""
    if not standing.open:
        return _("Nothing rings: no incident is open.")
    said = ngettext("{count} incident is open", "{count} incidents are open", standing.open).format(
        count=format_count(standing.open)
    )
    if not standing.unanswered:
        return _("%(incidents)s; somebody sees to each of them.") % {"incidents": said}
    nobody = ngettext("{count} waits for somebody.", "{count} wait for somebody.", standing.unanswered)
    return both(said, nobody.format(count=format_count(standing.unanswered)))


@dataclass(frozen=True)
class EventRow:
    """What happened to an incident, in words. `of`: the number it happened to, where several show one trouble."""

    at: datetime
    words: str
    value: str
    is_told: bool
    of: str


def event_rows(events: Sequence[IncidentEvent]) -> list[EventRow]:
    """Return the history of an incident and its signs."""
    is_one = len({event.incident_id for event in events}) == 1
    words: dict[str, str] = {
        Kind.OPENED: _("Opened"),
        Kind.WORSE: _("Got worse"),
        Kind.RETURNED: _("Back: judged anew, the same incident"),
        Kind.ESCALATED: _("Nobody had answered: others were told"),
        Kind.ENDED: _("Over"),
        Beside.SETTLED: _("This number is good again, others of it are not"),
    }
    by_somebody: dict[str, str] = {
        Beside.ACKNOWLEDGED: _("%(name)s sees to it"),
        Beside.FALSE: _("%(name)s judged it a false alarm"),
        Beside.REAL: _("%(name)s judged that it was none"),
    }
    rows = []
    for event in events:
        said = words.get(event.kind, "")
        if event.kind in by_somebody:
            said = by_somebody[event.kind] % {"name": event.by.shown_name if event.by else _("Somebody")}
        value = value_words(event.incident.measure, event.value, event.incident.campaign.currency)
        rows.append(EventRow(event.at, said, value, event.is_told, "" if is_one else name_of(event.incident)))
    return rows


def watch_rows(watches: Iterable[Watch], currency: str, open_ones: dict[int, Incident]) -> list[dict[str, Any]]:
    """Return the watches of a sale with their conditions in words and their open incident."""
    return [
        {
            "watch": watch,
            "name": name_of(watch),
            "href": reverse("live:watch", args=[watch.pk])
            if watch.pk
            else reverse("live:watch-built-in", args=[watch.campaign_id, watch.code]),
            "condition": condition_words(watch, currency),
            "clears": clears_words(watch, currency),
            "incident": open_ones.get(watch.pk),
        }
        for watch in watches
    ]


def channel_state(channel: AlertChannel, dead: int, *, at: datetime) -> tuple[str, str]:
    """Return how a channel does, a word and its tone."""
    if not channel.is_active:
        return _("not used"), "next"
    if channel.blocked_until is not None and channel.blocked_until > at:
        return _("waits"), "watch"
    if channel.reason not in {"", "ok"}:
        return _("does not work"), "failed"
    if dead:
        return _("has dead letters"), "watch"
    return (_("works"), "done") if channel.reason == "ok" else (_("not tried yet"), "next")


def letter_words(delivery: AlertDelivery) -> str:
    """Return what a message would have told."""
    if delivery.incident is not None:
        return name_of(delivery.incident)
    return str(delivery.get_kind_display())


def answer_words(delivery: AlertDelivery | None) -> str:
    """Return what the channel answered to a message; "" while there is no answer."""
    return reason_words(delivery.reason) if delivery is not None else ""

"""What a channel is told of an incident, in its language: one message, short enough for every bot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.moments import format_duration, format_moment
from live.models import AlertChannel, Incident
from live.page.alerts.words import belongs_words, both, limit_words, measure_words, name_of, names_words, value_words
from live.rules.alerts.fitting import fit
from live.rules.alerts.machine import Beside, Kind


@dataclass(frozen=True)
class Message:
    """Title, text, how much it matters, and what a webhook gets beside them."""

    title: str
    text: str
    severity: str
    body: dict[str, Any] = field(default_factory=dict)


def incident_message(*, incident: Incident, what: str, channel: AlertChannel, at: datetime) -> Message:
    """Return what a channel is told of an incident now. `what`: of `machine.Kind`, or `machine.Beside`."""
    signs = list(incident.signs.order_by("pk"))
    with override(channel.language):
        name = name_of(incident)
        title = f"{_lead(incident, what)} · {name}"
        text = fit(
            [
                _number(incident),
                names_words(incident),
                belongs_words(incident, signs),
                _when(incident, at),
                _note(incident, what),
                _link(incident, channel),
            ]
        )
    severity = "info" if what in {Kind.ENDED, Beside.ACKNOWLEDGED} else incident.severity
    return Message(_carrying(channel, title), text, severity, webhook_body(incident, what, signs))


def text_message(*, channel: AlertChannel, title: str, text: str) -> Message:
    """Return a digest, a summary or a test as a message."""
    return Message(_carrying(channel, title), text, "info")


def webhook_body(incident: Incident, what: str, signs: Sequence[Incident]) -> dict[str, Any]:
    """Return an incident as programs read it: the same `incident` with a higher `revision` replaces what was sent before."""
    moments = {name: getattr(incident, name) for name in ("opened_at", "ended_at", "acknowledged_at", "escalated_at")}
    return {
        "event": str(what),
        "incident": incident.pk,
        "revision": incident.revision,
        "campaign": incident.campaign_id,
        "measure": incident.measure,
        "subject": incident.subject,
        "value": incident.value,
        "threshold": incident.threshold,
        "names": incident.names,
        "department": incident.department,
        "is_provisional": incident.is_provisional,
        "cause": incident.cause,
        "signs": [
            {"measure": one.measure, "subject": one.subject, "value": one.value, "is_over": one.ended_at is not None}
            for one in signs
        ],
        **{name: moment.isoformat().replace("+00:00", "Z") if moment else None for name, moment in moments.items()},
    }


def summary_text(*, incidents: Sequence[Incident], at: datetime) -> str:
    """Return what happened in quiet hours in the active language: a line an incident, the open ones first."""
    rows = sorted(incidents, key=lambda one: (one.ended_at is not None, one.opened_at))
    return fit([f"{_lead(one, Kind.OPENED)} · {name_of(one)}: {both(_number(one), _when(one, at))}" for one in rows])


def _lead(incident: Incident, what: str) -> str:
    if incident.ended_at is not None:
        return _("Over")
    words: dict[str, str] = {
        Kind.WORSE: _("Worse"),
        Kind.RETURNED: _("Back, and worse"),
        Kind.ESCALATED: _("Nobody has answered"),
        Beside.ACKNOWLEDGED: _("Seen to"),
        Beside.JOINED: _("One sign more"),
        Beside.SETTLED: _("Partly over"),
    }
    return words.get(what, str(incident.get_severity_display()))


def _number(incident: Incident) -> str:
    currency = incident.campaign.currency
    value = value_words(incident.measure, incident.value, currency)
    if not value:
        return incident.campaign.name
    return f"{incident.campaign.name}: {measure_words(incident.measure)} {value} ({limit_words(incident, currency)})"


def _when(incident: Incident, at: datetime) -> str:
    zone = incident.campaign.time_zone
    since = format_moment(incident.opened_at, zone)
    if incident.ended_at is None and at - incident.opened_at < timedelta(minutes=1):
        return _("since %(moment)s") % {"moment": since}
    if incident.ended_at is None:
        return _("since %(moment)s, for %(time)s") % {"moment": since, "time": format_duration(at - incident.opened_at)}
    said = {"moment": since, "end": format_moment(incident.ended_at, zone)}
    return _("from %(moment)s to %(end)s") % said


def _note(incident: Incident, what: str) -> str:
    if incident.acknowledged_by is not None and what != Kind.OPENED:
        return _("%(name)s sees to it.") % {"name": incident.acknowledged_by.shown_name}
    if incident.is_provisional and incident.ended_at is None:
        return _("The platform may still correct these figures; this incident is then judged anew.")
    return ""


def _link(incident: Incident, channel: AlertChannel) -> str:
    return channel.address.rstrip("/") + reverse("live:incident", args=[incident.pk]) if channel.address else ""


def _carrying(channel: AlertChannel, title: str) -> str:
    """Return the title with the channel's name: a bot that asks for a keyword finds it there."""
    return f"[{channel.name}] {title}"[:120]

"""Who is told of an incident: one row for each channel, armed again when there is more to tell."""

from collections.abc import Collection, Sequence
from datetime import datetime

from live.models import SEVERITIES, AlertChannel, AlertDelivery, ChannelKind, DeliveryKind, DeliveryState, Incident, Severity
from live.rules.alerts.machine import Beside, Kind
from live.rules.alerts.quiet import next_digest, quiet_until

CAN_UPDATE = {ChannelKind.WEBHOOK}
"""Channels whose message the next one replaces. What a bot said stands: it hears of the beginning and of the end, and between
them only that nobody has answered."""


def channels_in_use() -> list[AlertChannel]:
    """Return the channels that are told anything."""
    return list(AlertChannel.objects.filter(is_active=True))


def tell(*, incident: Incident, what: str, is_told: bool, at: datetime, channels: Sequence[AlertChannel]) -> int:
    """Arm the messages of an incident; return how many. A row a channel has stays one, whatever happens to the incident."""
    there = {row.channel_id: row for row in AlertDelivery.objects.select_for_update().filter(incident=incident)}
    departments = {"", incident.department, *incident.signs.order_by().values_list("department", flat=True)}
    hearing = [one for one in channels if one.pk in there or _hears(one, incident, what, departments)]
    nobody_else = what == Kind.ESCALATED and not any(one.is_escalation for one in hearing)
    armed = 0
    for channel in hearing:
        row = there.get(channel.pk)
        if row is None:
            armed += _first(channel, incident, what, is_told=is_told, at=at)
        elif _follows(channel, row, what, is_told=is_told, nobody_else=nobody_else):
            armed += _again(channel, row, incident, what, at=at)
        elif what == Kind.RETURNED and row.what == Kind.ENDED and row.state == DeliveryState.WAITING:
            row.state, row.what = DeliveryState.SENT, row.told_what  # the end was not told yet, and is none
            row.save(update_fields=["state", "what"])
    return armed


def _hears(channel: AlertChannel, incident: Incident, what: str, departments: Collection[str]) -> bool:
    if SEVERITIES[incident.severity] < SEVERITIES[channel.severity]:
        return False
    if channel.department not in departments:
        return False
    return not channel.is_escalation or what == Kind.ESCALATED or incident.escalated_at is not None


def _first(channel: AlertChannel, incident: Incident, what: str, *, is_told: bool, at: datetime) -> int:
    """Make the row of a channel. Of what is over, or only judged anew, nobody hears for the first time."""
    if not is_told or what in {Kind.ENDED, Beside.SETTLED}:
        return 0
    state, due = _when(channel, incident, at)
    AlertDelivery.objects.create(
        channel=channel,
        incident=incident,
        kind=DeliveryKind.INCIDENT,
        key=f"incident:{incident.pk}",
        what=Kind.OPENED if what == Beside.JOINED else what,
        wanted=incident.revision,
        state=state,
        made_at=at,
        due_at=due,
    )
    return 1


def _follows(channel: AlertChannel, row: AlertDelivery, what: str, *, is_told: bool, nobody_else: bool) -> bool:
    """Tell whether a channel that knows an incident hears this of it too."""
    if channel.kind in CAN_UPDATE or row.told == 0:
        return True
    if what == Kind.ESCALATED:
        return channel.is_escalation or nobody_else
    knows_the_end = row.told_what == Kind.ENDED
    return is_told and what != Beside.SETTLED and knows_the_end == (what != Kind.ENDED)


def _again(channel: AlertChannel, row: AlertDelivery, incident: Incident, what: str, *, at: datetime) -> int:
    """Arm a row once more. What was never told and is over needs no words, unless it waits for the morning's summary."""
    row.wanted = incident.revision
    row.what = what if row.told or what in {Kind.ESCALATED, Kind.ENDED} else row.what
    if row.told == 0 and what == Kind.ENDED and row.state != DeliveryState.QUIET:
        if row.state != DeliveryState.SENDING:
            row.state = DeliveryState.NEEDLESS
    elif row.told == 0 and (row.state == DeliveryState.WAITING or (row.state == DeliveryState.QUIET and what == Kind.ENDED)):
        pass  # it goes with what is newest then
    elif row.state != DeliveryState.SENDING:
        row.state, row.due_at = _when(channel, incident, at)
        row.attempt = 0
    row.save(update_fields=["wanted", "what", "state", "due_at", "attempt"])
    return 1


def _when(channel: AlertChannel, incident: Incident, at: datetime) -> tuple[str, datetime]:
    """Return whether a message goes now or after the channel's quiet hours, by the clock of the sale."""
    if incident.severity == Severity.URGENT and channel.urgent_in_quiet:
        return DeliveryState.WAITING, at
    ends = quiet_until(at, zone=incident.campaign.time_zone, start=channel.quiet_from, end=channel.quiet_to)
    return (DeliveryState.WAITING, at) if ends is None else (DeliveryState.QUIET, next_digest(ends))

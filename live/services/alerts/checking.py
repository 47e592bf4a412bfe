"""Look at everything that is watched, as often as one likes: the same minute twice does nothing the second time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from campaigns import queries as plans
from campaigns.models import Campaign
from live.models import AlertChannel, BoardSnapshot, Incident, Watch
from live.queries.alerts.readings import Read, Sight, readings
from live.queries.counted import SCHEMA
from live.rules.alerts.machine import Phase, Rule, State, step
from live.services.alerts.ending import end_incident
from live.services.alerts.incidents import apply_event, follow
from live.services.alerts.routing import channels_in_use
from live.services.alerts.watches import lay_watches


def check_alerts(*, at: datetime) -> int:
    """Read every watch of the sales that run and do what follows; return how many events there were.

    Each sale is one transaction: a failure in one leaves the others alone, and a look that was killed is taken again.
    """
    campaigns = list(plans.running(at=at).prefetch_related("shops").order_by("pk"))
    channels = channels_in_use()
    for number in Incident.objects.open().exclude(campaign__in=campaigns).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            end_incident(number=number, at=at)
    return sum(_check(campaign, channels, at) for campaign in campaigns)


@transaction.atomic
def _check(campaign: Campaign, channels: Sequence[AlertChannel], at: datetime) -> int:
    lay_watches(campaign=campaign)
    watches = list(Watch.objects.select_for_update().filter(campaign=campaign, is_active=True).order_by("pk"))
    board = BoardSnapshot.objects.filter(campaign=campaign).order_by("-id").values_list("board", flat=True).first()
    known = board if board is not None and board["schema"] == SCHEMA else None
    found = readings(sight=Sight(campaign, known, at), watches=watches)
    rows = Incident.objects.open().filter(campaign=campaign, settled_at=None).select_related("part_of")
    open_ones = {one.watch_id: one for one in rows}
    count = 0
    for watch in watches:
        if watch.pk in found:
            watch.campaign = campaign
            incident = open_ones.get(watch.pk)
            count += _step(watch, found[watch.pk], incident, channels, at)
    return count


def rule_of(watch: Watch) -> Rule:
    """Return the rule of a watch in seconds."""
    return Rule(
        above=watch.above,
        threshold=watch.threshold,
        clear=watch.clear,
        hold=60 * watch.hold,
        settle=60 * watch.settle,
        cool_down=60 * watch.cool_down,
        escalate=None if watch.escalate is None else 60 * watch.escalate,
    )


def _step(watch: Watch, read: Read, incident: Incident | None, channels: Sequence[AlertChannel], at: datetime) -> int:
    before = State.read(watch.state)
    is_acknowledged = incident is not None and (incident.part_of or incident).acknowledged_at is not None
    now = int(at.timestamp()) // 60 * 60
    state, events = step(rule_of(watch), before, read.reading, at=now, is_acknowledged=is_acknowledged)
    for event in events:
        apply_event(watch=watch, event=event, read=read, at=at, channels=channels)
    if not events and incident is not None and state.phase == Phase.OPEN:
        clear = None if state.clear_since is None else datetime.fromtimestamp(state.clear_since, UTC)
        follow(incident=incident, read=read, clear_since=clear)
    if state != before:
        watch.state = state.as_dict()
        watch.save(update_fields=["state"])
    return len(events)

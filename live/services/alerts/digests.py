"""Digests: the board once an hour, and what happened in quiet hours once they are over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from campaigns.models import Campaign
from live.models import AlertChannel, AlertDelivery, DeliveryKind, DeliveryState
from live.page.alerts.digest import digest_text
from live.page.alerts.messages import summary_text
from live.queries import shown
from live.queries.alerts.incidents import standing
from live.rules.alerts.quiet import DIGEST_MINUTES, hour_of_digest, quiet_until
from live.services.alerts.writing import written_for


def make_digests(*, at: datetime) -> int:
    """Write the digest of this hour for every sale that is live and every channel that wants it; return how many are new.

    Once an hour: a second look finds the row. Nothing is written in a channel's quiet hours.
    """
    hour = hour_of_digest(at)
    if hour is None:
        return 0
    channels = list(AlertChannel.objects.filter(is_active=True, wants_digest=True))
    if not channels:
        return 0
    return sum(_digest(campaign, channels, hour, at) for campaign in Campaign.objects.live_at(at).order_by("pk"))


def _digest(campaign: Campaign, channels: list[AlertChannel], hour: datetime, at: datetime) -> int:
    key = f"digest:{campaign.pk}:{hour:%Y%m%d%H}"
    there = set(AlertDelivery.objects.filter(key=key).values_list("channel_id", flat=True))
    wanting = [one for one in channels if one.pk not in there and not _is_quiet(one, campaign, at)]
    state = shown.board_state(campaign_id=campaign.pk) if wanting else None
    stored = shown.stored_board(state=state) if state is not None else None
    if state is None or stored is None:
        return 0
    board = shown.said_board(board=stored, state=state, at=at)
    count = standing(campaign_ids=[campaign.pk]).open
    page, due = reverse("live:board", args=[campaign.pk]), hour + timedelta(minutes=DIGEST_MINUTES[0])

    def write(address: str) -> str:
        return digest_text(board=board, incidents=count, link=address + page if address else "")

    rows = [
        AlertDelivery(channel=channel, kind=DeliveryKind.DIGEST, key=key, text=text, made_at=at, due_at=due)
        for channel, text in written_for(wanting, write)
    ]
    return len(AlertDelivery.objects.bulk_create(rows, ignore_conflicts=True))


def _is_quiet(channel: AlertChannel, campaign: Campaign, at: datetime) -> bool:
    return quiet_until(at, zone=campaign.time_zone, start=channel.quiet_from, end=channel.quiet_to) is not None


def release_quiet(*, at: datetime) -> int:
    """Let go what waited for the end of quiet hours: one message as it is, several as one summary; return how many rows moved."""
    due = AlertDelivery.objects.filter(state=DeliveryState.QUIET, due_at__lte=at).order_by()
    return sum(_release(channel, at) for channel in due.values_list("channel_id", flat=True).distinct())


@transaction.atomic
def _release(channel_id: int, at: datetime) -> int:
    rows = AlertDelivery.objects.select_for_update(of=("self",)).filter(
        channel=channel_id, state=DeliveryState.QUIET, due_at__lte=at
    )
    held = list(rows.select_related("incident__campaign", "channel").order_by("pk"))
    if len(held) == 1:
        AlertDelivery.objects.filter(pk=held[0].pk).update(state=DeliveryState.WAITING)
    if len(held) < 2:
        return len(held)
    channel = held[0].channel
    with override(channel.language):
        text = summary_text(incidents=[row.incident for row in held if row.incident is not None], at=at)
    AlertDelivery.objects.create(
        channel=channel,
        kind=DeliveryKind.SUMMARY,
        key=f"summary:{at:%Y%m%d%H%M%S}",
        text=text,
        made_at=at,
        due_at=at,
    )
    for row in held:
        row.state, row.told, row.told_what = DeliveryState.FOLDED, row.wanted, row.what
        row.save(update_fields=["state", "told", "told_what"])
    return len(held)

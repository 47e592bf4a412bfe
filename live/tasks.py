"""What the broker rings for: boards, watches, messages. Every task is idempotent; a missed or doubled ring does no harm."""

import logging
from collections.abc import Iterable
from functools import partial

from celery import current_app, shared_task
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from campaigns.models import Campaign
from live import services
from live.page.drawing import draw_ahead
from live.services import alerts

ASK_AGAIN_AFTER_SECONDS = 20

log = logging.getLogger(__name__)


@shared_task
def recompute_boards() -> int:
    """Count the boards of all running campaigns (beat, every hour)."""
    at = timezone.now()
    count = services.recompute_running(at=at)
    services.draw_boards(at=at)
    return count


@shared_task
def refresh_stock() -> int:
    """Work out the run-outs of all shops as time passes (beat, every few minutes)."""
    return services.refresh_stock_of_all(at=timezone.now())


@shared_task
def learn_days() -> int:
    """Learn from the past days of every shop whose morning is not today's yet, and from sales that ended (beat, every hour)."""
    at = timezone.now()
    services.keep_curves_of_ended(at=at)
    return services.learn_days_of_all(at=at)


@shared_task
def thin_boards() -> None:
    """Remove the boards nobody needs any more (beat, every day)."""
    services.thin_boards(at=timezone.now())


@shared_task
def recompute_one(campaign_id: int) -> None:
    """Count the board of one campaign; nothing when it is gone."""
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is not None:
        at = timezone.now()
        services.recompute_board(campaign=campaign, at=at)
        draw_ahead(campaign.pk, at=at)


def ask_for_mornings() -> None:
    """Ring for what is known of today, at most once in a while. A silent broker is logged; the page still answers."""
    if not cache.add("live.asked.mornings", 1, ASK_AGAIN_AFTER_SECONDS):
        return
    try:
        learn_days.delay()
    except (OperationalError, OSError):
        log.exception("The broker does not take the ring for today's mornings.")


def ask_for_board(campaign_id: int) -> None:
    """Ring for one board, at most once in a while for all who look at it. A silent broker is logged; the page still answers."""
    if not cache.add(f"live.asked.{campaign_id}", 1, ASK_AGAIN_AFTER_SECONDS):
        return
    try:
        recompute_one.delay(campaign_id)
    except (OperationalError, OSError):
        log.exception("The broker does not take the ring for board %s.", campaign_id)


@shared_task
def check_alerts() -> int:
    """Look at everything that is watched, and ring for the messages that follow (beat, every minute)."""
    at = timezone.now()
    events = alerts.check_alerts(at=at)
    alerts.release_quiet(at=at)
    alerts.make_digests(at=at)
    _ring(alerts.waiting_channels(at=at))
    return events


@shared_task
def send_alerts(*, channel_id: int) -> int:
    """Send what waits for one channel: each has its own ring, so that a slow one holds nobody else."""
    return alerts.deliver(channel_id=channel_id, at=timezone.now())


def ring_channel(channel_id: int) -> None:
    """Ring for a channel once the transaction that runs now has been committed; a lost ring is made good within a minute."""
    transaction.on_commit(partial(_ring, [channel_id]))


def ring_waiting() -> None:
    """Ring for every channel for which something waits, after commit too."""
    transaction.on_commit(lambda: _ring(alerts.waiting_channels(at=timezone.now())))


def _ring(channel_ids: Iterable[int]) -> None:
    for channel_id in channel_ids:
        try:
            current_app.send_task(
                "live.tasks.send_alerts", kwargs={"channel_id": channel_id}, retry=False, ignore_result=True, expires=60
            )
        except (OperationalError, OSError):
            log.warning("The broker did not take the ring for channel %s; the next minute rings again.", channel_id)

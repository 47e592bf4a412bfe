"""What the broker rings for: count boards anew. Every task is idempotent; a missed or doubled ring does no harm."""

import logging

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import OperationalError

from campaigns.models import Campaign
from live import services
from live.page.drawing import draw_ahead

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

"""What the broker rings for: reviews that wait are prepared, stages that ended reported. A missed ring does no harm."""

import logging

from celery import shared_task
from django.utils import timezone

from live.tasks import ring_waiting
from review import services

log = logging.getLogger(__name__)


@shared_task
def prepare_waiting() -> int:
    """Prepare every review that waits (beat, every 30 seconds); one that fails does not keep the others."""
    count = 0
    for review_id in services.waiting_reviews(at=timezone.now()):
        try:
            count += services.prepare_review(review_id=review_id, at=timezone.now())
        except Exception:
            log.exception("Review %s could not be prepared.", review_id)
    return count


@shared_task
def revise_reviews() -> int:
    """Ask for the reviews that are revised for 30 days (beat, every hour; each comes once a night)."""
    return services.ask_reviews_due(at=timezone.now())


@shared_task
def report_stages() -> int:
    """Report the stages that have ended, and ring for the messages that follow (beat, every five minutes)."""
    made = services.report_stages(at=timezone.now())
    if made:
        ring_waiting()
    return made

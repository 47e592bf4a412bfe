"""What the broker rings for: reviews that wait are prepared. A missed or doubled ring does no harm."""

import logging

from celery import shared_task
from django.utils import timezone

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

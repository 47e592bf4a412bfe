"""What the broker rings for: reviews that wait are prepared. A missed or doubled ring does no harm."""

import logging

from celery import shared_task
from django.utils import timezone

from review import services
from review.services.after import after_due, count_after
from review.services.funnel import count_funnel

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
def follow_sales() -> int:
    """Count the days after each sale that is due (beat, every five minutes); one that fails does not keep the others."""
    count = 0
    for campaign in after_due(at=timezone.now()):
        try:
            count += count_after(campaign=campaign, at=timezone.now())
        except Exception:
            log.exception("The days after sale %s could not be counted.", campaign.pk)
    return count


@shared_task
def count_months() -> int:
    """Count the months of the funnel that are new, still move or changed (beat, every hour)."""
    return count_funnel(at=timezone.now())


@shared_task
def revise_reviews() -> int:
    """Ask for the reviews that are revised for 30 days (beat, every hour; each comes once a night)."""
    return services.ask_reviews_due(at=timezone.now())

"""What the broker rings for: what waits is prepared, stages that ended are reported. A missed ring does no harm."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from live.tasks import ring_waiting
from review import services
from review.services.after import after_due, count_after
from review.services.funnel import count_funnel

log = logging.getLogger(__name__)


@shared_task
def prepare_waiting() -> int:
    """Prepare every review that waits (beat, every 30 seconds), then measure and score the sales that it made wait."""
    return (
        _each(services.waiting_reviews, lambda pk, at: services.prepare_review(review_id=pk, at=at))
        + _each(services.waiting_effects, lambda pk, at: services.prepare_effect(effect_id=pk, at=at))
        + _each(services.waiting_scores, lambda pk, at: services.prepare_score(score_id=pk, at=at))
    )


def _each(waiting: Callable[..., list[int]], prepare: Callable[[int, datetime], bool]) -> int:
    """Prepare every row that waits; one that fails does not keep the others."""
    count = 0
    for pk in waiting(at=timezone.now()):
        try:
            count += prepare(pk, timezone.now())
        except Exception:
            log.exception("Row %s of %s could not be prepared.", pk, waiting.__name__)
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


@shared_task
def report_stages() -> int:
    """Report the stages that have ended, and ring for the messages that follow (beat, every five minutes)."""
    made = services.report_stages(at=timezone.now())
    if made:
        ring_waiting()
    return made

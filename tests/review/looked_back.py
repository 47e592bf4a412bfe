"""A review prepared as a worker would."""

from datetime import UTC, datetime

from campaigns.models import CostLine
from review import services
from review.models import Review

MORNING = datetime(2026, 11, 22, 1, tzinfo=UTC)


def review(sale, at=MORNING):
    asked = services.ask_review(campaign=sale, at=at)
    assert services.prepare_review(review_id=asked.pk, at=at)
    return Review.objects.get(pk=asked.pk)


def told(sale, **likely):
    for name, value in likely.items():
        CostLine.objects.create(campaign=sale, name=name, low=value, likely=value, high=value)

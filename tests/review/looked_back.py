"""A review prepared as a worker would."""

from datetime import UTC, datetime, timedelta

from campaigns.models import Campaign, CostLine
from review import services
from review.models import Review

MORNING = datetime(2026, 11, 22, 1, tzinfo=UTC)


def planned(shop, start):
    """A sale of a day, planned by four figures."""
    made = Campaign.objects.create(
        name="Double 11", currency="CNY", time_zone="Asia/Shanghai", starts_at=start, ends_at=start + timedelta(days=1),
        revenue_target_minor=100_000, visitors_target=200, paid_orders_target=4, conversion_target="0.02",
        order_value_target_minor=25_000,
    )  # fmt: skip
    made.shops.add(shop)
    return made


def review(sale, at=MORNING):
    asked = services.ask_review(campaign=sale, at=at)
    assert services.prepare_review(review_id=asked.pk, at=at)
    return Review.objects.get(pk=asked.pk)


def told(sale, **likely):
    for name, value in likely.items():
        CostLine.objects.create(campaign=sale, name=name, low=value, likely=value, high=value)

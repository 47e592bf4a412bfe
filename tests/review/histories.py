"""A shop with half a year of days behind a sale, written straight into the rollup: what a worker measures the effect from."""

from datetime import UTC, datetime, timedelta

import numpy as np

from bench.planted import ordinary
from campaigns.models import Campaign
from metrics.models import SalesSlot
from orders.services import create_shop
from review import services
from review.models import SaleEffect

START = datetime(2026, 11, 10, 16, tzinfo=UTC)  # midnight in Shanghai


def campaign(shops, *, name="Double 11", start=START, days=1, currency="CNY", target=100_000_000):
    made = Campaign.objects.create(
        name=name, currency=currency, time_zone="Asia/Shanghai", starts_at=start, ends_at=start + timedelta(days=days),
        revenue_target_minor=target, visitors_target=200, paid_orders_target=4, conversion_target="0.02",
        order_value_target_minor=25_000,
    )  # fmt: skip
    made.shops.set(shops)
    return made


def shop_with_days(name="Lamp House", *, days=220, after=40, lift=0.0, seed=1, currency="CNY"):
    """Create a shop that sold on each day from `days` before the sale to `after` after it began; the sale day `lift` more."""
    shop = create_shop(actor=None, name=name, platform="tmall", currency=currency)
    values = ordinary(np.random.default_rng(seed), days + after)
    values[days] *= 1 + lift
    first = int((START - timedelta(days=days)).timestamp()) // 600
    SalesSlot.objects.bulk_create(
        SalesSlot(shop=shop, slot=first + 144 * day + 60, paid_orders=20, revenue_minor=round(value), placed_orders=22)
        for day, value in enumerate(values)
    )
    return shop


def effect(sale, *, at=START + timedelta(days=40)):
    asked = services.ask_effect(campaign=sale, at=at)
    assert services.prepare_effect(effect_id=asked.pk, at=at)
    return SaleEffect.objects.get(pk=asked.pk)

"""A shop, a one-day sale, and past sales to take curves from."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns import services
from campaigns.models import Campaign
from common.windows import slot_of
from metrics.models import SalesSlot
from orders.models import Shop

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 11, tzinfo=SHANGHAI)
MIDNIGHT = slot_of(START)


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop.objects.create(name="Linen House", platform="tmall")


@pytest.fixture
def make_sale(shop: Shop) -> Callable[..., Campaign]:
    """Plan a sale: `make_sale(name=..., hours=28)`."""

    def make(**changes: Any) -> Campaign:
        said: dict[str, Any] = {
            "actor": None,
            "name": "Double 11 2026",
            "shops": [shop],
            "starts_at": START,
            "ends_at": START + timedelta(days=1),
            "revenue_target_minor": 6_200_000_000,
            "visitors_target": None,
            "conversion_target": Decimal("0.054"),
            "order_value_target_minor": 21_300,
            "inquiries_target": 9_001,
        }
        return services.create_campaign(**(said | changes))

    return make


@pytest.fixture
def sale(make_sale: Callable[..., Campaign]) -> Campaign:
    return make_sale()


@pytest.fixture
def sold(shop: Shop) -> Callable[..., None]:
    """Put past revenue into slots: `sold(start, [100, 200, ...])`."""

    def put(start: datetime, revenue: list[int]) -> None:
        first = slot_of(start)
        SalesSlot.objects.bulk_create(
            SalesSlot(shop=shop, slot=first + n, revenue_minor=minor, paid_orders=1 if minor else 0)
            for n, minor in enumerate(revenue)
        )

    return put

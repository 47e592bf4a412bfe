"""Goods with prices that were asked and paid before the sale of 11 November 2026."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.models import Campaign
from inventory.models import PriceKind, PricePoint, Product
from inventory.services import edit_products
from orders.models import Shop

SHANGHAI = ZoneInfo("Asia/Shanghai")

GOODS = {
    "COAT": {"title": "Wool coat", "cost_minor": 40_000, "list_price_minor": 129_900, "floor_minor": 60_000, "tier": "C"},
    "SOCK": {"title": "Sock", "cost_minor": 800, "list_price_minor": 1_990, "tier": "A", "category": "socks"},
    "HAT": {"title": "Hat", "list_price_minor": 7_900, "tier": "B"},
    "BAG": {"title": "Cotton bag", "kind": "gift", "list_price_minor": 0},
}


@pytest.fixture
def goods(shop: Shop) -> dict[str, Product]:
    edit_products(actor=None, shop=shop, changes=GOODS)
    return {product.sku: product for product in Product.objects.all()}


@pytest.fixture
def paid(shop: Shop) -> Callable[..., PricePoint]:
    """Say what was paid on a day: `paid("COAT", 9, 89_900)` for 9 November 2026."""

    def put(sku: str, day: int, minor: int, *, month: int = 11) -> PricePoint:
        since = datetime(2026, month, day, tzinfo=SHANGHAI)
        noon = since + timedelta(hours=12)
        return PricePoint.objects.create(
            shop=shop, sku=sku, kind=PriceKind.PAID, since=since, until=since + timedelta(days=1), price_minor=minor,
            highest_minor=minor, last_minor=minor, lowest_at=noon, last_at=noon, units=1, source="orders",
        )  # fmt: skip

    return put


@pytest.fixture
def priced(sale: Campaign, goods: dict[str, Product]) -> Campaign:
    return sale

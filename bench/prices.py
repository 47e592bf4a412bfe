"""Products and prices of the benchmark: a plan of many products with a month of history, judged; a product list; paid prices.

Functions only, to be called in a process whose Django is set up (`bench.child`). Money is in fen.
"""

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from django.db import transaction

from campaigns.models import Campaign
from campaigns.services import create_campaign
from campaigns.services.prices import check_prices, fill_prices
from inventory.models import PriceKind, PricePoint, PriceSource
from inventory.services import mark_paid, refill_paid, take_products
from metrics.models import SalesSlot
from orders.models import Shop
from orders.services import create_shop

DAYS = 37
DAY = timedelta(days=1)
START = datetime(2026, 11, 10, 16, tzinfo=UTC)


def make_price_plan(products: int) -> Campaign:
    """Make a shop with so many products, each paid on DAYS days before the sale and asked twice, and a plan that prices them."""
    shop = create_shop(actor=None, name=f"Prices {products}")
    take_product_list(shop, products)
    chance = np.random.default_rng(11)
    lowest = chance.integers(5_000, 9_000, (products, DAYS))
    for day in range(DAYS):
        since = START - DAY * (DAYS - day)
        PricePoint.objects.bulk_create(
            [
                PricePoint(
                    shop=shop, sku=f"P{number:06}", kind=PriceKind.PAID, since=since, until=since + DAY,
                    price_minor=int(lowest[number, day]), last_minor=int(lowest[number, day]), lowest_at=since, last_at=since,
                    source=PriceSource.ORDERS,
                )
                for number in range(products)
            ],
            batch_size=5_000,
        )  # fmt: skip
    campaign = create_campaign(
        actor=None,
        name="Prices",
        shops=[shop],
        starts_at=START,
        ends_at=START + DAY,
        revenue_target_minor=10**10,
        visitors_target=10**6,
        order_value_target_minor=20_000,
        inquiries_target=0,
    )
    fill_prices(campaign=campaign, actor=None, version=campaign.version, stage="live", cut_bp=3_000, ending="9")
    campaign.refresh_from_db()
    return campaign


def take_product_list(shop: Shop, products: int) -> float:
    """Bring a list of so many products in; return the seconds."""
    numbers = np.arange(products)
    table = pa.table(
        {
            "sku": [f"P{number:06}" for number in numbers],
            "title": [f"Product {number}" for number in numbers],
            "cost_minor": pa.array(3_000 + numbers % 500, pa.int64()),
            "list_price_minor": pa.array(9_900 + numbers % 900, pa.int64()),
            "tier": [("A", "B", "C")[number % 3] for number in numbers],
        }
    )
    started = time.perf_counter()
    with transaction.atomic():
        take_products(shop=shop, import_no=1, as_of=START, digest="bench", table=table)
    return time.perf_counter() - started


def judge(campaign: Campaign) -> float:
    """Judge every planned price and keep the result; return the seconds."""
    started = time.perf_counter()
    check_prices(campaign=campaign, at=START)
    return time.perf_counter() - started


def paid_prices(shop: Shop) -> float:
    """Make the paid prices of every day with sales anew; return the seconds. The orders are imported and counted before."""
    hours = sorted({slot // 6 * 6 for slot in SalesSlot.objects.filter(shop=shop).values_list("slot", flat=True)})
    mark_paid(shop=shop, hours=hours)
    started = time.perf_counter()
    refill_paid(shop=shop)
    return time.perf_counter() - started

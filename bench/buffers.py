"""Buffers of 10,000 products out of a year of sales by the hour, from the database to kept rows.

A step of `bench.child`: the shop, its history and its products are made from a seed, then the buffers are worked out and read.
"""

import statistics
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from common.windows import slot_of
from inventory.models import Product
from inventory.queries.buffers import buffer_lines
from inventory.queries.deliveries import local_day
from inventory.rules.demand import PlannedDemand
from inventory.services.buffers import SaleSpan, set_buffers
from metrics.models import SkuHour
from orders.models import Shop
from orders.services import create_shop

DAYS, SEED = 365, 11
NOW = datetime(2026, 10, 20, tzinfo=UTC)


def time_buffers(products: int) -> dict[str, float]:
    """Return the seconds of working out (median of three) and of reading, and how many rows of history there were."""
    shop, rows = _shop(products)
    demand = [PlannedDemand(f"B{number:05}", 1 + number % 90, 9_900) for number in range(products)]
    span = SaleSpan(NOW + timedelta(days=21), NOW + timedelta(days=23), 0.3, (0.7, 0.3))
    times = []
    for _ in range(3):
        began = time.perf_counter()
        set_buffers(shop=shop, actor=None, campaign_no=1, demand=demand, span=span, at=NOW)
        times.append(time.perf_counter() - began)
    began = time.perf_counter()
    lines = buffer_lines(shop=shop, campaign_no=1, on=local_day(shop, NOW))
    read = time.perf_counter() - began
    if len(lines) != products:
        raise SystemExit(f"{len(lines)} buffers and not {products}.")
    return {"reckon": statistics.median(times), "read": read, "history": float(rows), "products": float(products)}


def _shop(products: int) -> tuple[Shop, int]:
    """Make a shop whose products sold on some days of the year, few of them often."""
    shop = create_shop(actor=None, name="Bench of buffers")
    chance = np.random.default_rng(SEED)
    Product.objects.bulk_create(
        (
            Product(shop=shop, sku=f"B{number:05}", title=f"Product {number}", cost_minor=4_000, category=f"c{number % 40}")
            for number in range(products)
        ),
        batch_size=1_000,
    )
    often = np.minimum(chance.pareto(1.2, products) * 0.02, 0.9)
    count = 0
    for day in range(DAYS):
        sold = np.flatnonzero(chance.random(products) < often)
        hour = slot_of(NOW - timedelta(days=day + 1) + timedelta(hours=12))
        rows = [
            SkuHour(shop=shop, hour=hour, sku=f"B{number:05}", lines=1, units=int(units), revenue_minor=9_900 * int(units))
            for number, units in zip(sold.tolist(), 1 + chance.poisson(1.0, len(sold)), strict=True)
        ]
        SkuHour.objects.bulk_create(rows, batch_size=1_000)
        count += len(rows)
    return shop, count

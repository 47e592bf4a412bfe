"""Tiers of the benchmark: products judged by a million lines of ninety days, and after an import of one more day.

Functions only, to be called in a process whose Django is set up (`bench.child`). The facts go straight into their tables.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from django.db import connection, transaction

from bench.alone import timed
from common import bulk
from inventory.models import ProductFigures
from inventory.services import mark_paid, refill_paid, refresh_tiers, retier, take_products
from orders.models import Order, OrderLine, Shop
from orders.services import create_shop

DAYS = 90
END = datetime(2026, 11, 10, tzinfo=UTC)
LINES_PER_ORDER = 2.5


def time_tiers(lines: int, products: int) -> dict[str, float]:
    """Judge `products` by `lines`; return the seconds of packing all days, of judging all, and of one more day."""
    shop = create_shop(actor=None, name=f"Tiers {lines}", time_zone="UTC")
    _take_products(shop, products)
    first = int((END - timedelta(days=DAYS)).timestamp()) // 600
    _write_facts(shop, lines, products, first)
    hours = list(range(first, first + DAYS * 144, 6))
    mark_paid(shop=shop, hours=hours)
    packed = timed(lambda: refill_paid(shop=shop))
    judged = timed(lambda: retier(shop=shop, at=END))
    again = timed(lambda: retier(shop=shop, at=END))
    mark_paid(shop=shop, hours=hours[-24:])
    day = timed(lambda: refill_paid(shop=shop))
    touched = ProductFigures.objects.filter(shop=shop, stale=True).count()
    refreshed = timed(lambda: refresh_tiers(shop=shop, at=END))
    return {
        "lines": lines, "products": products,
        "packed": packed, "first": judged, "again": again, "day": day, "touched": touched, "refreshed": refreshed,
        "proposed": ProductFigures.objects.filter(shop=shop).exclude(proposal="").count(),
    }  # fmt: skip


def _take_products(shop: Shop, products: int) -> None:
    numbers = np.arange(products)
    table = pa.table(
        {
            "sku": [f"T{number:06}" for number in numbers],
            "title": [f"Product {number}" for number in numbers],
            "category": [f"category {number % 20}" for number in numbers],
            "cost_minor": pa.array(_prices(products) * 6 // 10, pa.int64()),
        }
    )
    with transaction.atomic():
        take_products(shop=shop, import_no=1, as_of=END, digest="bench", table=table)


def _prices(products: int) -> np.ndarray:
    return np.random.default_rng(5).integers(990, 69_900, products)


def _write_facts(shop: Shop, lines: int, products: int, first: int) -> None:
    chance = np.random.default_rng(7)
    orders = round(lines / LINES_PER_ORDER)
    slots = np.sort(first + chance.integers(0, DAYS * 144, orders)).astype(np.int32)
    moments = pa.array(slots.astype(np.int64) * 600, pa.timestamp("s", tz="UTC"))
    numbers = pa.array([f"{29_000_000_000_000 + number}" for number in range(orders)])
    constants = {"shop_id": shop.pk, "provenance_id": 0}
    of = np.sort(chance.integers(0, orders, lines))
    starts = np.searchsorted(of, of)
    sku = np.minimum(products - 1, (products * chance.power(0.6, lines)).astype(np.int64))
    units = chance.integers(1, 3, lines)
    buyers = chance.integers(0, orders * 2 // 3, orders)
    table = {"order_no": numbers, "buyer_key": pa.array([f"buyer{number}" for number in buyers]), "paid_at": moments}
    slot = pa.array(slots, pa.int32())
    told = pa.table(table | {"placed_at": moments, "paid_slot": slot, "placed_slot": slot})
    with transaction.atomic():
        bulk.append(connection, Order._meta.db_table, told, constants=constants)
        bulk.append(
            connection,
            OrderLine._meta.db_table,
            pa.table(
                {
                    "order_no": numbers.take(pa.array(of)),
                    "line_no": pa.array([f"{place:03}" for place in np.arange(lines) - starts]),
                    "sku": pa.array([f"T{number:06}" for number in sku]),
                    "units": pa.array(units, pa.int32()),
                    "paid_minor": pa.array(_prices(products)[sku] * units, pa.int64()),
                }
            ),
            constants=constants,
        )

"""What may be sold of 10,000 SKUs, worked out from a million order lines; and the page of a shop's stock.

Call `time_levels` in a process whose database is migrated. The orders of sixty days are shipped a day after payment, but for one
in two hundred that waits and one in a hundred that was closed unpaid; the warehouse counted everything an hour ago.
"""

import statistics
import time
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from common import bulk
from inventory.models import StockLevel
from inventory.services import mark_levels, refill_levels, take_counts
from inventory.services.levels import refresh_levels
from orders.models import Order, OrderLine, Shop
from orders.services import create_shop
from orders.states import OrderState

CLOCK = time.perf_counter
DAYS = 60
LINES_PER_ORDER = 2.5
TOUCHED = 2_000


def time_levels(lines: int, products: int, rounds: int = 3) -> dict[str, Any]:
    """Return the median seconds of all levels, of those an import touched, of one SKU; of the floor; of the page."""
    shop = create_shop(actor=None, name="Levels", time_zone="UTC")
    now = int(timezone.now().timestamp()) // 600 * 600
    _sell(shop, lines, products, now)
    skus = [f"L{number:05}" for number in range(products)]
    _count(shop, skus, now - 3_600)
    if not StockLevel.objects.filter(shop=shop, unshipped__gt=0).exists():
        raise AssertionError("Nothing waits to be shipped.")
    touched = skus[:: max(1, products // TOUCHED)]

    def some() -> None:
        with transaction.atomic():
            mark_levels(shop=shop, skus=touched)
        refill_levels(shop=shop)

    return {
        "lines": lines, "products": products, "touched": len(touched),
        "all": _median(rounds, lambda: _refresh(shop, skus)), "some": _median(rounds, some),
        "one": _median(rounds, lambda: _refresh(shop, skus[:1])), "floor": _median(rounds, lambda: _floor(shop)),
        "page": _page(shop, 4 * rounds),
    }  # fmt: skip


def _median(rounds: int, work: Any) -> float:
    taken = []
    for _ in range(rounds):
        started = CLOCK()
        work()
        taken.append(CLOCK() - started)
    return statistics.median(taken)


@transaction.atomic
def _refresh(shop: Shop, skus: list[str]) -> None:
    refresh_levels(shop=shop, skus=skus)


@transaction.atomic
def _floor(shop: Shop) -> None:
    """Add up the pieces of every SKU over the same lines, each joined to its order."""
    bulk.make_room(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT l."sku", SUM(l."units") FROM "{Order._meta.db_table}" o JOIN "{OrderLine._meta.db_table}" l'
            ' ON l."shop_id" = o."shop_id" AND l."order_no" = o."order_no" WHERE o."shop_id" = %s AND o."paid_slot" > 0'
            ' GROUP BY l."sku"',
            [shop.pk],
        )
        cursor.fetchall()


def _page(shop: Shop, rounds: int) -> float:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_user(username="levels", password="-", role=Role.OPERATIONS))
    path = f"/products/stock/?shop={shop.pk}"
    if client.get(path).status_code != 200:
        raise AssertionError("The stock page does not answer.")
    return _median(rounds, lambda: client.get(path))


@transaction.atomic
def _count(shop: Shop, skus: list[str], at: int) -> None:
    table = pa.table(
        {
            "sku": skus, "place": [""] * len(skus), "counted_at": pa.array([at] * len(skus), pa.int64()),
            "units": pa.array([500] * len(skus), pa.int64()), "listed": pa.array([450] * len(skus), pa.int64()),
        }
    )  # fmt: skip
    take_counts(shop=shop, import_no=1, as_of=datetime.fromtimestamp(at, UTC), digest="bench", table=table)


@transaction.atomic
def _sell(shop: Shop, lines: int, products: int, now: int) -> None:
    chance = np.random.default_rng(7)
    orders = max(1, round(lines / LINES_PER_ORDER))
    placed = np.sort(now - chance.integers(0, DAYS * 86_400, orders))
    shipped = placed + chance.integers(3_600, 2 * 86_400, orders)
    luck = chance.random(orders)
    is_closed = luck < 0.01
    is_open = ~is_closed & ((luck < 0.015) | (shipped > now))
    is_sent = ~is_open & ~is_closed
    state = np.where(is_closed, OrderState.CLOSED_UNPAID, np.where(is_open, OrderState.PAID, OrderState.SHIPPED))
    numbers = pa.array([f"{29_000_000_000_000 + number}" for number in range(orders)])
    slots = pa.array((placed // 600).astype(np.int32))
    stamp = pa.timestamp("s", tz="UTC")
    told = {
        "order_no": numbers, "placed_at": pa.array(placed, stamp), "placed_slot": slots,
        "paid_at": pa.array(placed, stamp, mask=is_closed),
        "paid_slot": pa.array((placed // 600).astype(np.int32), mask=is_closed),
        "shipped_at": pa.array(shipped, stamp, mask=~is_sent), "state": pa.array(state.astype(np.int16)),
    }  # fmt: skip
    same = {"shop_id": shop.pk, "provenance_id": 0}
    bulk.append(connection, Order._meta.db_table, pa.table(told), constants=same)
    of = np.sort(chance.integers(0, orders, lines))
    sku = np.minimum(products - 1, (products * chance.power(0.6, lines)).astype(int))
    line = {
        "order_no": numbers.take(pa.array(of)),
        "line_no": pa.array([f"{place:03}" for place in np.arange(lines) - np.searchsorted(of, of)]),
        "sku": pa.array([f"L{number:05}" for number in sku]),
        "units": pa.array(chance.integers(1, 3, lines).astype(np.int32)),
    }  # fmt: skip
    bulk.append(connection, OrderLine._meta.db_table, pa.table(line), constants=same)

"""The stock cockpit of 10,000 SKUs: what a page costs, an unchanged refresh, and working all run-outs out anew.

Call `time_cockpit` in a process whose database is migrated and may be filled.
"""

import gc
import statistics
import time
from datetime import timedelta
from typing import Any

import numpy as np
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from inventory.models import Delivery, DeliveryState, Product, RunOut, StockLevel, Substitute
from live.services import refresh_stock
from metrics.models import SalesSlot, SkuHour
from orders.models import Order, OrderLine, Provenance, Shop
from orders.services import create_shop
from orders.states import OrderState

CLOCK = time.perf_counter
SKUS, ORDERS = 10_000, 40_000


def make_stock(skus: int = SKUS, orders: int = ORDERS) -> Shop:
    """Make a shop with a level for each SKU, two hours of orders, a week of hourly sales, substitutes and promises."""
    chance = np.random.default_rng(11)
    shop = create_shop(actor=None, name="Stock", platform="taobao")
    now = timezone.now()
    slot = int(now.timestamp()) // 600
    names = [f"S{number:05}" for number in range(skus)]
    sold = 1 / (1 + np.arange(skus)) ** 0.8
    sold /= sold.sum()
    source = Provenance.objects.create(layers=f'[[{int(now.timestamp())}, "{"0" * 64}", 1]]', spoken=1, facts=orders)
    _orders(shop, source.pk, slot, chance.choice(skus, orders, p=sold), names)
    _hours(shop, slot, chance, sold, names)
    stock = chance.integers(0, 3_000, skus)
    Product.objects.bulk_create((Product(shop=shop, sku=sku, title=f"Product {sku}") for sku in names), batch_size=2_000)
    StockLevel.objects.bulk_create(
        (
            StockLevel(shop=shop, sku=sku, on_hand=units, available=units, counted_at=now, refreshed_at=now)
            for sku, units in zip(names, stock.tolist(), strict=True)
        ),
        batch_size=2_000,
    )
    Substitute.objects.bulk_create(Substitute(shop=shop, sku=names[n], other_sku=names[n + 1]) for n in range(0, skus - 1, 3))
    day = (now + timedelta(days=2)).date()
    Delivery.objects.bulk_create(
        Delivery(shop=shop, sku=sku, units=500, state=DeliveryState.ORDERED, promised_on=day, made_at=now) for sku in names[::5]
    )
    return shop


def time_cockpit(rounds: int = 20, skus: int = SKUS, orders: int = ORDERS) -> dict[str, float]:
    """Return the seconds of a first and a later refresh of all rows, and the medians of the page, its refresh and a 304."""
    shop = make_stock(skus, orders)
    start = CLOCK()
    refresh_stock(shop=shop, at=timezone.now())
    first = CLOCK() - start
    start = CLOCK()
    refresh_stock(shop=shop, at=timezone.now())
    later = CLOCK() - start
    if RunOut.objects.filter(shop=shop).count() != skus:
        raise AssertionError("Not every SKU has a run-out.")
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_user(username="cockpit", password="-", role=Role.OPERATIONS))
    client.get("/board/stock/")
    gc.collect()
    gc.freeze()
    page, part = _median(client, rounds, {}), _median(client, rounds, {"HX-Request": "true"})
    etag = client.get("/board/stock/", headers={"HX-Request": "true"})["ETag"]
    unchanged = _median(client, rounds, {"HX-Request": "true", "If-None-Match": etag})
    times = {"first": first, "later": later, "page": page, "part": part, "unchanged": unchanged}
    return times | {"skus": float(skus)}


def _median(client: Client, rounds: int, headers: dict[str, str]) -> float:
    taken = []
    for _ in range(rounds):
        start = CLOCK()
        response = client.get("/board/stock/", headers=headers)
        taken.append(CLOCK() - start)
        if response.status_code not in {200, 304}:
            raise AssertionError(f"The cockpit answered {response.status_code}.")
    return statistics.median(taken)


def _orders(shop: Shop, source: int, slot: int, picked: Any, names: list[str]) -> None:
    orders, lines = [], []
    for number, sku in enumerate(picked.tolist()):
        at = slot - 12 + 12 * number // len(picked)
        told = {"shop": shop, "order_no": f"C{number:06}", "provenance_id": source}
        orders.append(Order(**told, placed_slot=at, paid_slot=at, state=OrderState.SHIPPED, total_minor=100))
        lines.append(OrderLine(**told, line_no="1", sku=names[sku], units=1, paid_minor=100))
    Order.objects.bulk_create(orders, batch_size=2_000)
    OrderLine.objects.bulk_create(lines, batch_size=2_000)


def _hours(shop: Shop, slot: int, chance: Any, sold: Any, names: list[str]) -> None:
    hour = slot // 6 * 6
    slots, of_skus = [], []
    for back in range(24 * 7, 0, -1):
        start = hour - 6 * back
        pieces = chance.poisson(sold * 3_000)
        slots += [SalesSlot(shop=shop, slot=start + n, paid_orders=int(pieces.sum()) // 6, revenue_minor=100) for n in range(6)]
        of_skus += [SkuHour(shop=shop, hour=start, sku=names[n], lines=1, units=int(pieces[n])) for n in np.flatnonzero(pieces)]
    SalesSlot.objects.bulk_create(slots, batch_size=2_000)
    SkuHour.objects.bulk_create(of_skus, batch_size=2_000)

"""What a count of the pairs of a million lines costs, from the database to the kept rows. `time_pairs` wants migrated tables."""

import time
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection
from django.utils import timezone

from bench import machine
from common import bulk
from common.windows import Window, slot_of
from inventory.models import PairRun, RunState
from inventory.rules.pairs import MOST_GOODS
from inventory.services.pairs import ask_pairs, run_pairs
from orders.models import Order, OrderLine, Shop
from orders.services import create_shop

DAYS, PRODUCTS = 60, 10_000
_START = slot_of(datetime(2027, 11, 10, 16, tzinfo=UTC))


def time_pairs(lines: int = 1_000_000) -> dict[str, Any]:
    """Return the seconds of one count, how much it looked at, and the most memory the process held."""
    shop = create_shop(actor=None, name="Pairs", platform="tmall")
    _sell(shop, lines)
    began = time.perf_counter()
    window = Window(_START, _START + DAYS * 144)
    run = ask_pairs(actor=None, shop=shop, window=window, min_count=10, at=timezone.now())
    run_pairs(run_id=run.pk, at=timezone.now())
    seconds = time.perf_counter() - began
    done = PairRun.objects.get(pk=run.pk)
    assert done.state == RunState.DONE, done.error
    told = {name: getattr(done, name) for name in ("lines", "baskets", "left_out", "tried", "found")}
    return {"seconds": seconds, "peak_mb": machine.peak_mb(), **told}


def _sell(shop: Shop, lines: int, seed: int = 11) -> None:
    """Fill a shop with orders of 1 to 8 lines, few products selling most, one partner in five bought along, and ten resellers."""
    chance = np.random.default_rng(seed)
    size = chance.integers(1, 9, lines // 4)
    size[: lines // 100_000] = 3 * MOST_GOODS
    order = np.repeat(np.arange(size.size), size)[:lines]
    product = np.minimum((chance.pareto(0.7, order.size) * 40).astype(np.int64), PRODUCTS - 1)
    follows = np.flatnonzero((chance.random(order.size) < 0.2)[1:] & (order[1:] == order[:-1])) + 1
    product[follows] = (product[follows - 1] * 7 + 13) % PRODUCTS
    numbers = pa.array([f"N{number:08}" for number in range(size.size)])
    same = {"shop_id": shop.pk, "provenance_id": 0}
    slots = _START + np.sort(chance.integers(0, DAYS * 144, size.size))
    buyers = pa.array([f"buyer {number}" for number in chance.integers(0, size.size // 2, size.size)])
    heads = {"order_no": numbers, "buyer_key": buyers, "paid_slot": pa.array(slots.astype(np.int32))}
    bulk.append(connection, Order._meta.db_table, pa.table(heads), constants=same)
    told = {
        "order_no": numbers.take(pa.array(order)),
        "line_no": pa.array([str(number) for number in range(order.size)]),
        "sku": pa.array([f"S{number:05}" for number in range(PRODUCTS)]).take(pa.array(product)),
        "units": pa.array(np.ones(order.size, dtype=np.int32)),
        "paid_minor": pa.array(1_990 + product * 3),
    }
    bulk.append(connection, OrderLine._meta.db_table, pa.table(told), constants=same)

"""What buyers cost: summaries made from orders, everybody judged anew, one order judged, the rules tried, a buyer found.

    python -m bench.child '[["migrate", {}], ["buyers", {"buyers": 100000}]]'

measures on the database of DATABASE_URL alone.
"""

import statistics
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection, transaction

from bench.alone import settle, timed
from bench.cards import GOODS, time_cards
from common import bulk
from customers.models import Buyer, StaleBuyer, TierCause
from customers.queries import buyer_summary, find_buyers
from customers.queries.tiers import simulate
from customers.rules.tiers import Step, Way
from customers.services import ask_run, mark_buyers, refill_buyers, run_tiers, save_tiers
from customers.services.tiers import ToldTier
from orders.claims import ORDER_FIELDS, ORDER_KEY, ROWS, ChunkClaims, Source
from orders.models import Order, OrderLine
from orders.services import create_shop, load_chunk

DAYS = 700
PIECE = 100_000
END = datetime(2026, 11, 11, tzinfo=UTC)


def time_buyers(buyers: int, orders_each: int = 10) -> dict[str, float]:
    """Fill a shop with buyers and orders, make and judge them, and return the seconds of each step."""
    shop = create_shop(actor=None, name="Buyers", platform="taobao")
    _fill(shop.pk, buyers, orders_each)
    found: dict[str, float] = {"buyers": buyers, "orders": buyers * orders_each}
    settle()
    found["refill"] = timed(lambda: refill_buyers(shop=shop, at=END))
    ladder = [
        ToldTier("Start"),
        ToldTier("More", (Way(orders_from=2), Way(spent_from_minor=90_000))),
        ToldTier("Top", (Way(window_days=365, orders_from=2, spent_from_minor=120_000, refund_most=50),)),
    ]
    plain = [ToldTier("Start"), ToldTier("More", (Way(spent_from_minor=60_000, recent_days=300, refund_most=50),))]
    for name, told in (("plain", plain), ("windowed", ladder)):
        steps = [Step(one.name, one.ways) for one in told]
        found[f"simulate_{name}"] = timed(lambda steps=steps: simulate(shop, steps, [None] * len(steps), END))
        save_tiers(actor=None, shop=shop, told=told, at=END)
        settle()
        run = ask_run(shop=shop, cause=TierCause.RULES, at=END)
        found[f"judge_{name}"] = timed(lambda run=run: run_tiers(run_id=run.pk, now=END))
    settle()
    found["one"] = statistics.median(_one_order(shop, number) for number in range(5))
    keys = list(Buyer.objects.filter(shop=shop).order_by("pk").values_list("buyer_key", flat=True)[:: max(1, buyers // 40)])
    found["find"] = statistics.median(timed(lambda key=key: find_buyers(key)) for key in keys)
    some = list(Buyer.objects.filter(buyer_key__in=keys).select_related("shop", "hand_tier"))
    found["card"] = statistics.median(timed(lambda buyer=buyer: _card(buyer)) for buyer in some)
    found |= time_cards(shop)
    connection.close()
    return found


def _fill(shop_id: int, buyers: int, each: int) -> None:
    """Insert orders of one line spread over `DAYS` days, and a mark for every buyer."""
    random = np.random.default_rng(7)
    first = int((END - timedelta(days=DAYS)).timestamp())
    for start in range(0, buyers * each, PIECE):
        count = min(PIECE, buyers * each - start)
        number = np.arange(start, start + count)
        paid = first + random.integers(0, DAYS * 86_400, count)
        total = random.integers(2_000, 90_000, count)
        moments = pa.array(paid, pa.timestamp("s", tz="UTC"))
        table = pa.table(
            {
                "order_no": pa.array([f"{2_900_000_000_000_000_000 + one * 1_013}" for one in number.tolist()]),
                "buyer_key": pa.array([f"buyer_{one % buyers * 7_919 % buyers:08}" for one in number.tolist()]),
                "placed_at": moments,
                "paid_at": moments,
                "placed_slot": pa.array(paid // 600, pa.int32()),
                "paid_slot": pa.array(paid // 600, pa.int32()),
                "total_minor": pa.array(total, pa.int64()),
                "refund_minor": pa.array(np.where(random.random(count) < 0.08, total, 0), pa.int64()),
                "units": pa.array(random.integers(1, 4, count), pa.int32()),
            }
        )
        sku = pa.array([f"D{one:03}" for one in random.integers(0, GOODS, count)])
        lines = {
            "order_no": table["order_no"],
            "line_no": pa.repeat("1", count),
            "sku": sku,
            "title": sku,
            "units": table["units"],
        }
        constants = {"shop_id": shop_id, "provenance_id": 0}
        with transaction.atomic():
            bulk.append(connection, Order._meta.db_table, table, constants=constants)
            bulk.append(connection, OrderLine._meta.db_table, pa.table(lines), constants=constants)
    keys = pa.table({"buyer_key": pa.array([f"buyer_{one:08}" for one in range(buyers)])})
    with transaction.atomic():
        bulk.append(connection, StaleBuyer._meta.db_table, keys, constants={"shop_id": shop_id, "marks": 1})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _one_order(shop: Any, number: int) -> float:
    """Load one more order of one buyer, and bring the buyer in step."""
    row = {"buyer_key": f"buyer_{number:08}", "placed_at": END, "paid_at": END, "total_minor": 5_000, "units": 1}
    columns = {name: pa.array([row.get(name)], kind) for name, kind in ORDER_FIELDS.items()}
    orders = pa.table({"order_no": pa.array([f"new {number}"], ORDER_KEY["order_no"]), **columns, "rows": pa.array([1], ROWS)})

    def bring() -> None:
        with transaction.atomic():
            source = Source(as_of=number, digest=f"{number:064}")
            mark_buyers(shop=shop, touched=load_chunk(shop=shop, source=source, chunk=ChunkClaims(orders=orders)))
        refill_buyers(shop=shop, at=END)

    return timed(bring)


def _card(buyer: Buyer) -> None:
    """Read what the page of a buyer begins with."""
    summary = buyer_summary(buyer, END)
    _ = (summary.standing, summary.next_tier, summary.orders(), summary.scores)

"""The review of a sale of a million orders with their statements: preparing it, its page from the prepared state, its PDF files.

`python -m bench.review [ORDERS]` measures on the database that `DATABASE_URL` names, which must be empty and migrated.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from bench.alone import run_alone, timed

CHUNK = 100_000
START = datetime(2026, 11, 10, 16, tzinfo=UTC)
PLANNED = {"visitors": "2000000", "conversion": "0.04", "order_value": "11000", "refund_rate": "0.1", "cost_of_goods": "0.4"}


def measure(orders: int) -> dict[str, float]:
    """Fill a shop with orders of one line each over three days, settle every second one, and time the worker and the page."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from accounts.roles import Role  # noqa: PLC0415
    from campaigns.models import Campaign, CostLine  # noqa: PLC0415
    from common import bulk  # noqa: PLC0415
    from common.pdf import paper_pdf, report_pdf  # noqa: PLC0415
    from orders.claims import ChunkClaims, Source  # noqa: PLC0415
    from orders.services import create_shop, load_chunk  # noqa: PLC0415
    from review import services  # noqa: PLC0415
    from review.models import Settlement  # noqa: PLC0415
    from review.papers import full_report, one_page  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    shop = create_shop(actor=None, name="Bench", platform="tmall")
    for start in range(0, orders, CHUNK):
        claims = _claims(start, min(CHUNK, orders - start), orders)
        with transaction.atomic():
            load_chunk(shop=shop, source=Source(1, "b" * 64), chunk=ChunkClaims(claims[0], claims[1]))
            bulk.append(connection, Settlement._meta.db_table, claims[2], constants={"shop_id": shop.pk, "entries": 1})
    sale = Campaign.objects.create(
        name="Bench", currency="CNY", time_zone="Asia/Shanghai", starts_at=START, ends_at=START + timedelta(days=3),
        revenue_target_minor=0, visitors_target=0, paid_orders_target=0, conversion_target=0, order_value_target_minor=0,
    )  # fmt: skip
    sale.shops.add(shop)
    for name, likely in PLANNED.items():
        CostLine.objects.create(campaign=sale, name=name, low=likely, likely=likely, high=likely)
    at = START + timedelta(days=4)
    review = services.ask_review(campaign=sale, at=at)
    found = {"prepare": timed(lambda: services.prepare_review(review_id=review.pk, at=at))}
    client = Client()
    client.force_login(User.objects.create_user("bench", role=Role.BOSS))
    address = f"/review/{sale.pk}/"
    client.get(address)
    found["page"] = min(timed(lambda: client.get(address)) for _ in range(5))
    report = services.make_report(actor=None, campaign=sale, at=at)
    found["one_page"] = timed(lambda: paper_pdf(one_page(report), language="en"))
    found["whole"] = timed(lambda: report_pdf(full_report(report), language="en"))
    return {name: round(seconds, 4) for name, seconds in found.items()} | {"orders": orders}


def _claims(start: int, count: int, orders: int) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Return the claims of some orders, and the settlements of every second one."""
    number = np.arange(start, start + count)
    seconds = np.random.default_rng(7).integers(0, 3 * 86_400, orders)[start : start + count]
    moments = pa.array(int(START.timestamp()) + seconds, pa.int64()).cast(pa.timestamp("s", tz="UTC"))
    numbers = pa.array([f"{each:019d}" for each in number])
    zeros, totals = pa.array(np.zeros(count), pa.int32()), pa.array(10_000 + number % 977, pa.int64())
    table: dict[str, Any] = {
        "order_no": numbers,
        "placed_at": moments,
        "paid_at": moments,
        "state": pa.array(np.full(count, 50), pa.int16()),
        "refund_state": pa.array(np.zeros(count), pa.int16()),
        "total_minor": totals,
        "rows": zeros,
    }
    lines = {
        "order_no": numbers,
        "line_no": pa.array(["1"] * count),
        "sku": pa.array([f"S{each % 2_000}" for each in number]),
        "units": pa.array(np.ones(count), pa.int32()),
        "price_minor": pa.array(np.full(count, 12_000), pa.int64()),
        "paid_minor": totals,
        "rows": pa.array(np.ones(count), pa.int32()),
    }
    half = pa.array(number % 2 == 1)
    fee = pa.array(np.full(count, 500), pa.int64())
    settled = {
        "order_no": numbers,
        "received_minor": totals,
        "commission_minor": fee,
        "paid_out_minor": pa.array(10_000 + number % 977 - 500, pa.int64()),
        "as_of": moments,
    }
    return pa.table(table), pa.table(lines), pa.table(settled).filter(half)


if __name__ == "__main__":
    run_alone(measure)

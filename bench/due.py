"""The 72-hour clock and the finder of abnormal orders beside a million orders that are all paid and not shipped.

`python -m bench.due [ORDERS]` measures on the database that `DATABASE_URL` names, which must be empty and migrated.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from bench.alone import run_alone, timed
from bench.clock import CHANGED

CHUNK = 100_000


def measure(orders: int) -> dict[str, float]:
    """Fill a shop with open orders of one line each, half of them shipped, and time what the worker and the page do."""
    from django.db import transaction  # noqa: PLC0415

    from dispatch.queries.due import due_orders, due_view  # noqa: PLC0415
    from dispatch.services import find_abnormal, mark_orders, recount_due  # noqa: PLC0415
    from orders.claims import ChunkClaims, Source  # noqa: PLC0415
    from orders.services import create_shop, load_chunk  # noqa: PLC0415

    shop, at = create_shop(actor=None, name="Bench", platform="tmall"), datetime.now(UTC).replace(microsecond=0)
    found = {"load": 0.0, "mark": 0.0}
    for start in range(0, orders, CHUNK):
        claims = ChunkClaims(*_claims(start, min(CHUNK, orders - start), orders, at))
        with transaction.atomic():
            began = time.perf_counter()
            touched = load_chunk(shop=shop, source=Source(1, "b" * 64), chunk=claims)
            found["load"] += time.perf_counter() - began
            began = time.perf_counter()
            mark_orders(shop=shop, touched=touched, at=at)
            found["mark"] += time.perf_counter() - began
    found["recount"] = timed(lambda: recount_due(shop=shop, at=at, known_to=at))
    found["view"] = min(timed(lambda: due_view(shops=[shop], at=at)) for _ in range(5))
    found["list"] = min(timed(lambda: list(due_orders(shop=shop, at=at, when="24")[:50])) for _ in range(5))
    found["find"] = timed(lambda: find_abnormal(shop=shop, at=at))
    changed = _claims(0, min(CHANGED, orders), orders, at, total=20_000)
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=Source(2, "c" * 64), chunk=ChunkClaims(changed[0]))
        mark_orders(shop=shop, touched=touched, at=at)
    found["find_5000"] = timed(lambda: find_abnormal(shop=shop, at=at))
    return {name: round(seconds, 4) for name, seconds in found.items()} | {"orders": orders}


def _claims(start: int, count: int, orders: int, at: datetime, total: int = 10_000) -> tuple[pa.Table, pa.Table]:
    """Return the claims of some orders; every second one was shipped in the last two days."""
    number = np.arange(start, start + count)
    ago = np.random.default_rng(7).uniform(0, 60, orders)[start : start + count]
    moments = [at - timedelta(hours=float(hours)) for hours in ago]
    gone = number % 2 == 1
    numbers = pa.array([f"{each:019d}" for each in number])
    paid = pa.array(moments, pa.timestamp("s", tz="UTC"))
    shipped = [moment + timedelta(hours=float(hours) / 2) if is_gone else None
               for moment, hours, is_gone in zip(moments, ago, gone, strict=True)]  # fmt: skip
    table: dict[str, Any] = {
        "order_no": numbers,
        "buyer_key": pa.array([f"b{each // 2}" for each in number]),
        "placed_at": paid,
        "paid_at": paid,
        "shipped_at": pa.array(shipped, pa.timestamp("s", tz="UTC")),
        "state": pa.array(np.where(gone, 50, 30), pa.int16()),
        "refund_state": pa.array(np.zeros(count), pa.int16()),
        "total_minor": pa.array(np.full(count, total), pa.int64()),
        "rows": pa.array(np.zeros(count), pa.int32()),
    }
    lines = {
        "order_no": numbers,
        "line_no": pa.array(["1"] * count),
        "sku": pa.array([f"S{each % 500}" for each in number]),
        "units": pa.array(np.ones(count), pa.int32()),
        "paid_minor": pa.array(np.full(count, 10_000), pa.int64()),
        "rows": pa.array(np.ones(count), pa.int32()),
    }
    return pa.table(table), pa.table(lines)


if __name__ == "__main__":
    run_alone(measure)

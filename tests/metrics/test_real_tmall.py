"""The Tmall report of February 2020 gives the sums that are known of it."""

import csv
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from django.db import transaction

from metrics import queries, services
from orders.claims import MOMENT, ROWS, ChunkClaims, Source
from orders.models import Shop
from orders.services import load_chunk

REPORT = Path(__file__).resolve().parents[3] / "shared/data/tmall_order_report.csv"
pytestmark = [pytest.mark.django_db, pytest.mark.shared]


@pytest.fixture
def rows() -> list[dict[str, str]]:
    if not REPORT.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{REPORT} is missing")
        pytest.skip(f"{REPORT} is not here")
    with REPORT.open(encoding="utf-8-sig", newline="") as file:
        return [{name.strip(): value for name, value in row.items()} for row in csv.DictReader(file)]


def claims(rows: list[dict[str, str]]) -> ChunkClaims:
    def minor(text: str) -> int:
        return round(float(text) * 100)

    def moment(text: str) -> datetime | None:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")) if text.strip() else None

    rows = sorted(rows, key=lambda row: row["订单编号"])
    return ChunkClaims(
        pa.table(
            {
                "order_no": [row["订单编号"] for row in rows],
                "placed_at": pa.array([moment(row["订单创建时间"]) for row in rows], MOMENT),
                "paid_at": pa.array([moment(row["订单付款时间"]) for row in rows], MOMENT),
                "total_minor": [minor(row["总金额"]) for row in rows],
                "refund_minor": [minor(row["退款金额"]) for row in rows],
                "rows": pa.array([1] * len(rows), ROWS),
            }
        )
    )


@pytest.mark.parametrize("pieces", [1, 3])
def test_known_sums(shop: Shop, rows: list[dict[str, str]], pieces: int) -> None:
    for number in reversed(range(pieces)):
        with transaction.atomic():
            source = Source(1_583_000_000, f"{number:064}")
            touched = load_chunk(shop=shop, source=source, chunk=claims(rows[number::pieces]))
            services.mark_stale(shop=shop, hours=touched.hours)
    services.refill(shop=shop)
    (total,) = queries.numbers(shops=[shop], window=None, by="total")
    assert {name: total.values[name] for name in ("revenue", "refunds", "net_revenue", "paid_orders", "unpaid_orders")} == {
        "revenue": 247_482_307,
        "refunds": 57_233_592,
        "net_revenue": 190_248_715,
        "paid_orders": 24_087,
        "unpaid_orders": 3_923,
    }

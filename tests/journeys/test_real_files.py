"""The real files beside the project go the whole road, from the command line to numbers and boards."""

import io
import json
import os
import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from campaigns.services import create_campaign
from imports.models import ImportJob
from imports.services import run_undo, undo
from orders.models import Order, Shop, TrafficHour

DATA = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared/data")
TMALL = {
    "revenue": "2474823.07",
    "refunds": "572335.92",
    "net_revenue": "1902487.15",
    "paid_orders": 24_087,
    "unpaid_orders": 3_923,
}
SHANGHAI = ZoneInfo("Asia/Shanghai")
pytestmark = [pytest.mark.shared, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _needs_the_files():
    if not DATA.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs the folder of real files beside the project.")
        pytest.skip("the folder of real files is not beside the project")


def run(name: str, *words: Any, **options: Any) -> dict[str, Any]:
    """Run a command and read the JSON it prints."""
    out = io.StringIO()
    call_command(name, *map(str, words), "--json", stdout=out, stderr=io.StringIO(), **options)
    return json.loads(out.getvalue())


def totals(shop: str) -> dict[str, Any]:
    row = run("numbers", "--shop", shop)["rows"][0]
    return {name: row[name] for name in TMALL}


def state() -> list[tuple[Any, ...]]:
    names = [field.attname for field in Order._meta.concrete_fields if field.attname not in {"provenance_id", "shop_id"}]
    return list(Order.objects.order_by("order_no").values_list(*names))


def test_the_tmall_report_gives_its_known_sums_twice_in_pieces_and_in_any_order(tmp_path):
    report = DATA / "tmall_order_report.csv"
    first = run("import", report, "--shop", "Whole", "--create-shop")
    assert (first["inserted"], first["rejected"]) == (28_010, 0)
    assert totals("Whole") == TMALL
    again = run("import", report, "--shop", "Whole")
    assert (again["inserted"], again["changed"], again["unchanged"]) == (0, 0, 28_010)
    assert totals("Whole") == TMALL
    whole = state()

    job = ImportJob.objects.order_by("pk").last()
    undo(job=job, actor=None)
    run_undo(job_id=job.pk, worker="test")
    assert totals("Whole") == TMALL, "the first import of the same bytes still stands"
    job = ImportJob.objects.order_by("pk").first()
    undo(job=job, actor=None)
    run_undo(job_id=job.pk, worker="test")
    assert not Order.objects.exists()

    header, *rows = report.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    pieces = [rows[start : start + 6_000] for start in range(0, len(rows), 6_000)]
    pieces.append(rows[9_000:15_000])  # one that overlaps two others
    random.Random(11).shuffle(pieces)
    for number, piece in enumerate(pieces):
        path = tmp_path / f"piece-{number}.csv"
        path.write_text(header + "".join(piece))
        run("import", path, "--shop", "Whole")
    assert totals("Whole") == TMALL
    assert state() == whole


def test_the_tmall_report_shows_the_board_of_its_peak_day():
    run("import", DATA / "tmall_order_report.csv", "--shop", "Tmall", "--create-shop")
    start = datetime(2020, 2, 25, tzinfo=SHANGHAI)
    create_campaign(
        actor=None,
        name="Peak day",
        shops=[Shop.objects.get()],
        starts_at=start,
        ends_at=start + timedelta(days=1),
        revenue_target_minor=30_000_000,
        visitors_target=60_000,
        conversion_target=Decimal("0.05"),
        order_value_target_minor=None,
        inquiries_target=0,
    )
    board = run("board", "Peak day", "--at", "2020-02-26T12:00:00+08:00")
    day = run("numbers", "--shop", "Tmall", "--from", "2020-02-25", "--to", "2020-02-26")["rows"][0]
    assert Decimal(board["so_far"]["revenue"]["actual"]) / 100 == Decimal(day["revenue"])
    assert board["so_far"]["paid_orders"]["actual"] == day["paid_orders"]
    assert len(board["hours"]) == 24
    assert sum(hour["revenue"]["actual"] for hour in board["hours"]) == board["so_far"]["revenue"]["actual"]
    assert sum(hour["revenue"]["target"] for hour in board["hours"]) == 30_000_000
    for hour in board["hours"]:
        assert sum(hour["split"].values()) == hour["revenue"]["gap"]


def test_the_hours_of_the_double_12_come_in_through_the_mapping():
    counts = run(
        "import", DATA / "double12_hourly_traffic.csv", "--shop", "D12", "--create-shop", "--kind", "traffic",
        "--mapping", "date=behavior_date", "hour=behavior_hour", "page_views=time_pv_count", "favourites=time_fav_count",
        "carts=time_cart_count", "visitors=time_unique_user_count",
    )  # fmt: skip
    assert (counts["inserted"], counts["rejected"]) == (744, 0)
    assert TrafficHour.objects.count() == 744


def test_the_online_retail_lines_come_in_with_their_cancellations_as_refunds():
    words = ["order_no=Invoice", "sku=StockCode", "title=Description", "line_units=Quantity", "placed_at=InvoiceDate"]
    counts = run(
        "import", DATA / "online_retail_II.parquet", "--shop", "UK", "--create-shop", "--currency", "GBP",
        "--time-zone", "Europe/London", "--kind", "lines", "--mapping", *words, "price_minor=Price", "buyer=Customer ID",
    )  # fmt: skip
    assert sum(counts[name] for name in ("inserted", "changed", "unchanged", "older", "rejected")) == 525_461
    assert counts["rejected"] == 2_138
    row = run("numbers", "--shop", "UK")["rows"][0]
    assert Decimal(row["refunds"]) > 0
    assert row["refund_orders"] > 4_000
    job = ImportJob.objects.get()
    by_reason = {group["code"]: group["rows"] for group in job.problems if group["severity"] == "rejected"}
    assert sum(by_reason.values()) == 2_138

"""Sale against sale: hours, phases and the calendar, different lengths, clocks and currencies, the plan of each."""

import csv
import io
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from accounts.roles import Role
from campaigns.models import Campaign, Phase, TargetCurve
from campaigns.rules.packing import pack
from metrics.models import SalesSlot
from orders.models import TrafficHour
from orders.services import create_shop
from review.queries.compare import compared
from tests.review.histories import START, campaign
from tests.review.test_pages import text_of

pytestmark = pytest.mark.django_db
NOW = START + timedelta(days=30)


@pytest.fixture
def boss(client_as):
    return client_as(Role.BOSS)


def sold(sale, shop, per_hour, *, hours=24):
    """Sell so much in each hour of a sale, in two slots, and bring ten visitors."""
    SalesSlot.objects.bulk_create(
        SalesSlot(shop=shop, slot=sale.start_slot + 6 * hour + part, paid_orders=1, revenue_minor=per_hour // 2)
        for hour in range(hours)
        for part in (0, 3)
    )


def planned(sale, per_hour):
    slots = sale.end_slot - sale.start_slot
    table = np.zeros((4, slots), dtype=np.int64)
    table[0, ::6] = per_hour
    table[2, ::6] = 1
    body = pack(table)
    TargetCurve.objects.create(campaign=sale, start_slot=sale.start_slot, body=body, digest=f"{sale.pk:064}")


@pytest.fixture
def two(db):
    shop = create_shop(actor=None, name="Lamp House", platform="tmall")
    older = campaign([shop], name="Double 11, 2025", start=START - timedelta(days=365), days=1)
    newer = campaign([shop], name="Double 11, 2026", days=2)
    sold(older, shop, 1_000)
    sold(newer, shop, 1_200, hours=48)
    planned(newer, 1_500)
    return newer, older


def test_two_sales_of_different_length_lie_on_one_axis(two):
    found = compared(two, metric="revenue", axis="hours", is_running=True, at=NOW)
    newer, older = found.sales
    assert (newer.places[:2], len(newer.places), len(older.places)) == ((0, 1), 48, 24)
    assert newer.values[:2] == (1_200, 2_400)
    assert (newer.total, older.total, newer.planned_total, older.planned_total) == (57_600, 24_000, 72_000, None)
    each = compared(two, metric="revenue", axis="hours", is_running=False, at=NOW).sales[0]
    assert set(each.values) == {1_200}
    assert sum(each.values) == newer.total


def test_a_running_sale_is_known_as_far_as_it_came(two):
    found = compared(two, metric="revenue", axis="hours", is_running=True, at=START + timedelta(hours=5, minutes=5))
    assert len(found.sales[0].so_far) == 6
    assert found.sales[0].values[6] is None
    assert found.sales[0].planned[47] == 72_000


def test_the_calendar_puts_the_same_date_of_two_years_on_each_other(two):
    newer, older = compared(two, metric="paid_orders", axis="calendar", is_running=False, at=NOW).sales
    assert newer.places[0] == older.places[0]
    assert newer.planned[0] == 1


def test_phases_count_what_counts_towards_them(two):
    for sale in two:
        middle = sale.start_slot + (sale.end_slot - sale.start_slot) // 2
        for number, (start, end) in enumerate([(sale.start_slot, middle - 6), (middle, sale.end_slot)], 1):
            Phase.objects.create(campaign=sale, number=number, name=f"P{number}", start_slot=start, end_slot=end, share_bp=5_000)
    newer, older = compared(two, metric="revenue", axis="phase", is_running=False, at=NOW).sales
    assert newer.places == older.places == (1, 2)
    assert sum(newer.values) == 57_600
    assert sum(newer.planned) == 72_000


def test_a_ratio_comes_from_sums_and_is_unknown_without_visitors(two):
    newer = two[0]
    shop = newer.shops.get()
    TrafficHour.objects.bulk_create(
        TrafficHour(shop=shop, hour=newer.start_slot + 6 * hour, channel="search", visitors=10 * (hour + 1), provenance_id=0)
        for hour in range(2)
    )
    found = compared(two, metric="conversion", axis="hours", is_running=True, at=NOW)
    assert float(found.sales[0].values[1]) == pytest.approx(4 / 30)
    assert set(found.sales[1].values) == {None}


def test_currencies_never_mix(two, boss):
    dollars = create_shop(actor=None, name="Dollar House", platform="shopify", currency="USD", time_zone="America/New_York")
    abroad = campaign([dollars], name="Black Friday", currency="USD", target=50_000)
    Campaign.objects.filter(pk=abroad.pk).update(time_zone="America/New_York")
    abroad.refresh_from_db()
    sold(abroad, dollars, 100)
    found = compared([two[0], abroad], metric="revenue", axis="hours", is_running=True, at=NOW)
    assert found.is_share
    assert float(found.sales[1].total) == pytest.approx(2_400 / 50_000)
    assert not compared([two[0], abroad], metric="paid_orders", axis="hours", is_running=True, at=NOW).is_share


def test_page_file_and_interface_say_the_same(two, boss, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    newer, older = two
    asked = f"sale={newer.pk}&sale={older.pk}"
    page = text_of(boss.get(f"/review/compare/?{asked}"))
    assert "Revenue: Double 11, 2026 is 20% above Double 11, 2025 after 24 hours" in page
    assert 'data-chart="compare-figure"' in page
    assert "of the plan" in page
    assert text_of(boss.get("/review/compare/")).count("checked") == 2
    told = boss.get(f"/api/v1/reviews/compare/?{asked}").json()
    assert told["sales"][0]["total"] == "576.00"
    assert told["sales"][0]["points"][1] == {"place": 1, "value": "24.00", "planned": "30.00"}
    rows = list(csv.reader(io.StringIO(boss.get(f"/review/compare/export.csv?{asked}").content.decode("utf-8-sig"))))
    assert len(rows) == 49
    assert [float(cell) for cell in rows[24][1:4]] == [288.0, 360.0, 240.0]
    assert rows[25][3] == ""


def test_a_question_that_cannot_be_answered_says_why(two, boss, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    many = [campaign(two[0].shops.all(), name=f"Sale {number}") for number in range(6)]
    asked = "&".join(f"sale={sale.pk}" for sale in many)
    answer = boss.get(f"/review/compare/?{asked}")
    assert answer.status_code == 400
    assert "At most five" in text_of(answer)
    assert boss.get("/review/compare/?sale=999999").status_code == 400
    assert boss.get("/api/v1/reviews/compare/?metric=luck").status_code == 400
    assert boss.get("/review/compare/export.csv?axis=luck").status_code == 400


def test_before_the_first_sale_there_is_nothing_to_compare(boss):
    assert "No sale has begun yet" in text_of(boss.get("/review/compare/"))


def test_strangers_to_costs_see_nothing(client_as, db):
    assert client_as(Role.WAREHOUSE).get("/review/compare/").status_code == 403

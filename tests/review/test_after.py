"""The days after a sale: second purchases against a plain count, prices on their way back, the months of a year."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.roles import Role
from campaigns.models import PlannedPrice
from customers.services import refill_buyers
from inventory.models import PriceKind, PricePoint, Product
from review.models import AfterSale, FunnelMonth
from review.queries.after import cohorts_of
from review.queries.funnel import year_of
from review.rules.cohorts import unpacked
from review.services.after import after_due, count_after
from review.services.funnel import count_funnel
from tests.review.statements import LINES

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 11, 29, 3, tzinfo=UTC)
ORDERS = [  # order, buyer, day and hour of payment by the shop's clock, amount
    ("1", "old", "2026-08-20 10:00:00"), ("2", "old", "2026-08-30 10:00:00"), ("3", "ned", "2026-10-01 09:00:00"),
    ("4", "new", "2026-11-11 09:02:00"), ("5", "new", "2026-11-11 20:00:00"), ("6", "new", "2026-11-15 08:50:00"),
    ("7", "amy", "2026-11-11 09:31:00"), ("8", "eve", "2026-11-11 10:06:00"), ("9", "eve", "2026-11-28 12:00:00"),
    ("10", "", "2026-11-20 12:00:00"),
]  # fmt: skip


@pytest.fixture
def sold(sale, shop, bring):
    """Four months of orders around the sale; the three buyers of its own files are first buyers of it too."""
    rows = [[no, "1", buyer, at, at, "QH-1", "1", "300.00", "100.00", "", "none", "0.00"] for no, buyer, at in ORDERS]
    bring((LINES, rows), "more.csv")
    refill_buyers(shop=shop, at=LATER)
    return sale


def words(answer):
    return " ".join(answer.content.decode().split())


def test_second_purchases_are_those_of_a_plain_count(sold):
    kept = cohorts_of(sold, at=LATER)
    won, before = unpacked(kept["sale"]), unpacked(kept["before"])
    # In the sale: ann and bob of its files, new, amy, eve. new came again after 3 whole days (the evening is the same purchase),
    # eve after 17.
    assert (won.buyers, won.days_seen) == (5, 16)
    assert dict(won.again) == {3: 1, 17: 1}
    assert won.within(30).buyers == 1, "day 17 has not passed for all"
    # Before: old (again after ten days) and ned.
    assert (before.buyers, dict(before.again)) == (2, {10: 1})
    assert before.within(30).is_over is False


def test_the_page_says_how_far_the_days_are(client_as, sold):
    boss = client_as(Role.BOSS)
    where = f"/review/{sold.pk}/after/"
    assert "being counted" in words(boss.get(where))
    assert after_due(at=LATER) == [sold]
    assert count_after(campaign=sold, at=LATER)
    assert after_due(at=LATER + timedelta(hours=1)) == []
    assert after_due(at=LATER + timedelta(hours=21)) == [sold]
    page = words(boss.get(where))
    assert "20.0% of the 5 buyers won in the sale bought again so far: day 16 of 30" in page
    assert "day 16 of 60" in page
    rows = list(csv.reader(io.StringIO(boss.get(f"{where}cohorts.csv").content.decode("utf-8-sig"))))
    assert rows[1][1:5] == ["5", "so far, day 16 of 30", "1", "0.2"]
    curve = list(csv.reader(io.StringIO(boss.get(f"{where}curve.csv").content.decode("utf-8-sig"))))
    assert [float(row[1]) for row in curve[1:] if row[1]] == [0.0] * 3 + [0.2] * 14
    told = boss.get(f"/api/v1/reviews/{sold.pk}/after/").json()
    assert told["cohorts"][0]["within"][0] == {"days": 30, "buyers": 1, "share": 0.2, "day": 16, "is_over": False}
    boss.post(f"{where}count/")
    assert after_due(at=LATER) == [sold]
    assert client_as(Role.WAREHOUSE).get(where).status_code == 403
    assert boss.get(f"{where}nothing.csv").status_code == 404


def test_what_cannot_be_counted_is_tried_three_times_and_says_why(client_as, sold, monkeypatch):
    def fails(*_sale, at):
        raise ValueError("a broken price")

    monkeypatch.setattr("review.services.after.price_return", fails)
    for _try in range(3):
        assert after_due(at=LATER) == [sold]
        with pytest.raises(ValueError, match="a broken price"):
            count_after(campaign=sold, at=LATER)
    assert after_due(at=LATER) == []
    assert "a broken price" in words(client_as(Role.BOSS).get(f"/review/{sold.pk}/after/"))


def test_prices_are_watched_day_by_day(client_as, sold, shop):
    for sku, ordinary in (("QH-1", 30_000), ("QH-2", 2_000), ("QH-3", 5_000)):
        Product.objects.update_or_create(shop=shop, sku=sku, defaults={"title": sku, "list_price_minor": ordinary})
        PlannedPrice.objects.create(campaign=sold, shop=shop, sku=sku, stage="live", price_minor=ordinary // 2)
    begins = {"QH-1": (12, 22_500), "QH-2": (12, 2_000), "QH-3": (12, 2_500)}
    for sku, (day, price) in begins.items():
        since = datetime(2026, 11, day, tzinfo=UTC) - timedelta(hours=8)
        PricePoint.objects.create(shop=shop, sku=sku, kind=PriceKind.OFFERED, since=since, price_minor=price)
    count_after(campaign=sold, at=datetime(2026, 11, 13, 3, tzinfo=UTC))
    body = AfterSale.objects.get().prices
    assert {row["sku"]: row["state"] for row in body["rows"]} == {"QH-1": "on_way", "QH-2": "fast", "QH-3": "behind"}
    count_after(campaign=sold, at=datetime(2026, 11, 16, 3, tzinfo=UTC))
    body = AfterSale.objects.get().prices
    assert {row["sku"]: row["state"] for row in body["rows"]} == {"QH-1": "late", "QH-2": "fast", "QH-3": "late"}
    page = words(client_as(Role.OPERATIONS).get(f"/review/{sold.pk}/after/"))
    assert "Prices: 0 of 3 are back, 1 too fast, 2 not back" in page
    assert "The 3 days are over." in page


def test_the_months_of_a_year_add_up_to_its_orders(client_as, sold, shop):
    assert count_funnel(at=LATER) == 4
    months = {one.first: one.counts for one in year_of(2026, [shop])}
    november = months[date(2026, 11, 1)]
    assert (november.paid, november.new_orders, november.old_orders, november.nameless_orders) == (10, 9, 0, 1)
    assert (november.new_buyers, months[date(2026, 8, 1)].new_buyers) == (5, 1)
    assert sum(one.paid for one in months.values()) == 13
    # Nothing is due until the night has passed or files have come.
    assert count_funnel(at=LATER + timedelta(hours=1)) == 0
    FunnelMonth.objects.filter(month=date(2026, 8, 1)).update(paid=1)
    assert count_funnel(at=LATER + timedelta(hours=1)) == 1
    boss = client_as(Role.BOSS)
    page = words(boss.get("/review/year/2026/"))
    assert "2026: 7 buyers won, 0% of the orders by buyers won before" in page
    rows = list(csv.reader(io.StringIO(boss.get("/review/year/2026/export.csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["2026-08", "2026-09", "2026-10", "2026-11", "2026"]
    assert sum(int(row[3]) for row in rows[1:-1]) == int(rows[-1][3]) == 13
    assert [one["month"] for one in boss.get("/api/v1/reviews/year/2026/").json()] == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert boss.get("/review/year/").url == "/review/year/2026/"
    assert "no month is counted yet" in words(boss.get("/review/year/2025/"))
    assert boss.get("/review/year/1200/").status_code == 404
    assert client_as(Role.SERVICE).get("/review/year/2026/").status_code == 403

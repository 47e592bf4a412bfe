"""What a sale really brought: from the rollup to the page, the files and the interface."""

import csv
import io
from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.models import Offer
from inventory.models import Product
from metrics.models import SalesSlot, SkuHour
from review.models import SaleEffect
from review.tasks import prepare_waiting
from review.words.effect import basis, verdict
from tests.review.histories import START, campaign, effect, shop_with_days
from tests.review.looked_back import review
from tests.review.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client_as):
    return client_as(Role.BOSS)


def test_a_sale_that_trebled_its_day_brought_more_and_the_page_says_so_everywhere(boss):
    sale = campaign([shop_with_days(lift=9.0)])
    address = f"/review/{sale.pk}/effect/"
    assert "being measured" in text_of(boss.get(address))
    assert SaleEffect.objects.get().asked_at is not None
    row = effect(sale)
    net = row.body["parts"]["net"]
    assert net["said"] == "more"
    assert net["came"] == sum(day["came"] for day in row.body["days"] if day["came"] is not None)
    assert row.body["days"][-1]["running"]["effect"] == net["effect"]
    page = text_of(boss.get(address))
    assert " ".join(verdict(row.body).split()) in page
    assert 'data-chart="effect-figure"' in page
    assert "Profit is not told" in page
    told = boss.get(f"/api/v1/reviews/{sale.pk}/effect/").json()
    assert (told["verdict"], told["body"]) == (verdict(row.body), row.body)
    days = list(csv.reader(io.StringIO(boss.get(f"{address}days.csv").content.decode("utf-8-sig"))))
    assert len(days) == 1 + 7 + 1 + 14
    assert round(sum(float(line[1]) for line in days[1:]), 2) == round(net["came"] / 100, 2)
    assert boss.get(f"{address}effect.xlsx").status_code == 200
    assert boss.get(f"{address}nothing.csv").status_code == 404


def test_an_ordinary_day_called_a_sale_cannot_be_told(boss):
    sale = campaign([shop_with_days()])
    row = effect(sale)
    assert row.body["parts"]["net"]["said"] == "cannot_tell"
    assert "Cannot tell what the sale brought: less than" in text_of(boss.get(f"/review/{sale.pk}/effect/"))


def test_a_young_shop_is_told_how_many_days_it_needs(boss):
    sale = campaign([shop_with_days(days=30)])
    row = effect(sale, at=START + timedelta(days=3))
    assert row.body["missing"] > 0
    page = text_of(boss.get(f"/review/{sale.pk}/effect/"))
    assert "more ordinary days are needed" in page
    assert "Nothing is guessed" in page


def test_a_sale_without_any_day_or_shop_of_its_currency_says_so(boss):
    dollars = shop_with_days("Dollar House", currency="USD")
    sale = campaign([dollars])
    row = effect(sale)
    assert row.body["others"] == ["Dollar House"]
    assert "no whole day of it is known" in text_of(boss.get(f"/review/{sale.pk}/effect/"))
    assert effect(campaign([shop_with_days("Late House")], start=START + timedelta(days=90)), at=START + timedelta(days=50))


def test_the_days_after_are_awaited(boss):
    sale = campaign([shop_with_days(lift=9.0)])
    body = effect(sale, at=START + timedelta(days=3)).body
    assert body["looks_back"]
    assert any("From 10 Dec on" in words for words in basis(body)), "15 days of the sale and after it, 14 ordinary ones"
    assert not body["is_whole"]
    assert "The days after it count until" in text_of(boss.get(f"/review/{sale.pk}/effect/"))
    assert effect(sale).body["is_whole"]


def test_another_sale_is_left_out_of_the_measure(boss):
    shop = shop_with_days()
    sale = campaign([shop])
    before = effect(sale).body["history"]
    campaign([shop], name="June", start=START - timedelta(days=100), days=3)
    assert effect(sale).body["history"] == before - 7 - 3 - 14
    campaign([shop], name="Double 12", start=START + timedelta(days=5), days=2)
    body = effect(sale).body
    assert body["left_out"] == ["2026-11-16", "2026-11-17"]
    assert "Left out" in text_of(boss.get(f"/review/{sale.pk}/effect/"))


def test_neighbours_that_lost_are_shown_beside_the_sale(boss):
    shop = shop_with_days(lift=3.0)
    sale = campaign([shop])
    Product.objects.create(shop=shop, sku="IN", title="In", category="coats")
    Product.objects.create(shop=shop, sku="BESIDE", title="Beside", category="coats")
    Product.objects.create(shop=shop, sku="FAR", title="Far", category="socks")
    Offer.objects.create(campaign=sale, kind="percent_off", name="Coat", skus=["IN"], percent_bp=2_000)
    start = sale.start_slot
    slots = SalesSlot.objects.filter(shop=shop).values_list("slot", "revenue_minor")
    SkuHour.objects.bulk_create(
        SkuHour(shop=shop, hour=slot, sku="BESIDE", lines=1, units=1, revenue_minor=minor // (100 if slot == start + 60 else 5))
        for slot, minor in slots
    )  # fmt: skip
    body = effect(sale).body
    assert body["neighbours"]["products"] == 1
    assert body["neighbours"]["parts"]["during"]["effect"] < 0
    assert "products of the same categories outside the sale" in text_of(boss.get(f"/review/{sale.pk}/effect/"))


def test_profit_is_told_once_the_costs_of_ordinary_days_are_known(boss):
    shop = shop_with_days(lift=9.0)
    sale = campaign([shop])
    Product.objects.create(shop=shop, sku="IN", title="In", cost_minor=600)
    slots = SalesSlot.objects.filter(shop=shop).values_list("slot", "revenue_minor")
    SkuHour.objects.bulk_create(
        SkuHour(shop=shop, hour=slot, sku="IN", lines=1, units=minor // 1_000, revenue_minor=minor) for slot, minor in slots
    )
    assert effect(sale).body["profit"] is None, "the review is not prepared yet"
    made = review(sale, at=START + timedelta(days=40)).body["money"]["states"]["running"]["profit"]
    body = effect(sale).body
    profit, net, during = body["profit"], body["parts"]["net"], body["parts"]["during"]
    assert profit["margin"] == pytest.approx(0.4, abs=0.001)
    assert profit["effect"] == pytest.approx(made + profit["margin"] * (net["came"] - during["came"] - net["expected"]), abs=2)
    assert profit["effect_low"] < profit["effect"] < profit["effect_high"]
    page = text_of(boss.get(f"/review/{sale.pk}/effect/"))
    assert "An ordinary day leaves 40% of its revenue" in page
    assert " ".join(verdict(body).split()) in text_of(boss.get(f"/review/{sale.pk}/"))
    Product.objects.update(cost_minor=None)
    assert effect(sale).body["profit"] is None


def test_the_worker_measures_what_waits_and_a_person_may_ask_again(boss):
    sale = campaign([shop_with_days(lift=9.0)], start=START)
    assert boss.post(f"/review/{sale.pk}/effect/measure/").status_code == 302
    assert AuditEntry.objects.filter(action="review.measure").count() == 1
    assert prepare_waiting() == 1
    row = SaleEffect.objects.get()
    assert row.asked_at is None
    assert row.body["parts"]
    assert prepare_waiting() == 0


@pytest.mark.parametrize("path", ["effect/", "effect/days.csv"])
def test_strangers_to_costs_see_nothing(client_as, path):
    sale = campaign([])
    assert client_as(Role.WAREHOUSE).get(f"/review/{sale.pk}/{path}").status_code == 403

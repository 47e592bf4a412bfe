"""The page of what is bought together: the finding, filters, counts, bundles, files; REST."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from inventory.forms.pairs import PAIR_SORTS
from inventory.models import Bundle, BundleState, PairRun, RunState
from inventory.queries import pairs as queries
from inventory.services import edit_products
from inventory.services.bundles import keep_bundle
from orders.services import create_shop
from tests.inventory.pairs.test_runs import BASKETS, DAY
from tests.inventory.sold import NOON, sell

pytestmark = pytest.mark.django_db
PAGE, API = "/products/pairs/", "/api/v1/products/pairs/"


@pytest.fixture
def shop():
    return create_shop(actor=None, name="Skirts")


@pytest.fixture
def sold(shop):
    sell(shop, [*BASKETS, *([["SKIRT", "BELT"]] * 6)], prices={"SKIRT": 9_900, "TOP": 5_900})
    goods = {
        "SKIRT": {"title": "Pleated skirt", "category": "skirts", "tier": "A", "cost_minor": 7_000, "list_price_minor": 12_000},
        "TOP": {"title": "Knit top", "category": "tops", "tier": "C", "cost_minor": 1_900, "list_price_minor": 8_000},
        "BELT": {"title": "Belt", "category": "skirts"},
    }
    edit_products(actor=None, shop=shop, changes=goods)
    return shop


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


@pytest.fixture
def counted(sold, ops):
    days = {"shop": sold.pk, "first": "2026-11-11", "last": "2026-11-11", "min_count": "3"}
    assert ops.post(reverse("inventory:pairs-count"), days).status_code == 302
    return sold


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_without_a_shop_and_without_a_count_it_says_what_to_do(ops):
    assert "There is no shop yet." in text_of(ops.get(PAGE))
    create_shop(actor=None, name="New")
    page = text_of(ops.get(PAGE))
    assert "Nobody has counted yet what is bought together at New." in page
    assert "Count the pairs" in page


def test_the_finding_stands_first(ops, counted):
    page = text_of(ops.get(PAGE))
    assert "Pleated skirt and Knit top are bought together" in page
    assert "in 12 baskets." in page
    assert "54 baskets of two or more different goods, paid 11 Nov 2026 to 11 Nov 2026." in page
    assert AuditEntry.objects.filter(action="pairs.count", actor=ops.user).count() == 1


def test_the_days_proposed_end_with_the_last_payment(ops, sold):
    form = ops.get(PAGE).context["form"]
    assert (form["first"].value(), form["last"].value()) == ("2026-08-14", "2026-11-11")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [("SKIRT", "TOP"), ("BELT", "SKIRT")]),
        ({"q": "knit"}, [("SKIRT", "TOP")]),
        ({"category": "tops"}, [("SKIRT", "TOP")]),
        ({"category": "skirts"}, [("SKIRT", "TOP"), ("BELT", "SKIRT")]),
        ({"use": "complementary"}, [("SKIRT", "TOP")]),
        ({"use": "hot"}, [("SKIRT", "TOP")]),
        ({"use": "margin"}, [("SKIRT", "TOP")]),
        ({"least": "7"}, [("SKIRT", "TOP")]),
        ({"sort": "count"}, [("BELT", "SKIRT"), ("SKIRT", "TOP")]),
        ({"sort": "-margin"}, [("SKIRT", "TOP"), ("BELT", "SKIRT")]),
        ({"sort": "margin"}, [("SKIRT", "TOP"), ("BELT", "SKIRT")]),
        ({"q": "nothing of it"}, []),
        ({"use": "nonsense", "sort": "nonsense", "least": "x", "page": "9"}, [("SKIRT", "TOP"), ("BELT", "SKIRT")]),
    ],
)
def test_filters_and_sorts_on_the_page_and_over_rest(ops, counted, query, found):
    skus = {"SKIRT", "TOP", "BELT"}
    rows = [row for row in ops.get(PAGE, query).context["page"].object_list if row.first.sku in skus]
    assert [(row.first.sku, row.second.sku) for row in rows] == found
    told = ops.get(API, {"shop": counted.pk, **query}).json()["pairs"]
    told = [tuple(side["sku"] for side in pair["products"]) for pair in told]
    assert [pair for pair in told if pair[0] in skus] == found


def test_every_sort_of_the_page_can_be_asked_for(ops, counted):
    for key in PAIR_SORTS:
        assert ops.get(PAGE, {"sort": key}).status_code == 200


def test_costs_are_for_who_may_see_them(client_as, counted):
    ops, service = client_as(Role.OPERATIONS), client_as(Role.SERVICE)
    assert "¥69.00" in text_of(ops.get(PAGE))
    assert "¥69.00" not in text_of(service.get(PAGE))
    for client, heads in ((ops, 22), (service, 21)):
        table = list(csv.reader(io.StringIO(client.get(reverse("inventory:pairs-export")).content.decode("utf-8-sig"))))
        assert len(table[0]) == heads
        skirt = next(row for row in table if row[0] == "SKIRT")
        assert skirt[4] == "TOP"
        assert ("69.00" in skirt) == (client is ops)
    assert ops.get(reverse("inventory:pairs-export"), {"format": "xlsx"}).content[:2] == b"PK"
    assert ops.get(reverse("inventory:pairs-export"), {"format": "exe"}).status_code == 404
    boss = client_as(Role.BOSS)
    assert boss.get(API, {"shop": counted.pk, "q": "TOP"}).json()["pairs"][0]["margin"] == "69.00"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"first": "2026-11-12", "last": "2026-11-11"}, "The last day lies before the first"),
        ({"first": "2020-01-01", "last": "2026-11-11"}, "more than three years"),
        ({"first": "soon", "last": "2026-11-11"}, "Enter a valid date."),
        ({"min_count": "1"}, "greater than or equal to 2"),
    ],
)
def test_days_that_cannot_be_are_explained(ops, sold, days, words):
    good = {"shop": sold.pk, "first": "2026-11-11", "last": "2026-11-11", "min_count": "3"}
    answer = ops.post(reverse("inventory:pairs-count"), good | days)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not PairRun.objects.exists()


def test_a_large_count_is_left_to_a_worker_and_the_page_waits(ops, sold, monkeypatch):
    monkeypatch.setattr(queries, "SMALL_ORDERS", 10)
    days = {"shop": sold.pk, "first": "2026-11-11", "last": "2026-11-11", "min_count": "3"}
    ops.post(reverse("inventory:pairs-count"), days)
    assert PairRun.objects.get().state == RunState.QUEUED
    page = text_of(ops.get(PAGE))
    assert "The pairs of Skirts are being counted." in page
    assert 'hx-trigger="every 2s' in page
    PairRun.objects.update(state=RunState.FAILED, error="It was started three times.")
    assert "It was started three times." in text_of(ops.get(PAGE))


def test_nothing_beyond_chance_is_said(ops, shop):
    sell(shop, [[f"A{n % 5}", f"B{n % 7}"] for n in range(35)])
    ops.post(reverse("inventory:pairs-count"), {"shop": shop.pk, "first": "2026-11-11", "last": "2026-11-11", "min_count": "2"})
    assert "No two products are bought together more often than chance" in text_of(ops.get(PAGE))


class TestBundles:
    def test_a_pair_is_kept_priced_and_dropped(self, ops, counted):
        pair = ops.get(PAGE, {"q": "TOP"}).context["page"].object_list[0]
        answer = ops.post(reverse("inventory:bundle-keep"), {"pair": pair.pk, "price": "150.00"}, follow=True)
        page = text_of(answer)
        assert "1 bundle is proposed" in page
        assert "Apart both cost ¥200.00." in page
        assert "It leaves ¥61.00." in page
        bundle = Bundle.objects.get()
        ops.post(reverse("inventory:bundle-keep"), {"pair": pair.pk, "price": "140"})
        bundle.refresh_from_db()
        assert bundle.price_minor == 14_000
        for _ in range(2):
            ops.post(reverse("inventory:bundle-drop"), {"bundle": bundle.pk})
        bundle.refresh_from_db()
        assert bundle.state == BundleState.DROPPED
        actions = list(AuditEntry.objects.filter(action__startswith="bundle").order_by("pk").values_list("action", flat=True))
        assert actions == ["bundle.keep", "bundle.keep", "bundle.drop"]

    @pytest.mark.parametrize("price", ["", "-1", "much"])
    def test_a_price_that_is_none_keeps_nothing(self, ops, counted, price):
        pair = ops.get(PAGE).context["page"].object_list[0]
        ops.post(reverse("inventory:bundle-keep"), {"pair": pair.pk, "price": price})
        assert not Bundle.objects.exists()

    def test_an_unknown_list_price_or_cost_is_said_and_not_guessed(self, ops, counted):
        keep_bundle(actor=None, shop=counted, skus=("SKIRT", "BELT"), price_minor=9_000)
        page = text_of(ops.get(PAGE))
        assert "What both cost apart is not known" in page
        assert "What it leaves is not known: a cost is missing." in page

    def test_over_rest(self, ops, counted):
        address = "/api/v1/products/bundles/"
        sent = {"shop": counted.pk, "skus": ["TOP", "SKIRT"], "price": "150.00"}
        made = ops.post(address, sent, content_type="application/json")
        assert (made.status_code, made.json()["skus"], made.json()["price"]) == (200, ["SKIRT", "TOP"], "150.00")
        twice = ops.post(address, sent | {"skus": ["TOP", "TOP"]}, content_type="application/json")
        assert twice.status_code == 400
        assert len(ops.get(address, {"shop": counted.pk}).json()) == 1
        assert ops.delete(f"{address}{made.json()['id']}/").status_code == 204
        assert ops.get(address, {"shop": counted.pk}).json() == []


class TestRest:
    def test_a_count_is_asked_for_and_told(self, ops, sold):
        sent = {"shop": sold.pk, "start": NOON.isoformat(), "end": (NOON + timedelta(hours=12)).isoformat(), "min_count": 3}
        made = ops.post(API, sent, content_type="application/json")
        assert (made.status_code, made.json()["run_state"], made.json()["baskets"]) == (202, "done", 54)
        told = ops.get(API, {"shop": sold.pk}).json()
        assert (told["run"]["run"], told["count"] > 0, told["waiting"]) == (made.json()["run"], True, None)
        backwards = sent | {"start": sent["end"], "end": sent["start"]}
        assert ops.post(API, backwards, content_type="application/json").status_code == 400
        assert ops.get(API, {"shop": 10**6}).status_code == 404
        assert ops.get(API, {"shop": "x"}).status_code == 404

    def test_without_a_count_there_is_none(self, ops, sold):
        told = ops.get(API, {"shop": sold.pk}).json()
        assert (told["run"], told["pairs"]) == (None, [])


def test_a_reader_counts_and_keeps_nothing(client_as, counted):
    boss = client_as(Role.BOSS)
    assert "Count the pairs" not in text_of(boss.get(PAGE))
    for name in ("pairs-count", "bundle-keep", "bundle-drop"):
        assert boss.post(reverse(f"inventory:{name}")).status_code == 403
    assert DAY.length == 144

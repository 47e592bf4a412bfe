"""Pages and REST of substitutes: what is bare, what is proposed and why, swapped in from the page."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from common.windows import Window, slot_of
from inventory.models import CountKind, Product, StockCount, StockLevel, Substitute
from inventory.queries.substitutes import covered, proposals_for
from inventory.services import edit_products
from inventory.services.pairs import ask_pairs, run_pairs
from inventory.services.substitutes import line_up, swap_in
from orders.services import create_shop
from tests.inventory.sold import NOON, sell

pytestmark = pytest.mark.django_db
LIST, ONE, API = "/products/substitutes/", "/products/substitutes/one/", "/api/v1/products/substitutes/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOON + timedelta(hours=6), tick=False):
        yield


@pytest.fixture
def shop():
    shop = create_shop(actor=None, name="Coats")
    goods = {
        "COAT": {"title": "Wool coat, oat", "category": "coats", "tier": "A", "list_price_minor": 100_000},
        "CAPE": {"title": "Wool cape, oat", "category": "coats", "list_price_minor": 105_000},
        "PARKA": {"title": "Parka", "category": "coats", "list_price_minor": 90_000},
        "FUR": {"title": "Wool coat, fur", "category": "coats", "list_price_minor": 300_000},
        "SOCK": {"title": "Wool coat sock", "category": "socks", "list_price_minor": 100_000},
        "PLAIN": {"title": "Wool coat, grey"},
        "GIFT": {"title": "Wool coat, gift", "kind": "gift", "category": "coats"},
        "OLD": {"title": "Wool coat, old", "status": "withdrawn", "category": "coats"},
    }
    edit_products(actor=None, shop=shop, changes=goods)
    sell(shop, [["COAT"]] * 9 + [["CAPE"]] * 2 + [["PARKA"]] * 4)
    return shop


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def level(shop, sku, available):
    StockLevel.objects.create(shop=shop, sku=sku, on_hand=available, available=available, refreshed_at=NOON)


def proposed(shop, sku="COAT"):
    return proposals_for(Product.objects.select_related("shop").get(shop=shop, sku=sku), at=NOON + timedelta(hours=6))


def test_proposals_are_of_the_category_or_alike_and_near_in_price(shop):
    level(shop, "PARKA", 40)
    skus = [one.sku for one, _product in proposed(shop)]
    assert set(skus) == {"CAPE", "PARKA", "PLAIN"}
    assert skus[0] == "CAPE", "the title alike and the price near"
    StockLevel.objects.filter(sku="PARKA").update(available=0)
    assert "PARKA" not in [one.sku for one, _product in proposed(shop)]
    line_up(actor=None, shop=shop, sku="COAT", other_sku="CAPE")
    assert "CAPE" not in [one.sku for one, _product in proposed(shop)]


def test_common_buyers_put_a_product_forward_and_are_told(shop):
    late = NOON + timedelta(hours=1)
    baskets = [["COAT"], ["PARKA"]] * 12 + [[f"X{n}"] for n in range(120)]
    buyers = [f"z{n // 2}" for n in range(24)] + [f"y{n // 2}" for n in range(120)]
    sell(shop, baskets, at=late, every=timedelta(seconds=10), buyers=buyers, start=100)
    run = ask_pairs(actor=None, shop=shop, window=Window(slot_of(NOON), slot_of(NOON) + 72), min_count=3, at=late)
    run_pairs(run_id=run.pk, at=late)
    best, _product = proposed(shop)[0]
    assert best.sku == "PARKA"
    assert best.evidence.buyers == 12
    assert best.evidence.together == 0


def test_who_sold_more_while_it_was_gone_is_told(shop, ops):
    gone = NOON + timedelta(hours=1)
    StockCount.objects.create(shop=shop, sku="COAT", kind=CountKind.LISTED, counted_at=gone, units=0, as_of=gone)
    sell(shop, [["PARKA"]] * 30 + [["CAPE"]] * 2, at=gone, start=200)
    sell(shop, [["PARKA"]] * 8 + [["BOOT"]] * 60, at=NOON - timedelta(days=2), start=400)
    found = {one.sku: one.evidence.after for one, _product in proposed(shop)}
    assert found["PARKA"] > 2
    assert found["CAPE"] is None, "too few pieces to tell"
    assert "times its usual share while the other was gone" in text_of(ops.get(ONE, {"shop": shop.pk, "sku": "COAT"}))


def test_the_list_puts_the_bare_ones_first(shop, ops):
    line_up(actor=None, shop=shop, sku="COAT", other_sku="CAPE", reason="alike")
    rows = covered(shop, at=NOON + timedelta(hours=6))
    assert [(row.product.sku, row.units, row.is_top, len(row.substitutes)) for row in rows] == [
        ("PARKA", 4, True, 0), ("CAPE", 2, True, 0), ("COAT", 9, True, 1),
    ]  # fmt: skip
    assert "2 of 3 important products have no substitute, first Parka." in text_of(ops.get(LIST))
    table = list(csv.reader(io.StringIO(ops.get(reverse("inventory:substitutes-export")).content.decode("utf-8-sig"))))
    assert [row[0] for row in table[1:]] == ["PARKA", "CAPE", "COAT"]
    assert table[3][6:] == ["CAPE", "Wool cape, oat", "", "alike", ""]
    assert [row["sku"] for row in ops.get(API, {"shop": shop.pk}).json()] == ["PARKA", "CAPE", "COAT"]
    assert [row["sku"] for row in ops.get(API, {"shop": shop.pk, "bare": "true"}).json()] == ["PARKA", "CAPE"]


def test_an_empty_shop_and_none_at_all(ops):
    assert "There is no shop yet." in text_of(ops.get(LIST))
    assert ops.get(reverse("inventory:substitutes-export")).status_code == 302
    create_shop(actor=None, name="New")
    assert "No important product of New is known yet." in text_of(ops.get(LIST))


def test_from_the_page_lined_up_ordered_swapped_and_taken_away(shop, ops):
    def post(name, **data):
        answer = ops.post(reverse(f"inventory:substitute-{name}"), data, follow=True)
        assert answer.status_code == 200
        return text_of(answer)

    for other in ("CAPE", "PARKA"):
        assert f"{other} is lined up." in post("add", shop=shop.pk, sku="COAT", other=other)
    assert "NOBODY is no product of this shop." in post("add", shop=shop.pk, sku="COAT", other="NOBODY")
    cape, parka = Substitute.objects.order_by("rank")
    post("up", substitute=parka.pk)
    assert list(Substitute.objects.order_by("rank")) == [parka, cape]
    done = post("in", substitute=cape.pk, reason="gone")
    assert "CAPE leads COAT now; the listing of COAT stays up." in done
    assert "Wool coat, oat is led by Wool cape, oat; its listing stays up." in done
    assert "It is in already." in post("in", substitute=cape.pk, reason="gone")
    assert "CAPE leads the product already: swap it out first." in post("in", substitute=parka.pk, reason="x")
    assert "led by Wool cape, oat" in text_of(ops.get(reverse("inventory:product"), {"shop": shop.pk, "sku": "COAT"}))
    assert "leads COAT as its substitute" in text_of(ops.get(reverse("inventory:product"), {"shop": shop.pk, "sku": "CAPE"}))
    assert "1 product is led by its substitute now." in text_of(ops.get(LIST))
    assert "COAT leads again." in post("out", substitute=cape.pk, **{"from": "product"})
    assert "It is not in." in post("out", substitute=cape.pk)
    assert "CAPE is no substitute any more." in post("remove", substitute=cape.pk)


def test_over_rest(shop, ops):
    sent = {"shop": shop.pk, "sku": "COAT", "other": "CAPE"}
    made = ops.post(API, sent, content_type="application/json")
    assert made.status_code == 201
    assert ops.post(API, sent, content_type="application/json").status_code == 409
    ops.post(API, sent | {"other": "PARKA"}, content_type="application/json")
    ordered = ops.put(API, {"shop": shop.pk, "sku": "COAT", "others": ["PARKA", "CAPE"]}, content_type="application/json")
    assert [one["other"] for one in ordered.json()] == ["PARKA", "CAPE"]
    first, second = (one["id"] for one in ordered.json())
    for _ in range(2):
        told = ops.post(f"{API}{first}/", {"lead": True, "reason": "gone"}, content_type="application/json")
        assert (told.status_code, told.json()[0]["is_in"]) == (200, True)
    assert ops.post(f"{API}{second}/", {"lead": True}, content_type="application/json").status_code == 409
    assert ops.delete(f"{API}{first}/").status_code == 409
    assert ops.post(f"{API}{first}/", {"lead": False}, content_type="application/json").json()[0]["is_in"] is False
    assert ops.delete(f"{API}{first}/").status_code == 204
    assert ops.delete(f"{API}{first}/").status_code == 404
    told = ops.get(f"{API}proposals/", {"shop": shop.pk, "sku": "COAT"}).json()
    reasons = {one["sku"]: one["reason"] for one in told}
    assert set(reasons) == {"PARKA", "PLAIN"}
    assert "same category; 10% cheaper" in reasons["PARKA"]


def test_a_reader_sees_and_changes_nothing(shop, client_as):
    row = line_up(actor=None, shop=shop, sku="COAT", other_sku="CAPE")
    service = client_as(Role.SERVICE)
    page = text_of(service.get(ONE, {"shop": shop.pk, "sku": "COAT"}))
    assert "Wool cape, oat" in page
    assert "Swap in" not in page
    for name in ("add", "up", "remove", "in", "out"):
        assert service.post(reverse(f"inventory:substitute-{name}"), {"substitute": row.pk}).status_code == 403
    swap_in(actor=None, substitute=row, reason="", at=NOON)
    assert "leads since" in text_of(service.get(ONE, {"shop": shop.pk, "sku": "COAT"}))
    assert service.get(ONE, {"shop": shop.pk, "sku": "NOBODY"}).status_code == 404

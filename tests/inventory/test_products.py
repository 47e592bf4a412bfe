"""The products page: what it shows, what it saves, two people at once, many at once, files out and in again; REST."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from imports import services as imports
from imports.formats import template
from imports.models import ImportJob
from inventory.models import PriceKind, PricePoint, Product
from inventory.services import ProductError, edit_products
from inventory.words import HEADERS
from orders.models import Shop
from orders.services import create_shop

pytestmark = pytest.mark.django_db
LIST = "/products/"


@pytest.fixture
def shop(db) -> Shop:
    return create_shop(actor=None, name="Lamp House")


@pytest.fixture
def goods(shop):
    edit_products(
        actor=None,
        shop=shop,
        changes={
            "COAT": {"title": "Wool coat", "cost_minor": 40_000, "list_price_minor": 129_900, "tier": "C", "category": "coats"},
            "SOCK": {"title": "Sock", "list_price_minor": 1_990, "supplier": "North Mill"},
            "BAG": {"title": "Cotton bag", "kind": "gift"},
            "OLD": {"title": "Old lamp", "status": "withdrawn"},
        },
    )
    return shop


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def typed(client, shop, changes, **query):
    """Post the page as the browser would, with some fields typed anew."""
    page = client.get(LIST, {"shop": shop.pk, **query})
    data = {"shop": shop.pk} | {f"filter-{name}": value for name, value in page.context["kept"]}
    for row in page.context["rows"]:
        data[f"was.{row.product.sku}"] = row.was
        data |= {cell.name: cell.text for cell in row.cells.values()}
    return data | changes


class TestThePage:
    def test_an_empty_shop_says_what_to_do(self, ops, shop):
        page = text_of(ops.get(LIST))
        assert "No product of Lamp House is known yet." in page
        assert "Go to the imports" in page

    def test_the_sentence_counts_what_is_missing(self, ops, goods):
        page = text_of(ops.get(LIST))
        assert "2 products of Lamp House are on sale;" in page
        assert "the cost of 1 is not known." in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["COAT", "OLD", "SOCK"]),
            ({"q": "wool"}, ["COAT"]),
            ({"kind": "all"}, ["BAG", "COAT", "OLD", "SOCK"]),
            ({"kind": "gift"}, ["BAG"]),
            ({"status": "withdrawn"}, ["OLD"]),
            ({"tier": "C"}, ["COAT"]),
            ({"category": "coats"}, ["COAT"]),
            ({"missing": "cost"}, ["OLD", "SOCK"]),
            ({"sort": "-list"}, ["COAT", "SOCK", "OLD"]),
            ({"sort": "nonsense", "page": "7", "tier": "Z"}, ["COAT", "OLD", "SOCK"]),
        ],
    )
    def test_filters_and_sorts(self, ops, goods, query, found):
        rows = ops.get(LIST, query).context["rows"]
        assert [row.product.sku for row in rows] == found

    def test_a_stranger_and_a_reader(self, client, client_as, goods):
        assert client.get(LIST).status_code == 302
        boss = client_as(Role.BOSS)
        page = boss.get(LIST)
        assert page.status_code == 200
        assert 'name="cost_minor.' not in page.content.decode()
        for name in ("products-save", "products-set", "price-type", "price-drop"):
            assert boss.post(reverse(f"inventory:{name}")).status_code == 403


class TestSaving:
    def test_only_what_was_typed_is_written_and_the_trail_tells(self, ops, goods):
        answer = ops.post(reverse("inventory:products-save"), typed(ops, goods, {"cost_minor.SOCK": "8.00", "tier.SOCK": "A"}))
        assert answer.status_code == 302
        sock = Product.objects.get(sku="SOCK")
        assert (sock.cost_minor, sock.tier, sock.tier_locked) == (800, "A", True)
        entry = AuditEntry.objects.filter(action="product.edit", actor=ops.user).get()
        assert entry.before == {"SOCK": {"cost_minor": None, "tier": "", "tier_locked": False}}
        assert entry.after == {"SOCK": {"cost_minor": 800, "tier": "A", "tier_locked": True}}

    @pytest.mark.parametrize("text", ["-1", "1O", "abc"])
    def test_bad_input_is_kept_and_explained(self, ops, goods, text):
        answer = ops.post(
            reverse("inventory:products-save"), typed(ops, goods, {"cost_minor.SOCK": text, "category.COAT": "winter"})
        )
        page = text_of(answer)
        assert answer.status_code == 422
        assert f'value="{text}"' in page
        assert 'value="winter"' in page
        assert "This is no amount." in page
        assert Product.objects.get(sku="COAT").category == "coats"

    def test_two_people_at_once_lose_nothing(self, ops, client_as, goods):
        mine = typed(ops, goods, {"cost_minor.COAT": "380"})
        other = client_as(Role.OPERATIONS)
        other.post(reverse("inventory:products-save"), typed(other, goods, {"floor_minor.COAT": "500", "tier.COAT": "B"}))
        assert ops.post(reverse("inventory:products-save"), mine).status_code == 302
        coat = Product.objects.get(sku="COAT")
        assert (coat.cost_minor, coat.floor_minor, coat.tier) == (38_000, 50_000, "B"), "another field of the same row"

    def test_who_comes_second_on_the_same_field_is_shown_the_firsts_value(self, ops, client_as, goods):
        mine = typed(ops, goods, {"cost_minor.COAT": "380"})
        other = client_as(Role.OPERATIONS)
        other.post(reverse("inventory:products-save"), typed(other, goods, {"cost_minor.COAT": "390"}))
        answer = ops.post(reverse("inventory:products-save"), mine)
        page = text_of(answer)
        assert answer.status_code == 409
        assert "COAT, cost: somebody wrote 390.00 meanwhile; you typed 380." in page
        assert 'value="380"' in page
        was = re.search(r'name="was\.COAT" value="([^"]*)"', page)
        assert was
        again = mine | {"was.COAT": was[1].replace("&quot;", '"')}
        assert ops.post(reverse("inventory:products-save"), again).status_code == 302
        assert Product.objects.get(sku="COAT").cost_minor == 38_000

    def test_a_hundred_thousand_zeros_and_odd_skus(self, ops, goods):
        odd = 'a.b "x" <&>'
        edit_products(actor=None, shop=goods, changes={odd: {"title": "Odd"}})
        data = typed(ops, goods, {f"cost_minor.{odd}": "1.00"})
        assert ops.post(reverse("inventory:products-save"), data).status_code == 302
        assert Product.objects.get(sku=odd).cost_minor == 100
        assert ops.get(reverse("inventory:product"), {"shop": goods.pk, "sku": odd}).status_code == 200

    def test_a_value_no_product_can_have(self, goods):
        for field, value in (("cost_minor", -1), ("tier", "Z"), ("status", "x"), ("category", "y" * 101), ("moon", 1)):
            with pytest.raises(ProductError):
                edit_products(actor=None, shop=goods, changes={"COAT": {field: value}})


class TestManyAtOnce:
    def test_for_the_ticked(self, ops, goods):
        told = {"shop": goods.pk, "scope": "ticked", "ticked": ["COAT", "SOCK"], "category": "winter", "tier": "B"}
        ops.post(reverse("inventory:products-set"), told)
        assert set(Product.objects.filter(category="winter", tier="B").values_list("sku", flat=True)) == {"COAT", "SOCK"}

    def test_for_all_that_the_filters_find(self, ops, goods):
        told = {"shop": goods.pk, "scope": "found", "filter-missing": "cost", "status": "withdrawn"}
        ops.post(reverse("inventory:products-set"), told)
        assert set(Product.objects.filter(status="withdrawn").values_list("sku", flat=True)) == {"SOCK", "OLD"}

    @pytest.mark.parametrize(
        ("told", "why"),
        [({"scope": "ticked", "tier": "B"}, "Tick the products first"), ({"scope": "found"}, "Choose what to set.")],
    )
    def test_nothing_chosen(self, ops, goods, told, why):
        answer = ops.post(reverse("inventory:products-set"), {"shop": goods.pk} | told)
        assert answer.status_code == 422
        assert why in text_of(answer)


class TestFiles:
    def test_the_headers_are_those_of_the_template(self):
        english = [(item.english, item.chinese) for item in template.PRODUCT_COLUMNS]
        assert english == [(one, other) for _name, one, other in HEADERS]

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_out_and_in_again_changes_nothing(self, ops, goods, ending, language):
        ops.cookies["django_language"] = language
        file = ops.get(reverse("inventory:products-export"), {"kind": "all", "format": ending}, HTTP_ACCEPT_LANGUAGE=language)
        name = re.search(r'filename="([^"]+)"', file["Content-Disposition"])
        assert name
        before = list(Product.objects.order_by("sku").values())
        job = imports.receive(file=[file.content], filename=name[1], actor=None, source="upload", shop=goods)
        imports.look_at(job_id=job.pk, worker="test")
        job = ImportJob.objects.get(pk=job.pk)
        assert (job.format_key, job.needs, job.as_of_source) == ("products", "", "filename")
        imports.confirm(job=job, actor=None)
        imports.run_road(job_id=job.pk, worker="test")
        job.refresh_from_db()
        assert job.counts == {"inserted": 0, "changed": 0, "unchanged": 4, "older": 0, "rejected": 0}
        assert list(Product.objects.order_by("sku").values()) == before


class TestOneProduct:
    def test_what_was_asked_and_paid(self, ops, goods):
        at = datetime(2026, 11, 9, 4, tzinfo=UTC)
        PricePoint.objects.create(
            shop=goods, sku="COAT", kind=PriceKind.PAID, since=at, price_minor=89_900, highest_minor=99_900, last_minor=95_000,
            lowest_at=at, last_at=at, units=7, source="orders",
        )  # fmt: skip
        page = text_of(ops.get(reverse("inventory:product"), {"shop": goods.pk, "sku": "COAT"}))
        assert "last paid ¥950.00, 12:00, 9 Nov" in page
        assert "Nobody has said what was asked for it" in page
        assert ops.get(reverse("inventory:product"), {"shop": goods.pk, "sku": "MOON"}).status_code == 404
        assert ops.get(reverse("inventory:product")).status_code == 404

    def test_a_price_is_typed_and_taken_away(self, ops, goods):
        told = {"shop": goods.pk, "sku": "COAT", "price": "1,099", "first": "2026-09-01", "last": "2026-10-31"}
        assert ops.post(reverse("inventory:price-type"), told).status_code == 302
        point = PricePoint.objects.get()
        assert (point.price_minor, point.since, point.until) == (
            109_900, datetime(2026, 8, 31, 16, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)
        )  # fmt: skip
        assert ops.post(reverse("inventory:price-drop"), {"point": point.pk}).status_code == 302
        assert not PricePoint.objects.exists()
        assert set(AuditEntry.objects.filter(action__startswith="price.").values_list("action", flat=True)) == {
            "price.type", "price.drop"
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("bad", "why"),
        [
            ({"price": "-1"}, "A price is not below zero."),
            ({"price": "ten"}, "This is no amount."),
            ({"last": "2026-08-01"}, "The last day lies before the first"),
            ({"first": "soon"}, "Enter a valid date."),
        ],
    )
    def test_bad_input(self, ops, goods, bad, why):
        told = {"shop": goods.pk, "sku": "COAT", "price": "10", "first": "2026-09-01", "last": ""} | bad
        answer = ops.post(reverse("inventory:price-type"), told)
        assert answer.status_code == 422
        assert why in text_of(answer)
        assert not PricePoint.objects.exists()

    def test_a_price_of_a_file_stays(self, ops, goods):
        at = datetime(2026, 9, 1, tzinfo=UTC)
        point = PricePoint.objects.create(shop=goods, sku="COAT", since=at, price_minor=1, source="file", import_no=4)
        ops.post(reverse("inventory:price-drop"), {"point": point.pk})
        assert PricePoint.objects.exists()


class TestRest:
    def test_list_and_change(self, ops, goods):
        told = ops.get("/api/v1/products/", {"shop": goods.pk, "missing": "cost"}).json()
        assert (told["count"], [row["sku"] for row in told["products"]]) == (2, ["OLD", "SOCK"])
        body = {"shop": goods.pk, "changes": [{"sku": "SOCK", "cost": "8.00", "tier": "A"}, {"sku": "NEW", "title": "New"}]}
        answer = ops.patch("/api/v1/products/", json.dumps(body), content_type="application/json")
        assert answer.json() == {"changed": 2}
        assert Product.objects.get(sku="SOCK").cost_minor == 800
        assert Product.objects.filter(sku="NEW").exists()
        bad = {"shop": goods.pk, "changes": [{"sku": "SOCK", "cost": "-8.00"}]}
        assert ops.patch("/api/v1/products/", json.dumps(bad), content_type="application/json").status_code == 400

    def test_a_reader_may_not_change(self, client_as, goods):
        boss = client_as(Role.BOSS)
        assert boss.get("/api/v1/products/", {"shop": goods.pk}).status_code == 200
        assert boss.patch("/api/v1/products/", "{}", content_type="application/json").status_code == 403
        assert boss.get("/api/v1/products/", {"shop": 999}).status_code == 404

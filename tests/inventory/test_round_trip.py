"""Ten thousand products go out and come in again without a change; many are set at once; lists of costs are known."""

from decimal import Decimal

import pytest

from common.spreadsheets import as_csv, as_xlsx
from imports import services
from imports.models import ImportJob, State
from inventory.files import product_lines
from inventory.models import Product
from inventory.services import edit_products
from orders.services import create_shop
from tests.imports.files import written

pytestmark = pytest.mark.django_db
MANY = 10_000


@pytest.fixture
def shop(db):
    return create_shop(actor=None, name="Lamp House")


def brought(shop, content, name):
    job = services.receive(file=[content], filename=name, actor=None, source="upload", shop=shop, load_when_ready=True)
    services.look_at(job_id=job.pk, worker="test")
    services.run_road(job_id=job.pk, worker="test")
    job = ImportJob.objects.get(pk=job.pk)
    assert job.state == State.DONE, job.error
    return job


def products(shop):
    fields = (
        "sku",
        "title",
        "category",
        "cost_minor",
        "list_price_minor",
        "floor_minor",
        "tier",
        "tier_locked",
        "status",
        "kind",
    )
    return list(Product.objects.filter(shop=shop).order_by("sku").values_list(*fields, "pack_units", "alert_units", "picture"))


def filled(number):
    return {
        "title": f"灯 {number}, “oak”" if number % 3 else f"Lamp {number}",
        "category": ("lamps", "", "灯具")[number % 3],
        "cost_minor": None if number % 7 == 0 else 1_000 + number,
        "list_price_minor": 2_000 + number,
        "tier": ("A", "B", "C", "")[number % 4],
        "status": "withdrawn" if number % 11 == 0 else "on_sale",
        "kind": "gift" if number % 13 == 0 else "goods",
        "pack_units": 12 if number % 5 == 0 else None,
        "alert_units": number % 40 if number % 2 else None,
    }


def test_ten_thousand_products_out_and_in_change_nothing_and_are_set_at_once(shop, client_as):
    edit_products(actor=None, shop=shop, changes={f"L{number:05}": filled(number) for number in range(MANY)})
    before = products(shop)
    rows = list(product_lines(shop, Product.objects.filter(shop=shop).select_related("supplier").order_by("sku")))
    for content, name in ((as_csv(rows), "out.csv"), (as_xlsx("out", rows), "out.xlsx")):
        job = brought(shop, content, name)
        assert (job.counts["unchanged"], job.rejected, job.inserted, job.changed) == (MANY, 0, 0, 0)
        assert products(shop) == before
    ops = client_as("operations")
    data = {"shop": shop.pk, "scope": "found", "category": "shelf", "filter-kind": "all"}
    assert ops.post("/products/set/", data).status_code == 302
    assert Product.objects.filter(shop=shop, category="shelf").count() == MANY


@pytest.mark.parametrize(
    "header",
    [
        ["商品编码", "成本价"],
        ["SKU", "Cost"],
        ["货号", "商品名称", "进价"],
        ["商家编码", "采购价", "供应商"],
        ["item code", "unit cost"],
    ],
)
def test_a_list_of_costs_is_known_by_its_usual_headers(shop, header):
    row = ["L1" if place == 0 else "3.50" if word in {"成本价", "Cost", "进价", "采购价", "unit cost"} else "x"
           for place, word in enumerate(header)]  # fmt: skip
    job = brought(shop, written(header, [row]), "costs.csv")
    assert job.format_key == "costs"
    assert Product.objects.get().cost_minor == Decimal("350")


def test_a_cost_above_the_list_price_is_told_on_the_page_and_kept(shop, client_as):
    brought(shop, written(["SKU", "List price"], [["L1", "9.90"]]), "p.csv")
    brought(shop, written(["SKU", "Cost"], [["L1", "12.00"]]), "c.csv")
    ops = client_as("operations")
    page = " ".join(ops.get("/products/").content.decode().split())
    assert "1 product costs more than its list price." in page
    assert "above the list price" in page
    assert [row.product.sku for row in ops.get("/products/", {"missing": "above"}).context["rows"]] == ["L1"]


def test_cartons_and_alert_lines_are_typed_into_the_list(shop, client_as):
    edit_products(actor=None, shop=shop, changes={"L1": {"title": "Lamp"}})
    ops = client_as("operations")
    page = ops.get("/products/")
    data = {"shop": shop.pk} | {f"filter-{name}": value for name, value in page.context["kept"]}
    row = page.context["rows"][0]
    data |= {f"was.{row.product.sku}": row.was} | {cell.name: cell.text for cell in row.cells.values()}
    for bad in ("x", "-1", "1.5", "99999999"):
        assert ops.post("/products/save/", data | {"alert_units.L1": bad}).status_code == 422
    assert ops.post("/products/save/", data | {"pack_units.L1": "0"}).status_code == 422
    assert ops.post("/products/save/", data | {"pack_units.L1": "24", "alert_units.L1": "0"}).status_code == 302
    assert Product.objects.values_list("pack_units", "alert_units").get() == (24, 0)

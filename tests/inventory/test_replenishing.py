"""Suppliers and the replenishment list: pages, steps, promises, files, REST."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from accounts.roles import Role
from inventory.models import Delivery, DeliveryState, Supplier
from inventory.queries.deliveries import promises
from inventory.services import edit_products
from inventory.services.replenishing import add_delivery, order_deliveries
from orders.models import Shop
from orders.services import create_shop

pytestmark = pytest.mark.django_db
LIST, SUPPLIERS = "/products/replenishment/", "/products/suppliers/"
NOW = datetime(2026, 11, 11, 2, 45, tzinfo=UTC)


@pytest.fixture
def shop(db) -> Shop:
    made = create_shop(actor=None, name="Lamp House")
    told = {"SOCK": {"title": "Sock", "cost_minor": 800, "supplier": "Mill"}, "HAT": {"title": "Hat", "supplier": "Hatter"}}
    edit_products(actor=None, shop=made, changes=told)
    return made


@pytest.fixture
def lines(shop) -> dict[str, Delivery]:
    mill, hatter = Supplier.objects.get(name="Mill"), Supplier.objects.get(name="Hatter")
    return {
        "SOCK": add_delivery(shop=shop, actor=None, sku="SOCK", units=240, supplier=mill),
        "HAT": add_delivery(shop=shop, actor=None, sku="HAT", units=12, supplier=hatter, note="felt"),
    }


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def act(client, shop, name, *rows, **more):
    data = {"shop": shop.pk, "act": name, "ticked": [row.pk for row in rows], **more}
    return client.post(reverse("inventory:replenishment-act"), data)


@pytest.mark.usefixtures("clock")
class TestTheList:
    def test_empty_it_says_where_lines_come_from(self, ops, shop):
        page = text_of(ops.get(LIST))
        assert "Nothing is to be ordered and nothing is on its way." in page
        assert "Open the stock page of a sale" in page

    def test_by_supplier_with_what_is_known_of_it(self, ops, shop, lines):
        page = text_of(ops.get(LIST))
        assert "252 pieces to order from 2 suppliers." in page
        assert "pieces a day not known" in page
        assert "¥1,920.00" in page

    def test_costs_are_for_those_who_may_see_them(self, client_as, shop, lines):
        page = text_of(client_as(Role.WAREHOUSE).get(LIST))
        assert "¥" not in page
        assert 'name="act"' not in page

    def test_ordered_promised_late_received_and_back(self, ops, shop, lines):
        sock = lines["SOCK"]
        assert act(ops, shop, "order", sock, ordered_on="2026-11-01", promised_on="2026-11-09").status_code == 302
        page = text_of(ops.get(LIST))
        assert "1 promise is over" in page
        act(ops, shop, "promise", sock, promised_on="2026-11-20")
        sock.refresh_from_db()
        assert (sock.state, sock.promised_on) == (DeliveryState.ORDERED, date(2026, 11, 20))
        assert promises(shop=shop, skus=["SOCK", "HAT"]) == {"SOCK": (date(2026, 11, 20), 240)}
        act(ops, shop, "receive", sock)
        sock.refresh_from_db()
        assert (sock.state, sock.received_at) == (DeliveryState.RECEIVED, NOW)
        assert "the next count does that" in text_of(ops.get(LIST, {"show": "received"}))
        act(ops, shop, "reopen", sock)
        sock.refresh_from_db()
        assert (sock.state, sock.received_at) == (DeliveryState.ORDERED, None)
        assert AuditEntry.objects.filter(action="delivery.promise").get().before == {"promised_on": "2026-11-09"}

    def test_a_whole_supplier_at_once(self, ops, shop, lines):
        part = lines["SOCK"].supplier_id
        act(ops, shop, "order", every="1", part=part, promised_on="2026-11-20")
        assert sorted(Delivery.objects.filter(state="ordered").values_list("sku", flat=True)) == ["SOCK"]

    def test_pieces_typed_are_saved_all_or_none(self, ops, shop, lines):
        names = {f"units.{row.pk}": f"{row.units}" for row in lines.values()}
        was = {f"was.{name}": text for name, text in names.items()}
        typed = names | {f"units.{lines['SOCK'].pk}": "1,200"}
        act(ops, shop, "save", **typed, **was)
        lines["SOCK"].refresh_from_db()
        assert lines["SOCK"].units == 1_200
        bad = typed | {f"units.{lines['HAT'].pk}": "-3", f"units.{lines['SOCK'].pk}": "7"}
        answer = act(ops, shop, "save", **bad, **was)
        assert answer.status_code == 422
        assert "Write whole pieces above zero" in text_of(answer)
        assert Delivery.objects.get(sku="SOCK").units == 1_200

    @pytest.mark.parametrize(
        ("name", "more", "said"),
        [
            ("receive", {}, "Somebody took this step already"),
            ("order", {"ordered_on": "2026-11-10", "promised_on": "2026-11-09"}, "perhaps the two are swapped"),
            ("nonsense", {}, "Choose a step."),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, ops, shop, lines, name, more, said):
        answer = act(ops, shop, name, lines["HAT"], **more)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert Delivery.objects.get(sku="HAT").state == DeliveryState.ADVISED

    def test_nothing_ticked_and_lines_of_another_shop(self, ops, shop, lines):
        assert "Tick the lines first." in text_of(act(ops, shop, "order"))
        other = create_shop(actor=None, name="Other")
        assert act(ops, other, "order", lines["HAT"]).status_code == 422

    def test_a_stranger_and_a_reader(self, client, client_as, shop, lines):
        assert client.get(LIST).status_code == 302
        boss = client_as(Role.BOSS)
        assert boss.get(LIST).status_code == 200
        assert act(boss, shop, "order", lines["HAT"]).status_code == 403

    def test_a_file_to_send_has_no_costs(self, ops, shop, lines):
        mill = lines["SOCK"].supplier_id
        sent = ops.get(reverse("inventory:replenishment-export"), {"shop": shop.pk, "supplier": mill, "format": "xlsx"})
        rows = CalamineWorkbook.from_filelike(io.BytesIO(sent.content)).get_sheet_by_index(0).to_python()
        assert [row[0] for row in rows] == ["SKU", "SOCK"]
        assert "Cost" not in rows[0]
        kept = ops.get(reverse("inventory:replenishment-export"), {"shop": shop.pk, "format": "csv"}).content.decode("utf-8-sig")
        assert kept.splitlines()[0].endswith("Cost of a piece,Cost")
        assert "1920.00" in kept

    def test_rest(self, ops, client_as, shop, lines):
        told = ops.get("/api/v1/replenishment/", {"shop": shop.pk}).json()
        assert [row["sku"] for row in told["deliveries"]] == ["HAT", "SOCK"]
        body = {"shop": shop.pk, "step": "order", "ids": [lines["SOCK"].pk], "promised_on": "2026-11-20"}
        answer = ops.post("/api/v1/replenishment/", json.dumps(body), content_type="application/json")
        assert answer.json() == {"changed": 1}
        assert ops.post("/api/v1/replenishment/", json.dumps(body), content_type="application/json").status_code == 400
        stranger = body | {"ids": [lines["HAT"].pk, 999_999]}
        assert ops.post("/api/v1/replenishment/", json.dumps(stranger), content_type="application/json").status_code == 400
        assert Delivery.objects.get(sku="HAT").state == DeliveryState.ADVISED
        boss = client_as(Role.BOSS)
        assert boss.post("/api/v1/replenishment/", json.dumps(body), content_type="application/json").status_code == 403


class TestSuppliers:
    def test_unknown_is_said_to_be_unknown(self, ops, shop):
        page = text_of(ops.get(SUPPLIERS))
        assert "0 of 2 suppliers say how fast they are." in page
        assert "An unknown capacity is not an unlimited one" in page

    def test_added_changed_and_in_the_trail(self, ops, shop):
        ops.post(reverse("inventory:supplier-add"), {"name": " Weaver ", "lead_days": "4", "daily_units": ""})
        weaver = Supplier.objects.get(name="Weaver")
        assert (weaver.lead_days, weaver.daily_units) == (4, None)
        change = reverse("inventory:supplier-change", args=[weaver.pk])
        ops.post(change, {"lead_days": "", "daily_units": "300", "contact": "Li"})
        weaver.refresh_from_db()
        assert (weaver.name, weaver.lead_days, weaver.daily_units, weaver.contact) == ("Weaver", None, 300, "Li")
        entry = AuditEntry.objects.filter(action="supplier.change").get()
        assert entry.before == {"lead_days": 4, "daily_units": None, "contact": ""}
        page = text_of(ops.get(reverse("inventory:supplier", args=[weaver.pk])))
        assert "Nobody knows yet how fast Weaver is." in page

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"name": "MILL"}, "There is a supplier of this name already."),
            ({"name": "X", "daily_units": "-4"}, "greater than or equal to 0"),
        ],
    )
    def test_bad_input(self, ops, shop, data, said):
        answer = ops.post(reverse("inventory:supplier-add"), data)
        assert answer.status_code == 422
        assert said in text_of(answer)

    def test_its_products_and_a_file(self, ops, shop):
        mill = Supplier.objects.get(name="Mill")
        page = text_of(ops.get(reverse("inventory:supplier", args=[mill.pk])))
        assert "1 product comes from here" in page
        lines = ops.get(reverse("inventory:suppliers-export"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in lines] == ["Name", "Hatter", "Mill"]

    def test_rest(self, ops, client_as, shop):
        mill = Supplier.objects.get(name="Mill")
        address = f"/api/v1/suppliers/{mill.pk}/"
        answer = ops.patch(address, json.dumps({"daily_units": 80}), content_type="application/json")
        assert (answer.json()["daily_units"], answer.json()["products"]) == (80, 1)
        assert ops.patch(address, json.dumps({"name": "Other"}), content_type="application/json").status_code == 400
        made = ops.post("/api/v1/suppliers/", json.dumps({"name": "Weaver"}), content_type="application/json")
        assert (made.status_code, made.json()["lead_days"]) == (201, None)
        assert ops.post("/api/v1/suppliers/", json.dumps({}), content_type="application/json").status_code == 400
        assert [row["name"] for row in ops.get("/api/v1/suppliers/").json()["suppliers"]] == ["Hatter", "Mill", "Weaver"]
        warehouse = client_as(Role.WAREHOUSE)
        assert warehouse.post(reverse("inventory:supplier-add"), {"name": "Y"}).status_code == 403


def test_a_promise_of_a_later_day_does_not_hide_an_earlier_one(shop, lines):
    second = add_delivery(shop=shop, actor=None, sku="SOCK", units=10)
    order_deliveries(actor=None, pks=[lines["SOCK"].pk], ordered_on=date(2026, 11, 1), promised_on=None)
    order_deliveries(actor=None, pks=[second.pk], ordered_on=date(2026, 11, 1), promised_on=date(2026, 11, 1) + timedelta(days=9))
    assert promises(shop=shop, skus=["SOCK"]) == {"SOCK": (date(2026, 11, 10), 250)}

"""One product's page: what it says first, its sales, orders, facts typed and met, trail; bounded queries; REST."""

import csv
import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from common.charts import painted
from inventory.models import Buffer, Product, RunOut, StockLevel
from inventory.services import edit_products
from inventory.services.substitutes import line_up, swap_in
from metrics.models import SkuHour
from orders.models import Order
from orders.services import create_shop
from orders.states import OrderState, RefundState
from tests.inventory.sold import NOON, sell

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(hours=3)
API = "/api/v1/products/one/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def shop():
    shop = create_shop(actor=None, name="Lamps")
    goods = {"title": "Desk lamp", "category": "lamps", "tier": "A", "cost_minor": 4_321, "list_price_minor": 9_900}
    edit_products(actor=None, shop=shop, changes={"LAMP": goods, "BULB": {"title": "Bulb", "kind": "goods"}})
    return shop


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def page(client, shop, **query):
    return client.get(reverse("inventory:product"), {"shop": shop.pk, "sku": "LAMP", **query})


def level(shop, **fields):
    standing = {"on_hand": 50, "available": 50, "refreshed_at": AT} | fields
    return StockLevel.objects.create(shop=shop, sku="LAMP", **standing)


class TestTheSentence:
    def test_nothing_known(self, ops, shop):
        told = text_of(page(ops, shop))
        assert "Desk lamp: its stock is not counted." in told
        assert "A: draws traffic. Sold in the time shown: 0 pieces" in told
        assert "Nothing was sold in this time" in told

    def test_what_can_be_sold(self, ops, shop):
        level(shop)
        assert "Desk lamp: 50 pieces can be sold." in text_of(page(ops, shop))

    def test_oversold_and_gone(self, ops, shop):
        row = level(shop, available=0, short=3, unshipped=53)
        assert "Desk lamp: 3 pieces sold more than there are." in text_of(page(ops, shop))
        row.short = 0
        row.save()
        told = text_of(page(ops, shop))
        assert "Desk lamp: nothing left to sell." in told
        assert "Next: line a substitute up." in told
        line_up(actor=None, shop=shop, sku="LAMP", other_sku="BULB")
        assert "Next: swap Bulb in." in text_of(page(ops, shop))

    def test_gone_soon_by_the_forecast(self, ops, shop):
        level(shop)
        minute = int(AT.timestamp()) // 60
        RunOut.objects.create(
            shop=shop, sku="LAMP", pieces=38, hourly=24.0, goes_minute=minute + 95, low_minute=minute + 70,
            high_minute=minute + 130, line=45, as_of=AT, refreshed_at=AT,
        )  # fmt: skip
        told = text_of(page(ops, shop)).replace("\u00a0", " ")
        assert "Desk lamp: 38 left, gone in 1 h 35 min." in told
        assert "16:10, 11 Nov to 17:10, 11 Nov" in told

    def test_led_by_its_substitute(self, ops, shop):
        row = line_up(actor=None, shop=shop, sku="LAMP", other_sku="BULB")
        swap_in(actor=ops.user, substitute=row, reason="gone", at=AT)
        told = text_of(page(ops, shop))
        assert "Desk lamp: led by Bulb, its listing stays up." in told
        assert "Swapped a substitute in" in told
        assert f"{ops.user.shown_name}: substitute: BULB; reason: gone" in told

    def test_a_gift_is_no_goods(self, ops, shop):
        edit_products(actor=None, shop=shop, changes={"LAMP": {"kind": "gift"}})
        assert "no goods, it stays out of tiers and plans." in text_of(page(ops, shop))

    def test_the_buffer_and_the_reserve_stand_in_the_stock(self, ops, shop, client_as):
        level(shop, reserve=9)
        Buffer.objects.create(shop=shop, sku="LAMP", campaign_no=7, units=150, method="flat", reason="20% more", made_at=AT)
        told = text_of(page(ops, shop))
        assert "To hold for sale 7" in told
        assert "flat share: 20% more" in told


class TestSales:
    @pytest.fixture
    def sold(self, shop):
        sell(shop, [["LAMP"]] * 5 + [["LAMP", "BULB"]] * 2, prices={"LAMP": 9_000})
        sell(shop, [["LAMP"]] * 3, at=NOON - timedelta(days=20), prices={"LAMP": 8_000}, start=50)
        sell(shop, [["LAMP"]], at=NOON - timedelta(days=200), start=90)
        return shop

    def test_by_day_and_by_hour(self, ops, sold):
        day = page(ops, sold).context
        assert (len(day["sales"].units), day["units"], day["revenue_minor"]) == (60, 10, 7 * 9_000 + 3 * 8_000)
        assert [day["sales"].units[place] for place in (-1, -21)] == [7, 3]
        hour = page(ops, sold, by="hour").context
        assert (len(hour["sales"].units), hour["units"]) == (168, 7)
        assert hour["sales"].units[-12] == 7

    def test_the_figure_is_one_that_plotly_draws(self, ops, sold):
        go = pytest.importorskip("plotly.graph_objects")
        for by in ("day", "hour"):
            figure = page(ops, sold, by=by).context["figure"]
            for scheme in ("light", "dark"):
                go.Figure(painted(figure, scheme))
            assert len(figure["layout"]["xaxis"]["tickvals"]) <= 8
            assert len(figure["narrow"]["xaxis"]["tickvals"]) <= 4

    def test_the_days_end_with_the_last_payment_when_that_is_long_ago(self, ops, sold):
        with time_machine.travel(AT + timedelta(days=300), tick=False):
            client = ops
            client.force_login(ops.user, backend="accounts.sessions.PasswordBackend")
            assert page(client, sold).context["units"] == 10

    def test_the_last_orders_with_state_and_refund_and_no_buyer(self, ops, sold):
        Order.objects.filter(order_no="O00006").update(
            state=OrderState.CLOSED_REFUNDED, refund_state=RefundState.FULL, buyer_key="a person"
        )
        answer = page(ops, sold)
        orders = answer.context["orders"]
        assert [one.order_no for one in orders] == [f"O{n:05}" for n in (6, 5, 4, 3, 2, 1, 0, 52, 51, 50)]
        assert (orders[0].state, orders[0].refund_state, orders[0].paid_minor) == (
            OrderState.CLOSED_REFUNDED, RefundState.FULL, 9_000,
        )  # fmt: skip
        assert "a person" not in text_of(answer)

    def test_at_most_twenty_orders(self, ops, shop):
        sell(shop, [["LAMP"]] * 45)
        orders = page(ops, shop).context["orders"]
        assert [one.order_no for one in orders] == [f"O{n:05}" for n in range(44, 24, -1)]

    def test_the_sales_as_a_file(self, ops, sold, client_as):
        address = reverse("inventory:product-export")
        answer = ops.get(address, {"shop": sold.pk, "sku": "LAMP"})
        table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert table[-1] == ["LAMP", "2026-11-11 00:00", "7", "630.00", "0.00"]
        assert ops.get(address, {"shop": sold.pk, "sku": "LAMP", "format": "xlsx"}).content[:2] == b"PK"
        assert client_as(Role.SERVICE).get(address, {"shop": sold.pk, "sku": "LAMP"}).status_code == 403

    def test_the_queries_do_not_grow_with_the_shop(self, ops, sold):
        def count(**query):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert page(ops, sold, **query).status_code == 200
            return len(captured)

        page(ops, sold)
        few = count()
        many = [[f"X{n}", "LAMP", f"Y{n}"] for n in range(300)]
        sell(sold, many, at=NOON - timedelta(days=3), every=timedelta(minutes=9), start=1_000)
        edit_products(actor=None, shop=sold, changes={f"X{n}": {"title": "x"} for n in range(300)})
        assert SkuHour.objects.count() > 600
        assert count() <= few
        assert few <= 45


class TestFacts:
    def typed(self, client, shop, **changes):
        shown = page(client, shop).context
        data = {"shop": shop.pk, "sku": "LAMP", "was": shown["was"]}
        data |= {field.name: "" if field.value() is None else field.value() for field in shown["facts"]}
        return client.post(reverse("inventory:facts-save"), data | changes)

    def test_only_what_was_typed_anew_is_written(self, ops, shop):
        assert self.typed(ops, shop, cost_minor="50.00", pack_units="12", alert_units="0", supplier="Mill").status_code == 302
        lamp = Product.objects.select_related("supplier").get(sku="LAMP")
        assert (lamp.cost_minor, lamp.pack_units, lamp.alert_units, lamp.supplier.name) == (5_000, 12, 0, "Mill")
        assert (lamp.title, lamp.tier, lamp.tier_locked) == ("Desk lamp", "A", True)
        told = text_of(page(ops, shop))
        assert f"{ops.user.shown_name}: cost: 43.21, now 50.00" in told
        assert self.typed(ops, shop, cost_minor="", pack_units="").status_code == 302
        lamp.refresh_from_db()
        assert (lamp.cost_minor, lamp.pack_units) == (None, None)

    def test_nothing_typed_writes_nothing(self, ops, shop):
        before = text_of(page(ops, shop)).count("Changed products")
        self.typed(ops, shop)
        assert text_of(page(ops, shop)).count("Changed products") == before

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"cost_minor": "-1"}, "A price is not below zero."),
            ({"list_price_minor": "much"}, "This is no amount."),
            ({"pack_units": "0"}, "greater than or equal to 1"),
            ({"alert_units": "some"}, "Enter a whole number."),
            ({"tier": "Z"}, "Select a valid choice."),
            ({"title": "x" * 301}, "at most 300 characters"),
        ],
    )
    def test_what_cannot_be_is_kept_and_explained(self, ops, shop, changes, words):
        answer = self.typed(ops, shop, **changes)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert Product.objects.get(sku="LAMP").cost_minor == 4_321

    def test_what_somebody_else_wrote_meanwhile_is_shown_first(self, ops, shop):
        was = json.dumps(json.loads(page(ops, shop).context["was"]))
        edit_products(actor=None, shop=shop, changes={"LAMP": {"cost_minor": 4_400}})
        answer = self.typed(ops, shop, was=was, cost_minor="45.00")
        assert answer.status_code == 409
        assert "Somebody wrote cost meanwhile." in text_of(answer)
        assert Product.objects.get(sku="LAMP").cost_minor == 4_400
        assert self.typed(ops, shop, cost_minor="45.00").status_code == 302
        assert Product.objects.get(sku="LAMP").cost_minor == 4_500

    @pytest.mark.parametrize("was", ["", "[]", "{", "7"])
    def test_a_damaged_form_is_not_taken(self, ops, shop, was):
        assert self.typed(ops, shop, was=was, cost_minor="1.00").status_code in {404, 409}
        assert Product.objects.get(sku="LAMP").cost_minor == 4_321

    def test_costs_are_for_who_may_see_them(self, client_as, shop):
        for role, sees in ((Role.OPERATIONS, True), (Role.BOSS, True), (Role.SERVICE, False), (Role.WAREHOUSE, False)):
            assert ("43.21" in text_of(page(client_as(role), shop))) is sees, role

    def test_a_reader_types_nothing(self, client_as, shop):
        boss = client_as(Role.BOSS)
        assert "Save the facts" not in text_of(page(boss, shop))
        assert boss.post(reverse("inventory:facts-save"), {"shop": shop.pk, "sku": "LAMP"}).status_code == 403


def test_over_rest(client_as, shop):
    sell(shop, [["LAMP", "BULB"]] * 3, prices={"LAMP": 9_000})
    level(shop, unshipped=3)
    line_up(actor=None, shop=shop, sku="LAMP", other_sku="BULB")
    ops, service = client_as(Role.OPERATIONS), client_as(Role.ADMIN)
    told = ops.get(API, {"shop": shop.pk, "sku": "LAMP", "by": "hour"}).json()
    assert (told["cost"], told["list_price"], told["by"], len(told["sales"])) == ("43.21", "99.00", "hour", 168)
    assert sum(one["units"] for one in told["sales"]) == 3
    assert (told["stock"]["available"], told["stock"]["unshipped"]) == (50, 3)
    assert [one["other"] for one in told["substitutes"]] == ["BULB"]
    assert service.get(API, {"shop": shop.pk, "sku": "NONE"}).status_code == 404
    assert ops.get(API, {"sku": "LAMP"}).status_code == 404

"""The buffers of a sale: demand out of the plan, the page, choices, files, REST."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from campaigns.queries.planned_demand import sale_demand
from campaigns.rules.demand import RangeProduct, planned_demand
from campaigns.services.buffers import reckon_buffers
from campaigns.services.prices import set_prices
from common.windows import slot_of
from inventory.models import Buffer, BufferPlan, Delivery, PriceKind, PricePoint, Product, StockLevel
from inventory.services import edit_products
from metrics.models import SkuHour
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, tzinfo=UTC)
GOODS = {
    "COAT": {"title": "Wool coat", "cost_minor": 40_000, "list_price_minor": 100_000, "tier": "C", "category": "coats"},
    "SOCK": {"title": "Sock", "cost_minor": 800, "list_price_minor": 2_000, "tier": "A", "category": "socks"},
    "HAT": {"title": "Hat", "list_price_minor": 8_000, "tier": "B"},
    "OLD": {"title": "Old lamp", "list_price_minor": 8_000},
    "FRESH": {"title": "New scarf", "cost_minor": 1_000, "list_price_minor": 5_000, "tier": "B"},
}


@pytest.fixture
def goods(shop):
    edit_products(actor=None, shop=shop, changes=GOODS)
    SkuHour.objects.bulk_create(
        SkuHour(shop=shop, hour=slot_of(AT - timedelta(days=day, hours=-9)), sku=sku, units=units, revenue_minor=units * price)
        for day in range(1, 57)
        for sku, units, price in (("COAT", 2, 90_000), ("SOCK", 20, 1_800), ("HAT", 4, 7_000))
    )
    PricePoint.objects.create(
        shop=shop, sku="OLD", kind=PriceKind.PAID, since=AT - timedelta(days=300), until=AT - timedelta(days=299), price_minor=1
    )
    return shop


@pytest.fixture
def stocked(sale, goods):
    set_prices(campaign=sale, actor=None, version=sale.version, prices={(goods.pk, "FRESH", "live"): 4_000})
    sale.refresh_from_db()
    reckon_buffers(campaign=sale, actor=None, at=AT)
    for sku, units in (("COAT", 5), ("SOCK", 100)):
        StockLevel.objects.create(shop=goods, sku=sku, on_hand=units, available=units, counted_at=AT, refreshed_at=AT)
    return sale


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def page(sale, name="buffers"):
    return reverse(f"campaigns:{name}", args=[sale.pk])


class TestDemand:
    @given(
        st.lists(
            st.builds(
                RangeProduct,
                st.tuples(st.just(1), st.text(min_size=1, max_size=4)),
                st.sampled_from(["", "A", "B"]),
                st.just(""),
                st.integers(1, 10**6),
                st.floats(0.01, 1e4),
                st.floats(0, 1e4),
                st.floats(0, 1e4),
            ),
            min_size=1,
            max_size=20,
        ),
        st.integers(1, 10**11),
    )
    def test_the_pieces_at_their_prices_make_the_target(self, products, target):
        found = planned_demand(products, target_minor=target)
        made = sum(one.units * product.price_minor for one, product in zip(found, products, strict=True))
        assert made == pytest.approx(target, rel=1e-4, abs=20)

    def test_the_target_is_shared_out_by_what_sells_and_a_new_product_counts_as_one_of_them(self, stocked, goods):
        demand = sale_demand(stocked, at=AT)
        rows = {one.sku: one for one in demand.by_shop[goods.pk]}
        assert sorted(rows) == ["COAT", "FRESH", "HAT", "SOCK"]  # the old lamp sold once, long ago
        assert rows["SOCK"].units / rows["COAT"].units == pytest.approx(10)
        assert rows["FRESH"].is_new
        assert rows["FRESH"].units == pytest.approx((rows["COAT"].units + rows["SOCK"].units + rows["HAT"].units) / 3, rel=1e-6)
        assert (rows["FRESH"].price_minor, rows["HAT"].price_minor) == (4_000, 8_000)
        assert sum(one.units * one.price_minor for one in rows.values()) == pytest.approx(stocked.revenue_target_minor, rel=1e-6)
        assert (demand.has_lift, demand.discount, demand.level, sum(demand.day_shares)) == (False, None, 0.35, 1.0)

    def test_an_earlier_sale_tells_what_it_lifts(self, make_sale, goods):
        earlier = make_sale(name="618", starts_at=START - timedelta(days=40), ends_at=START - timedelta(days=39))
        SkuHour.objects.bulk_create(
            SkuHour(shop=goods, hour=earlier.start_slot + 6 * n, sku="SOCK", units=100, revenue_minor=100) for n in range(6)
        )
        now = make_sale(compare_with=earlier)
        rows = {one.sku: one.units for one in sale_demand(now, at=AT).by_shop[goods.pk]}
        assert rows["SOCK"] / rows["COAT"] > 14


class TestThePage:
    def test_before_anything_is_worked_out(self, ops, sale):
        told = text_of(ops.get(page(sale)))
        assert "No buffers are worked out for this sale yet." in told
        answer = ops.post(page(sale, "buffers-reckon"))
        assert answer.status_code == 422
        assert "No product of these shops sold in the last eight weeks" in text_of(answer)

    @pytest.mark.usefixtures("clock")
    def test_worked_out_by_one_button(self, ops, sale, goods):
        told = text_of(ops.post(page(sale, "buffers-reckon"), follow=True))
        assert "Worked out for 3 products." in told
        assert Buffer.objects.filter(campaign_no=sale.pk).count() == 3

    def test_the_sentence_and_the_rules(self, ops, stocked):
        told = text_of(ops.get(page(stocked)))
        assert "pieces for ¥" in told
        assert "more in expectation" in told or "the flat 20% would" in told
        assert "Cheapest in expectation: Least expected cost" in told
        assert "no advice: its cost is not known" in told
        assert "2 products were never counted" in told

    def test_why_none_is_held_is_told_and_from_when_it_pays_only_to_who_may_see_costs(self, ops, client_as, stocked):
        sock = Buffer.objects.get(sku="SOCK")
        sock.figures |= {"advised": 0, "first": 0.21, "ratio": 0.69}
        sock.units = 0
        sock.save()
        said = "none: sells in {}21% of such sales"
        shown = text_of(ops.get(page(stocked)))
        assert f"{said.format('')}, pays from 31%" in shown
        assert "None is held of 1 product: too seldom would one sell." in shown
        assert ops.get(f"/api/v1/campaigns/{stocked.pk}/buffers/").json()["buffers"][3]["first_pays_from"] == 0.31
        assert "pays from 31%" in ops.get(page(stocked, "buffers-export"), {"format": "csv"}).content.decode("utf-8-sig")
        warehouse = client_as(Role.WAREHOUSE)
        told = text_of(warehouse.get(page(stocked)))
        assert said.format("only ") in told
        assert "31%" not in told
        row = warehouse.get(f"/api/v1/campaigns/{stocked.pk}/buffers/").json()["buffers"][3]
        assert (row["sku"], row["first_sold"], row["first_pays_from"]) == ("SOCK", 0.21, None)

    def test_who_may_not_see_costs_sees_none(self, client_as, stocked):
        told = text_of(client_as(Role.WAREHOUSE).get(page(stocked), {"sort": "-cost"}))
        assert "¥" not in told
        assert "Hold" in told
        assert "Capital" not in told
        assert 'name="method" id="bulk_method"' not in told

    def test_advised_for_some_and_flat_for_the_rest(self, ops, stocked, goods):
        shop = {"filter-shop": goods.pk}
        ops.post(page(stocked, "buffers-choose"), shop | {"filter-tier": "C", "method": "flat", "scope": "others"})
        methods = dict(Buffer.objects.values_list("sku", "method"))
        assert methods == {"COAT": "advised", "SOCK": "flat", "HAT": "flat", "FRESH": "flat"}
        ops.post(page(stocked, "buffers-choose"), shop | {"method": "platform", "scope": "ticked", "ticked": ["SOCK", "GONE"]})
        assert Buffer.objects.get(sku="SOCK").method == "platform"
        ops.post(page(stocked, "buffers-undo"), shop)
        assert Buffer.objects.get(sku="SOCK").method == "flat"
        refused = ops.post(page(stocked, "buffers-choose"), shop | {"method": "flat", "scope": "ticked"})
        assert (refused.status_code, "Tick the products first" in text_of(refused)) == (422, True)

    def test_typed_amounts_need_a_reason_and_keep_what_was_typed(self, ops, stocked, goods):
        sock = Buffer.objects.get(sku="SOCK")
        data = {"filter-shop": goods.pk, "units.SOCK": "12,345", "was.units.SOCK": f"{sock.units}"}
        data |= {"units.COAT": "7", "was.units.COAT": "7"}
        refused = ops.post(page(stocked, "buffers-save"), data)
        assert refused.status_code == 422
        assert 'value="12,345"' in refused.content.decode()
        assert "a reason is kept with every amount by hand" in text_of(refused)
        assert ops.post(page(stocked, "buffers-save"), data | {"reason": "supplier's minimum"}).status_code == 302
        sock.refresh_from_db()
        assert (sock.units, sock.method, sock.reason) == (12_345, "hand", "supplier's minimum")
        assert Buffer.objects.get(sku="COAT").method == "advised"
        bad = ops.post(page(stocked, "buffers-save"), data | {"units.SOCK": "many"})
        assert (bad.status_code, "Write whole pieces, like 1200." in text_of(bad)) == (422, True)

    def test_the_second_of_two_people_is_shown_what_the_first_chose(self, ops, client_as, stocked, goods):
        was = f"{Buffer.objects.get(sku='SOCK').units}"
        data = {"filter-shop": goods.pk, "units.SOCK": "700", "was.units.SOCK": was, "reason": "the boss"}
        assert ops.post(page(stocked, "buffers-save"), data).status_code == 302
        second = client_as(Role.OPERATIONS)
        mine = data | {"units.SOCK": "800", "reason": "mine"}
        late = second.post(page(stocked, "buffers-save"), mine)
        assert late.status_code == 409
        told = text_of(late)
        assert "Somebody chose 700 pieces meanwhile. Save once more to hold yours." in told
        assert 'name="units.SOCK" value="800"' in told
        assert 'name="was.units.SOCK" value="700"' in told
        assert 'value="mine"' in told
        assert Buffer.objects.get(sku="SOCK").units == 700
        assert second.post(page(stocked, "buffers-save"), mine | {"was.units.SOCK": "700"}).status_code == 302
        assert Buffer.objects.get(sku="SOCK").units == 800
        body = {"shop": goods.pk, "reason": "x", "choices": [{"sku": "SOCK", "method": "hand", "units": 9, "seen": 700}]}
        address = f"/api/v1/campaigns/{stocked.pk}/buffers/"
        assert second.patch(address, json.dumps(body), content_type="application/json").status_code == 409

    def test_filters_sorts_and_files(self, ops, client_as, stocked):
        skus = [row.line.sku for row in ops.get(page(stocked), {"needs": "uncounted", "sort": "title"}).context["rows"]]
        assert skus == ["HAT", "FRESH"]
        assert [row.line.sku for row in ops.get(page(stocked), {"q": "coat"}).context["rows"]] == ["COAT"]
        file = ops.get(page(stocked, "buffers-export"), {"sort": "title", "format": "csv"}).content.decode("utf-8-sig")
        assert [line.split(",")[0] for line in file.splitlines()] == ["SKU", "HAT", "FRESH", "SOCK", "COAT"]
        assert "Capital" in file.splitlines()[0]
        other = client_as(Role.WAREHOUSE).get(page(stocked, "buffers-export"), {"format": "csv"}).content.decode("utf-8-sig")
        assert "Capital" not in other

    def test_terms_and_their_errors(self, ops, stocked, goods):
        terms = {"clearance": "100", "holding": "1", "substitution": "0", "flat": "30", "platform": "50", "shop": goods.pk}
        before = Buffer.objects.get(sku="COAT").units
        assert ops.post(page(stocked, "buffers-terms"), terms).status_code == 302
        assert BufferPlan.objects.get().clearance_bp == 10_000
        assert Buffer.objects.get(sku="COAT").units > before
        assert ops.post(page(stocked, "buffers-terms"), terms | {"clearance": "140"}).status_code == 422

    def test_who_changes_the_terms_second_is_shown_the_first_and_loses_nothing(self, ops, stocked, goods):
        def form_of(answer):
            forms = answer.context["terms_were"], answer.context["terms"]
            return {field.html_name: str(field.value()) for form in forms for field in form} | {"shop": goods.pk}

        form = form_of(ops.get(page(stocked)))
        first, second = form | {"clearance": "60"}, form | {"clearance": "70", "flat": "33"}
        assert ops.post(page(stocked, "buffers-terms"), first).status_code == 302
        answer = ops.post(page(stocked, "buffers-terms"), second)
        assert answer.status_code == 409
        assert "Somebody else changed the terms meanwhile" in text_of(answer)
        again = form_of(answer)
        assert (again["clearance"], again["flat"], again["was-clearance"]) == ("70", "33", "60")
        assert BufferPlan.objects.get().clearance_bp == 6_000
        assert ops.post(page(stocked, "buffers-terms"), again).status_code == 302
        assert BufferPlan.objects.get().clearance_bp == 7_000

    def test_holding_a_hot_product_back(self, ops, stocked):
        stocked.starts_at = AT  # ordinary days are those before the sale
        stocked.save()
        told = text_of(ops.get(page(stocked), {"sku": "COAT", "days": "7", "waiting": "0"}))
        assert "7 days without Wool coat lose ¥12.6 k of turnover, 14 pieces." in told
        assert "To be worth it the sale must sell 12 pieces more than planned" in told  # 7,000 of margin at 600 a piece

    def test_to_the_replenishment_list(self, ops, stocked, goods):
        answer = ops.post(page(stocked, "buffers-order"), {"shop": goods.pk}, follow=True)
        assert Delivery.objects.filter(campaign_no=stocked.pk).count() == 2
        assert "2 products were never counted." in text_of(answer)

    def test_rights(self, client, client_as, stocked):
        assert client.get(page(stocked)).status_code == 302
        for role in (Role.BOSS, Role.WAREHOUSE, Role.SERVICE):
            person = client_as(role)
            assert person.get(page(stocked)).status_code == 200
            for name in ("reckon", "choose", "save", "undo", "terms", "order"):
                assert person.post(page(stocked, f"buffers-{name}")).status_code == 403


class TestRest:
    def address(self, sale):
        return f"/api/v1/campaigns/{sale.pk}/buffers/"

    def test_read_choose_and_held(self, ops, client_as, stocked, goods):
        told = ops.get(self.address(stocked)).json()
        rows = {row["sku"]: row for row in told["buffers"]}
        assert rows["HAT"]["why_no_advice"] == "no_cost"
        assert rows["COAT"]["capital"] == f"{Buffer.objects.get(sku='COAT').units * 400}.00"
        body = {"shop": goods.pk, "reason": "why", "choices": [{"sku": "COAT", "method": "hand", "units": 9}]}
        answer = ops.patch(self.address(stocked), json.dumps(body), content_type="application/json")
        assert answer.json() == {"changed": 1, "without_advice": 0}
        bad = body | {"choices": [{"sku": "NONE", "method": "flat"}]}
        assert ops.patch(self.address(stocked), json.dumps(bad), content_type="application/json").status_code == 400
        held = {row["tier"]: row for row in ops.get(f"{self.address(stocked)}held/").json()["tiers"]}
        assert (held["A"]["on_hand"], held["B"]["uncounted"]) == (100, 2)
        assert client_as(Role.BOSS).patch(self.address(stocked), "{}", content_type="application/json").status_code == 403

    def test_who_may_not_see_costs_gets_null(self, client_as, stocked):
        rows = client_as(Role.WAREHOUSE).get(self.address(stocked)).json()["buffers"]
        assert {row["capital"] for row in rows} == {None}

    def test_worked_out(self, ops, sale, shop):
        assert ops.post(self.address(sale)).status_code == 400
        Product.objects.create(shop=shop, sku="X", title="X", list_price_minor=100)
        assert ops.get(self.address(sale), {"shop": "999"}).status_code == 404

    def test_terms_are_read_and_set_and_the_amounts_follow(self, ops, client_as, sale, stocked, goods):
        address = f"{self.address(stocked)}terms/"
        told = ops.get(address).json()
        assert told == {"clearance": 0.5, "holding": 0.03, "substitution": 0.2, "flat": 0.2, "platform": 0.5}
        before = Buffer.objects.get(sku="COAT").units
        changed = told | {"clearance": 1.0, "holding": 0.01}
        assert ops.put(address, json.dumps(changed), content_type="application/json").json() == changed
        assert Buffer.objects.get(sku="COAT").units > before
        for bad in (1.4, "nan", None):
            assert ops.put(address, json.dumps(told | {"holding": bad}), content_type="application/json").status_code == 400
        assert client_as(Role.BOSS).put(address, json.dumps(told), content_type="application/json").status_code == 403
        BufferPlan.objects.all().delete()
        assert ops.get(address).json() == told
        assert ops.put(address, json.dumps(told), content_type="application/json").status_code == 400

    def test_what_holding_back_costs(self, ops, client_as, stocked):
        stocked.starts_at = AT
        stocked.save()
        address = f"{self.address(stocked)}hold-back/"
        told = ops.get(address, {"sku": "COAT", "days": "7", "waiting": "0"}).json()
        assert (told["units"], told["revenue"], told["margin"], told["extra_units"]) == (14.0, "12600.00", "7000.00", 12)
        for bad in ({"sku": "COAT", "days": "0"}, {"sku": "COAT", "waiting": "2"}, {"sku": "COAT", "waiting": "nan"}, {}):
            assert ops.get(address, bad).status_code == 400
        assert ops.get(address, {"sku": "NOBODY"}).status_code == 404
        assert client_as(Role.WAREHOUSE).get(address, {"sku": "COAT"}).status_code == 403

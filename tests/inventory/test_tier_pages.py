"""The pages of tiers and selection: what they say, what they do, files out; REST beside them."""

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from django.db import transaction

from accounts.models import AuditEntry
from accounts.roles import Role
from common.charts import painted
from inventory.claims import MARKET_FIELDS
from inventory.models import Choice, MarketFigures, Product, TierRole, TierTerms
from inventory.services import accept_proposals, edit_products, lock_tier, retier, score_products, take_market
from orders.models import Shop
from orders.services import create_shop
from tests.inventory.baskets import NOW, make_shop

pytestmark = pytest.mark.django_db
TIERS, MAP, ROLES, SELECTION = "/products/tiers/", "/products/tiers/map/", "/products/tiers/roles/", "/products/selection/"


@pytest.fixture
def shop(db) -> Shop:
    return make_shop()


@pytest.fixture
def judged(shop) -> Shop:
    retier(shop=shop, at=NOW)
    return shop


@pytest.fixture
def market(shop) -> Shop:
    rows = {
        "sku": ["COAT", "SOCK"],
        "category_rank": [3, 40],
        "carts": [400, 80],
        "searches": [2_100, None],
        "supply_stable": [True, False],
        "band_low_minor": [30_000, None],
        "band_high_minor": [50_000, None],
    }
    table = pa.table({name: pa.array(values, MARKET_FIELDS.get(name, pa.string())) for name, values in rows.items()})
    with transaction.atomic():
        take_market(shop=shop, import_no=1, as_of=NOW, digest="d", table=table)
    score_products(shop=shop)
    return shop


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


class TestTheTierPage:
    def test_no_shop_and_a_shop_nobody_judged(self, ops, db):
        assert "There is no shop yet." in text_of(ops.get(TIERS))
        create_shop(actor=None, name="Empty")
        page = text_of(ops.get(TIERS))
        assert "Nobody has judged the products of Empty yet." in page
        assert "Judge all products" in page

    def test_a_shop_without_sales_says_so(self, ops):
        shop = create_shop(actor=None, name="Empty")
        edit_products(actor=None, shop=shop, changes={"A1": {"title": "Alone"}})
        ops.post(f"{TIERS}judge/", {"shop": shop.pk})
        assert "Nothing of Empty was sold in these days" in text_of(ops.get(TIERS))

    @pytest.mark.parametrize("revenue", [0, 50_000])
    def test_what_was_sold_on_no_tier_is_no_mix_that_holds(self, ops, judged, revenue):
        findings = {"sold": 2, "revenue": revenue, "mix": {"A": 0, "B": 0, "C": 0}, "warnings": []}
        terms = TierTerms.objects.get(shop=judged)
        terms.findings |= findings
        terms.save()
        assert "No product that sold has a tier yet." in text_of(ops.get(TIERS))

    def test_proposals_stand_with_their_reasons(self, ops, judged):
        page = text_of(ops.get(TIERS))
        assert "brings 97% of first-time buyers, price in the lowest fifth, margin 8%" in page
        assert "too few sales to say: 7 orders more" in page
        assert "3 proposals wait." in page
        assert 'first-time buyers</th> <td class="num"> 100' in page

    def test_in_chinese(self, ops, judged):
        page = text_of(ops.get(TIERS, headers={"accept-language": "zh-hans"}))
        assert "商品分层" in page

    def test_judge_accept_take_back_lock(self, ops, shop):
        ops.post(f"{TIERS}judge/", {"shop": shop.pk})
        assert TierTerms.objects.get(shop=shop).findings["sold"] == 4
        answer = ops.post(f"{TIERS}accept/", {"shop": shop.pk, "one": "SOCK", "scope": "all"}, follow=True)
        assert "1 product has its proposed tier now." in text_of(answer)
        assert Product.objects.get(sku="SOCK").tier == "A"
        assert Product.objects.get(sku="COAT").tier == ""
        ops.post(f"{TIERS}accept/", {"shop": shop.pk, "scope": "all"})
        assert Product.objects.get(sku="COAT").tier == "C"
        assert "Take back 2 tiers" in text_of(ops.get(TIERS))
        ops.post(f"{TIERS}take-back/", {"shop": shop.pk})
        assert Product.objects.get(sku="COAT").tier == ""
        ops.post(f"{TIERS}lock/", {"shop": shop.pk, "lock": "B:SOCK"})
        assert Product.objects.filter(sku="SOCK", tier="B", tier_locked=True).exists()
        ops.post(f"{TIERS}lock/", {"shop": shop.pk, "lock": "free:SOCK"})
        assert Product.objects.filter(sku="SOCK", tier="B", tier_locked=False).exists()
        assert AuditEntry.objects.filter(action="tier.judge").exists()

    def test_nothing_ticked_is_told(self, ops, judged):
        answer = ops.post(f"{TIERS}accept/", {"shop": judged.pk, "scope": "ticked"}, follow=True)
        assert "Tick the products first, or accept all." in text_of(answer)

    def test_a_tier_that_is_none_is_refused(self, ops, judged):
        answer = ops.post(f"{TIERS}lock/", {"shop": judged.pk, "lock": "Z:SOCK"}, follow=True)
        assert "This is none of the choices." in text_of(answer)
        assert Product.objects.get(sku="SOCK").tier == ""

    def test_filters_and_the_products_of_a_warning(self, ops, judged):
        rows = ops.get(TIERS, {"tier": "C"}).context["rows"]
        assert [row.product.sku for row in rows] == ["COAT"]
        told = TierTerms.objects.get(shop=judged).findings["warnings"]
        assert [each["code"] for each in told][-1] == "thin_b"
        rows = ops.get(TIERS, {"warning": "thin_b"}).context["rows"]
        assert [row.product.sku for row in rows] == ["SCARF"]
        assert ops.get(TIERS, {"tier": "nonsense", "sort": "nonsense", "page": "x"}).status_code == 200

    def test_the_window_is_set_and_wrong_ones_are_refused(self, ops, judged):
        ops.post(f"{TIERS}terms/", {"shop": judged.pk, "window_days": "3", "minimum_orders": "2", "last_on": ""})
        assert TierTerms.objects.get(shop=judged).window_days == 3
        answer = ops.post(f"{TIERS}terms/", {"shop": judged.pk, "window_days": "0", "minimum_orders": "2"})
        assert answer.status_code == 422

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_the_export(self, ops, judged, ending):
        answer = ops.get(f"{TIERS}export/", {"shop": judged.pk, "format": ending})
        assert answer.status_code == 200
        if ending == "csv":
            assert "brings 97% of first-time buyers" in answer.content.decode("utf-8-sig")

    @pytest.mark.parametrize("path", [TIERS, MAP, ROLES, SELECTION, f"{TIERS}export/", f"{SELECTION}export/"])
    def test_who_may_not_see_costs_may_not_see_tiers(self, client_as, client, judged, path):
        assert client_as(Role.SERVICE).get(path).status_code == 403
        assert client.get(path).status_code == 302

    @pytest.mark.parametrize("path", ["judge/", "accept/", "take-back/", "lock/", "terms/", "roles/set/"])
    def test_the_boss_sees_and_does_not_change(self, client_as, judged, path):
        boss = client_as(Role.BOSS)
        assert boss.post(f"{TIERS}{path}", {"shop": judged.pk}).status_code == 403
        assert "Judge all products anew" not in text_of(boss.get(TIERS))


class TestTheMap:
    def test_the_map_and_the_list_tell_the_same(self, ops, judged):
        answer = ops.get(MAP)
        figure = answer.context["figure"]
        shown = {trace["name"][0]: trace for trace in figure["data"]}
        assert shown["A"]["marker"]["symbol"] == "triangle-up"
        assert {point.sku for point in answer.context["page"].points} == {"SOCK", "SCARF", "COAT"}
        assert shown["C"]["x"] == [399.0]
        assert (shown["A"]["textposition"][0], shown["C"]["textposition"][0]) == ("top right", "top left")
        assert "A draws at ¥9.90 with a margin of 8%" in text_of(answer)
        import plotly.graph_objects as go

        go.Figure(painted(figure, "light"))

    def test_without_costs_it_says_what_is_missing(self, ops, judged):
        Product.objects.update(cost_minor=None)
        retier(shop=judged, at=NOW)
        page = text_of(ops.get(MAP))
        assert "No product that sold has a cost" in page
        assert "costs are never guessed" in page


class TestRoles:
    def test_what_a_tier_means_is_set_in_per_cent(self, ops, judged):
        data = {"shop": judged.pk}
        for tier in "ABC":
            data |= {
                f"{tier}-offer_kind": "coupon", f"{tier}-offer_percent": "12.5", f"{tier}-traffic_place": "front",
                f"{tier}-buffer_method": "flat", f"{tier}-buffer_percent": "20",
            }  # fmt: skip
        assert ops.post(f"{ROLES}set/", data).status_code == 302
        role = TierRole.objects.get(shop=judged, tier="A")
        assert (role.offer_bp, role.buffer_bp, role.traffic_place) == (1_250, 2_000, "front")
        answer = ops.post(f"{ROLES}set/", data | {"B-offer_percent": "500"})
        assert answer.status_code == 422
        assert TierRole.objects.get(shop=judged, tier="B").offer_bp == 1_250


class TestSelection:
    def test_empty_says_what_to_bring(self, ops, judged):
        assert "Nothing is known of the market of Wool." in text_of(ops.get(SELECTION))

    def test_scores_stand_with_their_parts_and_are_chosen(self, ops, market):
        page = text_of(ops.get(SELECTION))
        assert "0 products are chosen for the sale; Coat leads the selection" in page
        assert "not known" in page
        answer = ops.post(f"{SELECTION}choose/", {"shop": market.pk, "ticked": ["COAT", "NOBODY"]}, follow=True)
        assert "1 product chosen for the sale." in text_of(answer)
        assert list(Choice.objects.values_list("sku", flat=True)) == ["COAT"]
        assert [row.sku for row in ops.get(SELECTION, {"chosen": "yes"}).context["rows"]] == ["COAT"]
        ops.post(f"{SELECTION}choose/", {"shop": market.pk, "ticked": ["COAT"], "do": "let_go"})
        assert not Choice.objects.exists()

    def test_weights_change_the_order(self, ops, market):
        before = MarketFigures.objects.get(sku="COAT").score
        form = ops.get(SELECTION).context["form"]
        weights = dict.fromkeys(form.fields, 0) | {"supply": 100}
        ops.post(f"{SELECTION}weights/", {"shop": market.pk, **weights})
        assert MarketFigures.objects.get(sku="COAT").score == 100
        assert MarketFigures.objects.get(sku="SOCK").score == 0
        assert before != 100 or MarketFigures.objects.get(sku="SOCK").coverage_bp == 10_000
        answer = ops.post(f"{SELECTION}weights/", {"shop": market.pk, **dict.fromkeys(form.fields, 0)})
        assert answer.status_code == 422

    def test_the_export_leaves_unknown_empty(self, ops, market):
        answer = ops.get(f"{SELECTION}export/", {"shop": market.pk, "format": "csv"})
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[1].startswith("COAT,Coat,")
        assert ",," in lines[2]


class TestRest:
    def test_proposals_accept_and_take_back(self, ops, judged):
        told = ops.get("/api/v1/products/tiers/", {"shop": judged.pk}).json()
        assert {row["sku"]: row["proposal"] for row in told["proposals"]}["SOCK"] == "A"
        assert told["warnings"][-1]["code"] == "thin_b"
        body = {"shop": judged.pk, "act": "accept", "skus": ["SOCK"]}
        assert ops.post("/api/v1/products/tiers/", json.dumps(body), "application/json").json() == {"products": 1}
        body = {"shop": judged.pk, "act": "take_back"}
        assert ops.post("/api/v1/products/tiers/", json.dumps(body), "application/json").json() == {"products": 1}
        body = {"shop": judged.pk, "act": "dance"}
        assert ops.post("/api/v1/products/tiers/", json.dumps(body), "application/json").status_code == 400
        assert ops.get("/api/v1/products/tiers/", {"shop": "x"}).status_code == 404

    def test_scores_weights_and_choices(self, ops, market):
        told = ops.get("/api/v1/selection/", {"shop": market.pk}).json()
        assert told["scores"][0]["sku"] == "COAT"
        body = {"shop": market.pk, "weights": {"carts": 90}, "choose": ["SOCK"]}
        assert ops.patch("/api/v1/selection/", json.dumps(body), "application/json").json() == {"products": 1}
        assert ops.get("/api/v1/selection/", {"shop": market.pk}).json()["weights"]["carts"] == 90
        body = {"shop": market.pk, "weights": {"luck": 90}}
        assert ops.patch("/api/v1/selection/", json.dumps(body), "application/json").status_code == 400


def test_locked_rows_offer_no_tick(ops, judged):
    lock_tier(actor=None, shop=judged, sku="SOCK", tier="B")
    assert accept_proposals(actor=None, shop=judged, at=datetime(2026, 11, 2, tzinfo=UTC)) == 2
    page = text_of(ops.get(TIERS))
    assert "Unlock" in page

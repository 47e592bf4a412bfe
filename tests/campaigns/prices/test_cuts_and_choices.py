"""What a sale plans reaches the tiers, and what the selection chose for the next sale is found where the sale is planned."""

import json
from datetime import timedelta

import pytest

from accounts.roles import Role
from campaigns.models import Campaign
from campaigns.services import create_campaign
from campaigns.services.prices import fill_prices, hand_cuts_down, set_prices
from inventory.models import Choice, TierTerms
from inventory.rules.demand import PlannedDemand
from inventory.services import edit_products, retier
from inventory.services.buffers import SaleSpan, set_buffers
from orders.models import Shop
from orders.services import create_shop
from tests.inventory.baskets import NOW, PRODUCTS, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def wool(db) -> Shop:
    """Socks bring buyers and were half price, coats were a fifth off; nobody takes both."""
    shop = create_shop(actor=None, name="Wool")
    edit_products(actor=None, shop=shop, changes=PRODUCTS)
    kinds = ["SOCK"] * 36 + ["COAT"] * 12 + ["SCARF"] * 12
    load(shop, [(f"n{place}", [sku], NOW - timedelta(days=5, minutes=place)) for place, sku in enumerate(kinds)])
    return shop


def plan(shop: Shop, begins: timedelta, **prices: int) -> Campaign:
    sale = create_campaign(
        actor=None, name=f"Sale {begins}", shops=[shop], starts_at=NOW + begins, ends_at=NOW + begins + timedelta(hours=20),
        revenue_target_minor=1_000_000, visitors_target=1_000, order_value_target_minor=10_000, curve_kind="flat",
    )  # fmt: skip
    if prices:
        keys = {(shop.pk, sku, "live"): minor for sku, minor in prices.items()}
        set_prices(campaign=sale, actor=None, version=sale.version, prices=keys)
        sale.refresh_from_db()
    return sale


def deepest(shop: Shop) -> dict[str, float]:
    """Judge anew and return the products whose cut is the deepest without a partner, with that cut."""
    retier(shop=shop, at=NOW)
    told = TierTerms.objects.get(shop=shop).findings["warnings"]
    return {sku: each["values"]["cut"] for each in told if each["code"] == "deepest_cut" for sku in each["skus"]}


class TestCutsHandedDown:
    def test_without_a_sale_what_was_paid_stands_against_the_list_price(self, wool):
        assert hand_cuts_down(shop=wool, at=NOW) is False
        assert deepest(wool) == {"SOCK": pytest.approx(1 - 990 / 1_990)}

    def test_a_deeper_planned_cut_is_what_the_warning_tells(self, wool):
        plan(wool, timedelta(days=2), SOCK=500, COAT=45_000)
        assert hand_cuts_down(shop=wool, at=NOW) is True
        assert deepest(wool) == {"SOCK": pytest.approx(1 - 500 / 1_990, abs=1e-4)}
        assert hand_cuts_down(shop=wool, at=NOW) is False, "it knows that already"

    def test_a_planned_cut_of_another_product_takes_the_warning_away(self, wool):
        plan(wool, timedelta(days=2), SOCK=1_500, COAT=20_000)
        hand_cuts_down(shop=wool, at=NOW)
        assert deepest(wool) == {}

    def test_the_sale_that_runs_goes_before_the_next_and_a_past_one_counts_no_more(self, wool):
        plan(wool, -timedelta(days=3), SOCK=200)
        plan(wool, timedelta(days=2), SOCK=500)
        running = plan(wool, -timedelta(hours=2), SOCK=600)
        hand_cuts_down(shop=wool, at=NOW)
        assert TierTerms.objects.get(shop=wool).planned_cuts == {"SOCK": pytest.approx(1 - 600 / 1_990, abs=1e-4)}
        hand_cuts_down(shop=wool, at=running.ends_at + timedelta(minutes=1))
        assert TierTerms.objects.get(shop=wool).planned_cuts == {"SOCK": pytest.approx(1 - 500 / 1_990, abs=1e-4)}

    def test_when_the_last_sale_is_over_no_cut_is_left(self, wool):
        sale = plan(wool, timedelta(days=2), SOCK=500)
        hand_cuts_down(shop=wool, at=NOW)
        assert hand_cuts_down(shop=wool, at=sale.ends_at) is True
        assert TierTerms.objects.get(shop=wool).planned_cuts == {}

    def test_prices_of_another_shop_and_products_without_a_list_price_say_nothing(self, wool):
        other = create_shop(actor=None, name="Cotton")
        edit_products(actor=None, shop=other, changes=PRODUCTS)
        plan(other, timedelta(days=2), SOCK=100)
        plan(wool, timedelta(days=2), HAT=100)
        hand_cuts_down(shop=wool, at=NOW)
        assert TierTerms.objects.filter(shop=wool).values_list("planned_cuts", flat=True).first() in (None, {})


class TestChosenForTheNextSale:
    @pytest.fixture
    def sale(self, wool) -> Campaign:
        Choice.objects.create(shop=wool, sku="COAT", chosen_at=NOW)
        Choice.objects.create(shop=wool, sku="SOCK", chosen_at=NOW, campaign_no=99)
        return plan(wool, timedelta(days=2), SOCK=1_500)

    @pytest.fixture
    def ops(self, client_as):
        return client_as(Role.OPERATIONS)

    def test_a_rule_cuts_only_what_is_chosen(self, sale):
        told = fill_prices(campaign=sale, actor=None, version=sale.version, stage="live", cut_bp=2_000, chosen=True)
        assert told.prices == 1
        prices = dict(sale.prices.values_list("sku", "price_minor"))
        assert prices == {"SOCK": 1_500, "COAT": 39_920}

    def test_the_price_list_shows_only_what_is_chosen(self, ops, sale):
        page = ops.get(f"/campaigns/{sale.pk}/prices/", {"chosen": "yes"})
        assert [row.product.sku for row in page.context["rows"]] == ["COAT"]
        everything = ops.get(f"/campaigns/{sale.pk}/prices/", {"chosen": "nonsense"}).context["rows"]
        assert {row.product.sku for row in everything} >= {"COAT", "SOCK", "SCARF"}

    def test_the_form_fills_what_is_chosen(self, ops, sale):
        data = {"version": sale.version, "stage": "live", "cut": "20", "ending": "", "tier": "", "category": "", "chosen": "on"}
        assert ops.post(f"/campaigns/{sale.pk}/prices/fill/", data).status_code == 302
        assert dict(sale.prices.values_list("sku", "price_minor")) == {"SOCK": 1_500, "COAT": 39_920}

    def test_tiers_of_what_is_chosen(self, ops, sale, wool):
        retier(shop=wool, at=NOW)
        rows = ops.get("/products/tiers/", {"chosen": "yes"}).context["rows"]
        assert [row.product.sku for row in rows] == ["COAT"]
        told = ops.get("/api/v1/products/tiers/", {"shop": wool.pk, "chosen": "yes"}).json()
        assert [row["sku"] for row in told["proposals"]] == ["COAT"]
        assert json.dumps(told)

    def test_buffers_of_what_is_chosen(self, ops, sale, wool):
        demand = [PlannedDemand(sku, 40.0, 9_900) for sku in ("COAT", "SOCK")]
        span = SaleSpan(sale.starts_at, sale.ends_at)
        set_buffers(shop=wool, actor=None, campaign_no=sale.pk, demand=demand, span=span, at=NOW)
        address = f"/campaigns/{sale.pk}/buffers/"
        every = {row.line.sku for row in ops.get(address).context["rows"]}
        assert {"COAT", "SOCK"} <= every
        assert [row.line.sku for row in ops.get(address, {"chosen": "yes"}).context["rows"]] == ["COAT"]
        told = ops.get(f"/api/v1/campaigns/{sale.pk}/buffers/", {"chosen": "yes"}).json()
        assert [row["sku"] for row in told["buffers"]] == ["COAT"]

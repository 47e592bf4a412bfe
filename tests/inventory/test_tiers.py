"""Tiers of a shop: counted from its baskets, refreshed where an import touched, accepted, locked, taken back."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import AuditEntry
from inventory.models import BasketDay, Product, ProductFigures, TierTerms
from inventory.queries.tiers import baskets_of, roles_of, terms_of, tier_defaults, tier_rows, tiers_beside_volume, window_of
from inventory.rules.tiers import Item
from inventory.services import (
    accept_proposals,
    edit_products,
    lock_tier,
    mark_paid,
    plan_cuts,
    refill_paid,
    refresh_tiers,
    retier,
    set_role,
    set_terms,
    shops_to_refresh,
    take_back,
)
from inventory.services.tier_figures import count_goods
from inventory.services.tiers import _item
from orders.models import Shop
from tests.inventory.baskets import NOW, load, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db) -> Shop:
    return make_shop()


@pytest.fixture
def judged(shop) -> Shop:
    retier(shop=shop, at=NOW)
    return shop


def row(shop: Shop, sku: str) -> ProductFigures:
    return ProductFigures.objects.get(shop=shop, sku=sku)


def tiers(shop: Shop) -> dict[str, str]:
    return dict(Product.objects.filter(shop=shop).goods().values_list("sku", "tier"))


class TestFigures:
    def test_what_a_product_does_is_counted_by_hand(self, judged):
        sock, coat = row(judged, "SOCK"), row(judged, "COAT")
        assert (sock.orders, sock.units, sock.revenue_minor) == (36, 36, 36 * 990)
        assert (sock.first_orders, sock.single_orders, sock.attached_minor) == (36, 24, 12 * 39_900)
        assert (coat.orders, coat.first_orders, coat.single_orders, coat.with_a) == (24, 12, 12, 12)
        assert coat.attached_minor == 12 * 990
        assert (coat.price_minor, coat.margin_bp) == (39_900, round(10_000 * (1 - 15_000 / 39_900)))

    def test_postage_is_no_part_of_a_basket(self, judged):
        assert not ProductFigures.objects.filter(shop=judged, sku="POST").exists()
        assert row(judged, "COAT").single_orders == 12, "a coat with its postage is a coat alone"

    def test_without_a_cost_there_is_no_margin(self, judged):
        hat = row(judged, "HAT")
        assert (hat.margin_bp, hat.profit_minor) == (None, None)

    def test_too_few_sales_say_how_many_more(self, judged):
        hat = row(judged, "HAT")
        assert (hat.proposal, hat.missing_orders) == ("", 7)

    def test_proposals_with_their_reasons(self, judged):
        assert {sku: row(judged, sku).proposal for sku in ("SOCK", "SCARF", "COAT")} == {"SOCK": "A", "SCARF": "B", "COAT": "C"}
        assert row(judged, "SOCK").reason[0] == ["first", round(36 / 37, 4)]
        assert "margin" in dict(row(judged, "COAT").reason)

    def test_the_window_ends_with_the_last_paid_day_and_can_be_moved(self, judged):
        terms = TierTerms.objects.get(shop=judged)
        assert terms.findings["baskets"] == 67
        set_terms(actor=None, shop=judged, window_days=3)
        retier(shop=judged, at=NOW)
        assert 0 < TierTerms.objects.get(shop=judged).findings["baskets"] < 67
        early = (NOW - timedelta(days=400)).date()
        set_terms(actor=None, shop=judged, last_on=early)
        retier(shop=judged, at=NOW)
        assert TierTerms.objects.get(shop=judged).findings["baskets"] == 0

    def test_buyers_of_before_the_window_are_not_new(self, judged):
        set_terms(actor=None, shop=judged, window_days=2)
        retier(shop=judged, at=NOW)
        window = window_of(judged, terms_of(judged), at=NOW)
        assert baskets_of(judged, window).count < 67
        assert row(judged, "COAT").first_orders <= row(judged, "COAT").orders
        assert row(judged, "SCARF").first_orders == 1, "late came once for the first time; the others are not known"


class TestAfterAnImport:
    def test_only_touched_products_are_written(self, judged):
        refresh_tiers(shop=judged, at=NOW)
        with transaction.atomic():
            load(judged, [("more", ["SCARF"], NOW - timedelta(hours=30))], as_of=2, first=900)
        refill_paid(shop=judged)
        stale = set(ProductFigures.objects.filter(stale=True).values_list("sku", flat=True))
        assert "SCARF" in stale
        assert shops_to_refresh() == [judged.pk]
        before = row(judged, "SCARF").orders
        kept = {one.sku: one.counted_at for one in ProductFigures.objects.exclude(sku__in=stale)}
        refresh_tiers(shop=judged, at=NOW + timedelta(hours=1))
        assert row(judged, "SCARF").orders == before + 1
        assert {one.sku: one.counted_at for one in ProductFigures.objects.filter(sku__in=kept)} == kept
        assert shops_to_refresh() == []
        assert refresh_tiers(shop=judged, at=NOW) == 0

    def test_refreshed_rows_equal_rows_counted_anew(self, judged):
        with transaction.atomic():
            load(judged, [("x", ["SOCK", "COAT"], NOW - timedelta(days=4))], as_of=2, first=900)
        refill_paid(shop=judged)
        refresh_tiers(shop=judged, at=NOW)
        names = ("sku", "orders", "revenue_minor", "first_orders", "single_orders", "attached_minor")
        refreshed = list(ProductFigures.objects.order_by("sku").values_list(*names))
        BasketDay.objects.all().delete()
        window = window_of(judged, terms_of(judged), at=NOW)
        mark_paid(shop=judged, hours=range(window.slots[0], window.slots[1], 6))
        retier(shop=judged, at=NOW)
        assert list(ProductFigures.objects.order_by("sku").values_list(*names)) == refreshed

    def test_a_new_cost_is_a_touch(self, judged):
        edit_products(actor=None, shop=judged, changes={"HAT": {"cost_minor": 2_000}})
        refresh_tiers(shop=judged, at=NOW)
        assert row(judged, "HAT").margin_bp is not None

    def test_a_product_that_is_a_gift_now_has_no_row(self, judged):
        edit_products(actor=None, shop=judged, changes={"SCARF": {"kind": "gift"}})
        refresh_tiers(shop=judged, at=NOW)
        assert not ProductFigures.objects.filter(sku="SCARF").exists()


class TestAccepting:
    def test_all_at_once_and_back_with_one_press(self, judged):
        assert accept_proposals(actor=None, shop=judged, at=NOW) == 3
        assert tiers(judged) == {"SOCK": "A", "SCARF": "B", "COAT": "C", "HAT": ""}
        assert not Product.objects.filter(tier_locked=True).exists(), "an accepted proposal locks nothing"
        assert accept_proposals(actor=None, shop=judged, at=NOW) == 0
        assert take_back(actor=None, shop=judged, at=NOW) == 3
        assert set(tiers(judged).values()) == {""}
        assert take_back(actor=None, shop=judged, at=NOW) == 0
        assert {"tier.accept", "tier.take_back"} <= set(AuditEntry.objects.values_list("action", flat=True))

    def test_a_locked_tier_stays(self, judged):
        lock_tier(actor=None, shop=judged, sku="SOCK", tier="C")
        assert accept_proposals(actor=None, shop=judged, at=NOW) == 2
        assert tiers(judged)["SOCK"] == "C"
        retier(shop=judged, at=NOW)
        assert tiers(judged)["SOCK"] == "C"

    def test_single_and_with_a_lock(self, judged):
        assert accept_proposals(actor=None, shop=judged, at=NOW, skus=["COAT", "HAT", "NOBODY"], lock=True) == 1
        assert Product.objects.get(sku="COAT").tier_locked

    def test_taking_back_leaves_what_somebody_set_since(self, judged):
        accept_proposals(actor=None, shop=judged, at=NOW)
        lock_tier(actor=None, shop=judged, sku="SCARF", tier="A")
        assert take_back(actor=None, shop=judged, at=NOW) == 2
        assert tiers(judged)["SCARF"] == "A"

    def test_rows_are_filtered(self, judged):
        assert [one.sku for one in tier_rows(judged, tier="A")] == ["SOCK"]
        assert [one.sku for one in tier_rows(judged, state="few")] == ["HAT"]
        assert [one.sku for one in tier_rows(judged, state="open", sort="sku")] == ["COAT", "SCARF", "SOCK"]
        accept_proposals(actor=None, shop=judged, at=NOW, skus=["COAT"])
        assert [one.sku for one in tier_rows(judged, state="agreed")] == ["COAT"]
        assert [one.sku for one in tier_rows(judged, q="scar")] == ["SCARF"]
        lock_tier(actor=None, shop=judged, sku="SOCK", tier="A")
        assert [one.sku for one in tier_rows(judged, state="locked")] == ["SOCK"]

    def test_the_cross_table_counts_each_product_once(self, judged):
        table = tiers_beside_volume(judged)
        assert sum(sum(cells.values()) for cells in table.values()) == 4
        assert table["C"]["A"] == 1, "the coats are most of the revenue"


class TestRoles:
    def test_what_a_tier_means_can_be_set(self, shop):
        assert roles_of(shop)["A"].pk is None
        set_role(actor=None, shop=shop, tier="A", offer_bp=4_000, traffic_place="first row of the home page")
        told = tier_defaults(shop)["A"]
        assert (told["offer_bp"], told["traffic_place"]) == (4_000, "first row of the home page")
        assert tier_defaults(shop.pk)["C"]["offer_kind"] == "coupon"
        with pytest.raises(KeyError):
            set_role(actor=None, shop=shop, tier="Z")


def test_the_cuts_of_a_plan_are_kept_as_plain_values_and_speak_in_the_warnings(shop):
    edit_products(actor=None, shop=shop, changes={sku: {"list_price_minor": 100_000} for sku in ("SOCK", "COAT")})
    assert plan_cuts(shop=shop, cuts={"SOCK": 0.75, "COAT": 0.1})
    assert not plan_cuts(shop=shop, cuts={"COAT": 0.1, "SOCK": 0.75})
    retier(shop=shop, at=NOW)
    items = _items(shop)
    assert (items["SOCK"].cut, items["COAT"].cut) == (0.75, 0.1)
    assert plan_cuts(shop=shop, cuts={})
    assert _items(shop)["COAT"].cut == pytest.approx(1 - 39_900 / 100_000), "without a plan what was paid counts"


def _items(shop: Shop) -> dict[str, Item]:
    terms = terms_of(shop)
    counted = count_goods(shop, window=window_of(shop, terms, at=NOW), terms=terms)
    return {sku: _item(counted, sku, terms.planned_cuts) for sku in counted.rows}

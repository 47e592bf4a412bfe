"""Trying a basket: the page and the interface, worked by hand."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import PlannedPrice
from campaigns.queries.baskets import find_products

pytestmark = pytest.mark.django_db


def page(response):
    return " ".join(response.content.decode().split())


def look(client, sale, **typed):
    return client.get(reverse("campaigns:basket", args=[sale.pk]), typed)


def test_an_empty_basket_says_what_to_do(client_as, sale, products):
    shown = page(look(client_as(Role.SERVICE), sale))
    assert "Try a basket: what would a buyer pay?" in shown
    assert "Put something into the basket" in shown


def test_two_offers_by_hand(client_as, sale, products, add):
    add("percent_off", "Tenth off tops", percent_bp=1_000, categories=("tops",))
    add("spend_and_save", "Steps", steps=((49_900, 10_000), (89_900, 20_000)), shop_bp=5_000, platform_bp=5_000)
    shown = page(look(client_as(Role.BOSS), sale, sku_1="KNIT", units_1="3"))
    # 3 x 249 = 747; less 10% = 672.30; less 100 = 572.30; the next step is at 899.
    assert "The basket costs ¥572.30 instead of ¥747: 2 offers save ¥174.70." in shown
    assert "The nearest step: ¥226.70 more saves ¥100." in shown
    assert "Paid by: shop ¥50, platform ¥50." in shown
    assert "paid by: shop ¥124.70, platform ¥50" in shown


def test_planned_prices_come_before_list_prices_and_typed_ones_before_both(client_as, sale, shop, products):
    PlannedPrice.objects.create(campaign=sale, shop=shop, sku="TEE", stage="live", price_minor=7_900)
    client = client_as(Role.SERVICE)
    assert "The basket costs ¥79: no offer applies." in page(look(client, sale, sku_1="TEE"))
    assert "The basket costs ¥50: no offer applies." in page(look(client, sale, sku_1="TEE", price_1="50"))


def test_why_not_in_words(client_as, sale, products, add):
    add("coupon", "Claim me", value_minor=3_000)
    add("percent_off", "Gold", percent_bp=1_000, buyer_tiers=("gold",))
    add("percent_off", "Coats", percent_bp=1_000, tiers=("C",))
    add("percent_off", "Later", percent_bp=1_000, start_slot=sale.start_slot + 60, end_slot=sale.end_slot)
    shown = page(look(client_as(Role.SERVICE), sale, sku_1="TEE"))
    for words in (
        "The buyer has not claimed it.",
        "It is for gold buyers only.",
        "No product of the basket is in its scope.",
        "It does not run at 11 Nov 0:00; it runs from 11 Nov 10:00 to 11 Nov 24:00.",
    ):
        assert words in shown
    claimed = page(look(client_as(Role.SERVICE), sale, sku_1="TEE", coupons=str(sale.offers.get(name="Claim me").pk)))
    assert "1 offer saves ¥30." in claimed


def test_a_deposit_counts_for_more(client_as, sale, products, add):
    add("deposit", "Pre-sale", deposit_minor=5_000, counts_minor=10_000, skus=("COAT",))
    client = client_as(Role.SERVICE)
    assert "No deposit of ¥50 was paid in advance." in page(look(client, sale, sku_1="COAT"))
    shown = page(look(client, sale, sku_1="COAT", deposit_paid="on"))
    assert "The basket costs ¥1,249 instead of ¥1,299: 1 offer saves ¥50." in shown
    assert "of it paid in advance" in shown


def test_search_and_add(client_as, sale, products):
    assert find_products(sale, "coat") == [("COAT", "Wool coat")]
    assert find_products(sale, " ") == []
    client = client_as(Role.SERVICE)
    assert 'name="add" value="COAT"' in page(look(client, sale, q="wool"))
    shown = page(look(client, sale, sku_1="TEE", units_1="2", add="COAT"))
    assert "The basket costs ¥1,497" in shown


def test_bad_input(client_as, sale, products):
    client = client_as(Role.SERVICE)
    assert "No price is known for GHOST" in page(look(client, sale, sku_1="GHOST"))
    for typed, words in (
        ({"sku_1": "TEE", "units_1": "0"}, "greater than or equal to 1"),
        ({"sku_1": "TEE", "price_1": "-1"}, "A price cannot be below zero."),
        ({"sku_1": "TEE", "price_1": "dear"}, "Write an amount like"),
        ({"sku_1": "TEE", "on": "soon"}, "Enter a valid date."),
    ):
        answer = look(client, sale, **typed)
        assert answer.status_code == 422
        assert words in page(answer)
    assert look(client, sale, **{"sku_²": "x", "sku_": "y", "sku_99": "z"}).status_code == 200


def test_a_stranger_signs_in_first(client, sale):
    assert look(client, sale).url.startswith("/login/")

"""What others got wrong, and what this engine says."""

import pytest

from campaigns.rules.pricing import (
    Basket,
    BasketLine,
    GroupChoice,
    Kind,
    OfferRule,
    Reason,
    Scope,
    Step,
    compile_offers,
    price_basket,
)
from campaigns.rules.problems import PlanError


def one(price, units=1, **basket):
    return Basket((BasketLine(1, "a", price, units),), **basket)


def percent(key, percent_bp, **more):
    return OfferRule(key, Kind.PERCENT_OFF, percent_bp=percent_bp, **more)


def test_three_stacked_discounts_give_162_not_160():
    """1000 less 100, then 10%, then 20%: each percentage of what remains in the order of application (Odoo #241043)."""
    rules = [
        percent("twentieth", 2_000),
        percent("tenth", 1_000, priority=1),
        OfferRule("hundred", Kind.AMOUNT_OFF, value_minor=100_00, priority=2),
    ]
    found = price_basket(one(1000_00), rules)
    assert [(outcome.offer, outcome.discount_minor) for outcome in found.outcomes] == [
        ("hundred", 100_00),
        ("tenth", 90_00),
        ("twentieth", 162_00),
    ]
    assert found.total_minor == 648_00


def test_of_equal_priority_the_amount_comes_before_the_percentages():
    rules = [percent("b", 2_000), percent("a", 1_000), OfferRule("c", Kind.AMOUNT_OFF, value_minor=100_00)]
    assert price_basket(one(1000_00), rules).outcome("b").discount_minor == 162_00


def test_a_coupon_above_the_order_leaves_nothing_and_not_less():
    """Odoo #63106, django-oscar #2463 and #2773: an offer and a coupon together made the basket negative."""
    rules = [percent("half", 5_000), OfferRule("coupon", Kind.COUPON, value_minor=45_00)]
    found = price_basket(one(60_00, coupons=frozenset({"coupon"})), rules)
    assert found.total_minor == 0
    assert found.outcome("coupon").discount_minor == 30_00


def test_a_percentage_above_the_whole_is_refused():
    """django-oscar #2010."""
    with pytest.raises(PlanError, match="percent_out_of_range"):
        compile_offers([percent("more", 10_001)])


def test_the_higher_priority_of_a_group_wins_whatever_it_is_scoped_to():
    """10% on the item without a priority, 20% on its group of items with priority 2 (ERPNext #41516)."""
    how = {"group": "cut", "group_choice": GroupChoice.PRIORITY}
    on_item = percent("item", 1_000, scope=Scope(skus=frozenset("a")), **how)
    on_category = percent("category", 2_000, scope=Scope(categories=frozenset({""})), priority=2, **how)
    for rules in ([on_item, on_category], [on_category, on_item]):
        found = price_basket(one(100_00), rules)
        assert found.total_minor == 80_00
        assert found.outcome("item").reason is Reason.EXCLUDED
        assert found.outcome("item").values == {"by": "category", "group": "cut"}


def test_priority_also_decides_what_a_later_percentage_is_taken_of():
    fixed = OfferRule("fixed", Kind.FIXED_PRICE, value_minor=80_00)
    assert price_basket(one(100_00), [fixed, percent("tenth", 1_000)]).total_minor == 72_00
    assert price_basket(one(100_00), [fixed, percent("tenth", 1_000, priority=1)]).total_minor == 80_00


def test_a_percentage_coupon_is_of_the_reduced_price():
    """40% off the product and a 70% voucher leave 18%, and not nothing (saleor #17453)."""
    rules = [percent("sale", 4_000), OfferRule("voucher", Kind.COUPON, percent_bp=7_000)]
    assert price_basket(one(100_00, 10, coupons=frozenset({"voucher"})), rules).total_minor == 180_00


def test_two_amounts_off_give_their_full_amounts():
    """Odoo #178352: 10 off gave 10, then 50 off gave 55."""
    rules = [OfferRule("ten", Kind.AMOUNT_OFF, value_minor=10_00), OfferRule("fifty", Kind.AMOUNT_OFF, value_minor=50_00)]
    found = price_basket(one(100_00), rules)
    assert [outcome.discount_minor for outcome in found.outcomes] == [50_00, 10_00]


def test_a_later_discount_does_not_change_an_earlier_one():
    """Odoo #202334: 40 off an item of 80, then half off the order: 20 remain, and the 40 stay 40."""
    rules = [OfferRule("forty", Kind.AMOUNT_OFF, value_minor=40_00), OfferRule("half", Kind.COUPON, percent_bp=5_000)]
    found = price_basket(one(80_00, coupons=frozenset({"half"})), rules)
    assert [outcome.discount_minor for outcome in found.outcomes] == [40_00, 20_00]
    assert found.total_minor == 20_00


def test_a_threshold_is_not_undone_by_its_own_discount():
    """A basket just above the minimum fell below it by the discount, which was then taken away again (webstore #231)."""
    found = price_basket(one(500_00), [OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(499_00, 100_00),))])
    assert found.total_minor == 400_00


def test_every_step_is_reached_where_it_should_be():
    """Odoo #54034: the discount of a lower step was taken off before the next was looked at."""
    steps = (Step(1500_00, 150_00), Step(1750_00, 262_50), Step(2000_00, 400_00), Step(2500_00, 625_00))
    rule = OfferRule("steps", Kind.SPEND_AND_SAVE, steps=steps)
    saved = [price_basket(one(300_00, units), [rule]).discount_minor for units in (4, 5, 6, 7, 8, 9)]
    assert saved == [0, 150_00, 262_50, 400_00, 400_00, 625_00]


def test_a_whole_discount_leaves_not_a_cent():
    """Odoo #237624."""
    lines = (BasketLine(1, "a", 9_99), BasketLine(2, "a", 9_99))
    found = price_basket(Basket(lines, coupons=frozenset("c")), [OfferRule("c", Kind.COUPON, percent_bp=10_000)])
    assert (found.total_minor, [line.paid_minor for line in found.lines]) == (0, [0, 0])

"""Many baskets at once come to the same as one by one."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.pricing import (
    Basket,
    BasketLine,
    Kind,
    Limits,
    OfferRule,
    Payer,
    Step,
    compile_offers,
    many,
    price_many,
    table_of,
)
from tests.campaigns.rules.pricing.strategies import baskets, offer_lists


def same(several, rules):
    pricer, table = compile_offers(rules), table_of(several)
    found = price_many(table, pricer)
    shop = {rule.key: dict(rule.payers).get(Payer.SHOP, 0) for rule in rules}
    for place, basket in enumerate(several):
        one = pricer.totals(basket)
        paid, funded = {}, {}
        for line in pricer.price(basket).lines:
            paid[line.line.line_no] = line.paid_minor
            funded[line.line.line_no] = sum(gift.amount_minor * (10_000 - shop[gift.offer]) for gift in line.discounts)
        numbers = table.line_no[table.line_basket == place].tolist()
        assert dict(zip(numbers, found.line_paid_minor[table.line_basket == place], strict=True)) == paid
        assert dict(zip(numbers, found.line_funded_bp[table.line_basket == place], strict=True)) == funded
        assert found.total_minor[place] == one.total_minor
        assert (found.list_minor[place], found.freight_minor[place]) == (one.list_minor, one.freight_minor)
        assert found.discount_minor[place] == one.discount_minor
        assert tuple(found.payers_minor[place]) == one.payers_minor
        applied = {offer.offer: tuple(offer[1:]) for offer in one.offers}
        for column, key in enumerate(pricer.keys):
            gain = found.discounts_minor[place, column], found.uses[place, column], found.worth_minor[place, column]
            assert gain == applied.get(key, (0, 0, 0))


several_baskets = st.lists(baskets().map(lambda basket: dataclasses.replace(basket, used={})), min_size=1, max_size=6)


@given(several_baskets, offer_lists(most=6))
def test_many_at_once_are_the_same_as_one_by_one(several, rules):
    same(several, rules)


@given(several_baskets, offer_lists(most=6, plain=True))
def test_many_at_once_are_the_same_as_one_by_one_when_nothing_keeps_offers_apart(several, rules):
    same(several, rules)


@given(several_baskets, offer_lists(most=3))
def test_baskets_too_large_for_columns_and_more_baskets_than_fit_at_once(several, rules):
    large = Basket((BasketLine(1, "a", 10**10, 2, "A", "tops", "one"), BasketLine(2, "b", 5, 2_000, "B", "tops", "one")))
    most, many.AT_ONCE = many.AT_ONCE, 2
    try:
        same([large, *several, large], rules)
    finally:
        many.AT_ONCE = most


def test_more_offers_than_bits():
    rules = [OfferRule(f"k{number:02}", Kind.AMOUNT_OFF, value_minor=1) for number in range(70)]
    same([Basket((BasketLine(1, "a", 50),)), Basket((BasketLine(1, "a", 100),))], rules)


@given(several_baskets)
def test_a_basket_comes_out_of_a_table_as_it_went_in(several):
    table = table_of(several)
    assert [table.basket(place) for place in range(table.length)] == several


def test_no_baskets_and_empty_baskets():
    pricer = compile_offers([OfferRule("x", Kind.AMOUNT_OFF, value_minor=1)])
    assert price_many(table_of([]), pricer).total_minor.tolist() == []
    with pytest.raises(ValueError, match="no lines"):
        price_many(table_of([Basket(())]), pricer)
    with pytest.raises(ValueError, match="no line of a basket"):
        price_many(table_of([Basket((BasketLine(1, "a", 5, 0),))]), pricer)


def test_of_pieces_with_the_same_reduction_the_dearest_get_it_first():
    """Three at 100: one at half price, 10 off one of the dear ones, then all at 60 at most: 300 - 50 - 10 - 40 - 30."""
    once = Limits(per_order=1)
    rules = [
        OfferRule("half", Kind.PERCENT_OFF, percent_bp=5_000, limits=once, priority=3),
        OfferRule("ten", Kind.AMOUNT_OFF, value_minor=10, limits=once, priority=2),
        OfferRule("sixty", Kind.FIXED_PRICE, value_minor=60, priority=1),
    ]
    basket = Basket((BasketLine(1, "a", 100, 3),))
    same([basket], rules)
    assert compile_offers(rules).totals(basket).total_minor == 170


def test_a_candidate_that_would_not_be_applied_keeps_no_other_out():
    """30% off 110 misses the step of 100 behind it; yet the coupon of the group, out of reach, is no way around it."""
    third = OfferRule("third", Kind.PERCENT_OFF, percent_bp=3_000, group="g")
    coupon = OfferRule("coupon", Kind.COUPON, value_minor=10, minimum_minor=5_000, group="g")
    step = OfferRule("step", Kind.PLATFORM, steps=(Step(100, 50),))
    basket = Basket((BasketLine(1, "a", 110),), coupons=frozenset({"coupon"}))
    same([basket], [third, coupon, step])
    assert compile_offers([third, coupon, step]).totals(basket).total_minor == 77
    assert compile_offers([third, step]).totals(basket).total_minor == 77

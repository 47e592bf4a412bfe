"""Each kind of offer on a basket that can be checked by hand."""

import pytest

from campaigns.rules.pricing import (
    Basket,
    BasketLine,
    GroupChoice,
    Kind,
    Limits,
    Measure,
    OfferRule,
    Payer,
    Reason,
    Scope,
    Share,
    Step,
    Usage,
    price_basket,
)

CUP = BasketLine(1, "cup", 20_00, 2, "B", "kitchen", "one")
POT = BasketLine(2, "pot", 100_00, 1, "C", "kitchen", "one")
SPEND = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(100_00, 10_00), Step(200_00, 30_00)))


def price(*rules, lines=(CUP, POT), **basket):
    return price_basket(Basket(lines, **basket), rules)


def test_a_spend_and_save_is_split_over_its_lines_and_says_what_is_missing():
    found = price(SPEND)
    assert [line.discount_minor for line in found.lines] == [2_86, 7_14]  # 40 : 100
    assert found.outcome("spend").next_step.missing_minor == 60_00
    assert found.outcome("spend").next_step.saves_minor == 20_00


def test_every_full_step():
    every = OfferRule("every", Kind.SPEND_AND_SAVE, steps=(Step(30_00, 5_00),), repeats=True)
    outcome = price(every).outcome("every")
    assert (outcome.discount_minor, outcome.uses) == (20_00, 4)
    assert (outcome.next_step.missing_minor, outcome.next_step.saves_minor) == (10_00, 5_00)


def test_a_minimum_that_is_not_reached():
    outcome = price(SPEND, lines=(CUP,)).outcome("spend")
    assert outcome.reason is Reason.MINIMUM_AMOUNT
    assert outcome.values == {"minimum_minor": 100_00, "reached_minor": 40_00}
    assert (outcome.next_step.missing_minor, outcome.next_step.saves_minor) == (60_00, 10_00)


def test_a_set_over_several_products_reduces_the_cheapest_and_all_carry_it():
    found = price(OfferRule("third", Kind.BUY_GET, buy_units=2, get_units=1, percent_bp=10_000))
    assert found.discount_minor == 20_00
    assert [line.discount_minor for line in found.lines] == [5_71, 14_29]


def test_a_set_of_the_same_product_and_the_second_at_half_price():
    found = price(OfferRule("second", Kind.BUY_GET, buy_units=1, get_units=1, percent_bp=5_000, same_product=True))
    assert [line.discount_minor for line in found.lines] == [10_00, 0]


def test_a_set_that_lacks_a_piece():
    outcome = price(OfferRule("four", Kind.BUY_GET, buy_units=3, get_units=1, percent_bp=10_000)).outcome("four")
    assert outcome.reason is Reason.MINIMUM_UNITS
    assert (outcome.next_step.missing_units, outcome.values["reached_units"]) == (1, 3)


def test_a_limit_of_pieces_goes_to_the_largest_reduction():
    rule = OfferRule("half", Kind.PERCENT_OFF, percent_bp=5_000, limits=Limits(per_order=2))
    found = price(rule)
    assert [line.discount_minor for line in found.lines] == [10_00, 50_00]
    assert found.outcome("half").uses == 2


def test_a_coupon_is_for_who_holds_it_by_key_or_by_code():
    coupon = OfferRule("k7", Kind.COUPON, code="DOUBLE11", percent_bp=1_000, most_minor=12_00)
    assert price(coupon).outcome("k7").reason is Reason.NOT_HELD
    for held in ("k7", "DOUBLE11"):
        assert price(coupon, coupons=frozenset({held})).discount_minor == 12_00


def test_a_deposit_that_counts_for_more():
    """Pay 50 in advance, it counts for 100: 300 cost 250 in all, of which 200 are still due."""
    line = BasketLine(1, "coat", 300_00, deposit_minor=50_00)
    rule = OfferRule("swell", Kind.DEPOSIT, deposit_minor=50_00, counts_minor=100_00)
    found = price(rule, lines=(line,))
    assert (found.total_minor, found.deposit_minor, found.balance_minor) == (250_00, 50_00, 200_00)
    assert price(rule).outcome("swell").reason is Reason.NO_DEPOSIT


def test_no_discount_takes_back_a_deposit():
    line = BasketLine(1, "coat", 60_00, deposit_minor=50_00)
    found = price(OfferRule("most", Kind.PERCENT_OFF, percent_bp=9_000), lines=(line,))
    assert (found.total_minor, found.balance_minor) == (50_00, 0)


def test_the_platform_comes_after_the_shop_and_bears_its_share():
    platform = OfferRule(
        "cross",
        Kind.PLATFORM,
        steps=(Step(30_00, 5_00),),
        repeats=True,
        priority=9,
        payers=((Payer.PLATFORM, 6_000), (Payer.SHOP, 4_000)),
    )
    found = price(SPEND, platform)
    assert [outcome.offer for outcome in found.outcomes] == ["spend", "cross"]
    assert found.outcome("cross").discount_minor == 20_00  # 130 has four full thirties
    assert found.shares == (Share(Payer.SHOP, 18_00), Share(Payer.PLATFORM, 12_00))


def test_a_gift_and_free_shipping_measure_what_remains():
    gift = OfferRule("gift", Kind.GIFT, gift_sku="bag", gift_worth_minor=3_00, minimum_minor=60_00, repeats=True)
    ship = OfferRule("ship", Kind.FREE_SHIPPING, minimum_minor=131_00)
    found = price(SPEND, gift, ship, freight_minor=8_00)
    assert (found.outcome("gift").gift_units, found.outcome("gift").worth_minor) == (2, 6_00)
    assert (found.freight_minor, found.total_minor) == (8_00, 138_00)
    assert found.outcome("ship").next_step.missing_minor == 1_00
    assert found.outcome("ship").next_step.saves_minor == 8_00
    assert price(gift, ship, freight_minor=8_00).freight_minor == 0


def test_steps_held_against_piece_prices_are_not_lost_to_an_earlier_coupon():
    coupon = OfferRule("coupon", Kind.COUPON, value_minor=50_00, priority=1)
    for measure, saved in ((Measure.REMAINING, 50_00), (Measure.PIECE_PRICES, 60_00)):
        spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(100_00, 10_00),), measured_on=measure)
        assert price(coupon, spend, coupons=frozenset({"coupon"})).discount_minor == saved


def test_the_best_of_a_group_for_the_buyer_also_against_what_follows():
    """30% off alone is better than 20 off, but it pulls the order below the step of the next offer."""
    third = OfferRule("third", Kind.PERCENT_OFF, percent_bp=3_000, group="g", priority=5)
    twenty = OfferRule("twenty", Kind.COUPON, value_minor=20_00, group="g")
    spend = OfferRule("spend", Kind.PLATFORM, steps=(Step(100_00, 25_00),))
    held = frozenset({"twenty"})
    found = price(third, twenty, spend, lines=(POT, BasketLine(3, "lid", 20_00)), coupons=held)
    assert found.total_minor == 75_00  # 120 - 20 - 25, against 84 after 30%
    assert found.outcome("third").values == {"by": "twenty", "group": "g"}
    assert price(third, twenty, lines=(POT,), coupons=held).outcome("twenty").reason is Reason.EXCLUDED


def test_a_group_by_priority_takes_the_first_that_gives_anything():
    how = {"group": "g", "group_choice": GroupChoice.PRIORITY}
    dear = OfferRule("dear", Kind.FIXED_PRICE, value_minor=500_00, priority=2, **how)
    small = OfferRule("small", Kind.AMOUNT_OFF, value_minor=1_00, priority=1, **how)
    large = OfferRule("large", Kind.AMOUNT_OFF, value_minor=9_00, **how)
    found = price(dear, small, large)
    assert [outcome.reason for outcome in found.outcomes] == [Reason.NOTHING_LEFT, Reason.APPLIED, Reason.EXCLUDED]


def test_an_offer_that_does_not_stack_keeps_its_lines_to_itself():
    flash = OfferRule("flash", Kind.FIXED_PRICE, value_minor=15_00, scope=Scope(skus=frozenset({"cup"})), stacks=False)
    found = price(flash, SPEND)
    assert [line.discount_minor for line in found.lines] == [10_00, 10_00]
    alone = price(flash, SPEND, lines=(CUP,)).outcome("spend")
    assert (alone.reason, alone.values) == (Reason.DOES_NOT_STACK, {"with": "flash"})


@pytest.mark.parametrize(
    ("rule", "reason", "values"),
    [
        (OfferRule("x", Kind.FREE_SHIPPING, start=5, end=9), Reason.OUTSIDE_WINDOW, {"at": 9, "start": 5, "end": 9}),
        (
            OfferRule("x", Kind.FREE_SHIPPING, buyer_tiers=frozenset({"gold"})),
            Reason.BUYER_TIER,
            {"buyer_tier": "new", "tiers": "gold"},
        ),
        (OfferRule("x", Kind.FREE_SHIPPING, scope=Scope(shops=frozenset({"two"}))), Reason.OUT_OF_SCOPE, {}),
        (OfferRule("x", Kind.FREE_SHIPPING, limits=Limits(per_buyer=2)), Reason.LIMIT_PER_BUYER, {"limit": 2, "used": 2}),
        (OfferRule("x", Kind.FREE_SHIPPING, limits=Limits(total=7)), Reason.LIMIT_TOTAL, {"limit": 7, "used": 7}),
        (
            OfferRule("x", Kind.FREE_SHIPPING, limits=Limits(money_minor=60_00)),
            Reason.BUDGET,
            {"left_minor": 5_00, "needed_minor": 8_00},
        ),
        (OfferRule("x", Kind.FREE_SHIPPING, minimum_units=4), Reason.MINIMUM_UNITS, {"minimum_units": 4, "reached_units": 3}),
    ],
)
def test_why_not(rule, reason, values):
    found = price(rule, at=9, buyer_tier="new", freight_minor=8_00, used={"x": Usage(2, 7, 55_00)})
    assert (found.outcome("x").reason, found.outcome("x").values) == (reason, values)
    assert found.total_minor == 148_00


def test_a_window_holds_its_first_slot_and_not_its_end():
    rule = OfferRule("x", Kind.AMOUNT_OFF, value_minor=1_00, start=5, end=9)
    assert [price(rule, at=at).discount_minor for at in (4, 5, 8, 9)] == [0, 3_00, 3_00, 0]


@pytest.mark.parametrize("line", [BasketLine(1, "a", -1), BasketLine(1, "a", 5, 0), BasketLine(1, "a", 5, 1, deposit_minor=6)])
def test_a_line_that_cannot_be_is_refused(line):
    with pytest.raises(ValueError, match="no line of a basket"):
        price(lines=(line,))


def test_two_lines_of_one_number_are_refused():
    with pytest.raises(ValueError, match="same number"):
        price(lines=(CUP, CUP))


def test_an_empty_basket_costs_its_freight():
    found = price(SPEND, lines=(), freight_minor=5_00)
    assert (found.total_minor, found.outcome("spend").reason) == (5_00, Reason.OUT_OF_SCOPE)

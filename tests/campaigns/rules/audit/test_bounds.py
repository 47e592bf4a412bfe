"""What the bound must allow for, on baskets that can be checked by hand."""

import pytest

from campaigns.rules.audit import AuditPlan, AuditProduct, AuditStage, audit
from campaigns.rules.pricing import Kind, Measure, OfferRule, Scope, Step

LIVE = AuditStage("live", 0, 10)
EARLY = AuditStage("live", 0, 10, presale=True)
SPEND = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(100_00, 40_00),))


def worst_of(*offers, products, stage=LIVE):
    return {one.sku: one for one in audit(AuditPlan(products, (stage,), offers)).worst}


def test_one_step_takes_its_ratio():
    pot = worst_of(SPEND, products=[AuditProduct("pot", {"live": 100_00})])["pot"]
    assert (pot.price, pot.bound_minor) == (60_00, 59_98)


def test_a_step_held_against_piece_prices_takes_more_of_what_a_coupon_left():
    """100 less a coupon of 50, and still 40 off for the 100 it once was: 10 of 50 are left."""
    coupon = OfferRule("coupon", Kind.COUPON, value_minor=50_00, minimum_minor=100_00, priority=1)
    spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=SPEND.steps, measured_on=Measure.PIECE_PRICES)
    pot = worst_of(coupon, spend, products=[AuditProduct("pot", {"live": 100_00})])["pot"]
    assert pot.price == 10_00
    assert 9_90 <= pot.bound_minor <= 10_00


def test_beside_a_deposit_a_line_carries_more_than_the_ratio():
    """200 less 60, but the other line has only 10 that are not paid yet: of 110 it carries 6, the pot 54."""
    spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(200_00, 60_00),))
    products = [AuditProduct("pot", {"live": 100_00}), AuditProduct("pan", {"live": 100_00}, deposit_minor=90_00)]
    found = worst_of(spend, products=products, stage=EARLY)
    assert found["pot"].price == 45_45
    assert found["pot"].bound_minor <= 45_45
    assert found["pan"].bound_minor == 90_00


@pytest.mark.parametrize(
    ("one", "other", "price"),
    [
        ({}, {}, 42_00),  # 70% and of that 60%
        ({"group": "g"}, {"group": "g"}, 60_00),
        ({"stacks": False}, {}, 70_00),  # the first to come keeps the line; the bound does not know who that is
        ({"scope": Scope(skus=frozenset({"pan"}))}, {}, 60_00),
        ({"end": 5}, {"start": 5}, 60_00),
    ],
)
def test_offers_that_cannot_meet_on_a_line_do_not_add_up(one, other, price):
    percent = OfferRule("percent", Kind.PERCENT_OFF, percent_bp=3_000, **one)
    spend = OfferRule("spend", Kind.COUPON, percent_bp=4_000, **other)
    products = [AuditProduct("pot", {"live": 100_00}), AuditProduct("pan", {"live": 90_00})]
    found = worst_of(percent, spend, products=products)["pot"]
    assert found.price == price
    assert found.bound_minor == min(price, 60_00) - 2

"""Offers that cannot stand are named with their field."""

import pytest

from campaigns.rules.pricing import GroupChoice, Kind, Limits, OfferRule, Payer, Step, compile_offers, offer_problems
from campaigns.rules.problems import PlanError

GOOD = {
    Kind.FIXED_PRICE: {"value_minor": 0},
    Kind.AMOUNT_OFF: {"value_minor": 1},
    Kind.PERCENT_OFF: {"percent_bp": 10_000},
    Kind.DEPOSIT: {"deposit_minor": 1, "counts_minor": 2},
    Kind.BUY_GET: {"buy_units": 1, "get_units": 1, "percent_bp": 1},
    Kind.SPEND_AND_SAVE: {"steps": (Step(100, 100),)},
    Kind.COUPON: {"percent_bp": 5},
    Kind.PLATFORM: {"steps": (Step(100, 50), Step(200, 60))},
    Kind.GIFT: {"gift_sku": "g"},
    Kind.FREE_SHIPPING: {},
}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_smallest_offer_of_each_kind_stands(kind):
    assert offer_problems([OfferRule("x", kind, **GOOD[kind])]) == []


@pytest.mark.parametrize(
    ("kind", "fields", "code", "field"),
    [
        (Kind.FIXED_PRICE, {"value_minor": -1}, "value_below_zero", "value_minor"),
        (Kind.AMOUNT_OFF, {"value_minor": 0}, "value_not_positive", "value_minor"),
        (Kind.PERCENT_OFF, {"percent_bp": 0}, "percent_out_of_range", "percent_bp"),
        (Kind.COUPON, {"value_minor": 5}, "amount_or_percent", "value_minor"),
        (Kind.COUPON, {"value_minor": -5, "percent_bp": 0}, "value_not_positive", "value_minor"),
        (Kind.COUPON, {"percent_bp": 10_001}, "percent_out_of_range", "percent_bp"),
        (Kind.COUPON, {"value_minor": 50, "percent_bp": 0, "minimum_minor": 49}, "gives_more_than_minimum", "value_minor"),
        (Kind.COUPON, {"most_minor": 0}, "value_not_positive", "most_minor"),
        (Kind.SPEND_AND_SAVE, {"steps": ()}, "steps_missing", "steps"),
        (Kind.SPEND_AND_SAVE, {"steps": (Step(100, 101),)}, "step_above_minimum", "steps"),
        (Kind.SPEND_AND_SAVE, {"steps": (Step(100, 5), Step(100, 6))}, "steps_not_rising", "steps"),
        (Kind.SPEND_AND_SAVE, {"steps": (Step(100, 0),)}, "value_not_positive", "steps"),
        (Kind.PLATFORM, {"repeats": True}, "repeats_needs_one_step", "steps"),
        (Kind.BUY_GET, {"get_units": 0}, "units_not_positive", "get_units"),
        (Kind.GIFT, {"gift_sku": ""}, "gift_missing", "gift_sku"),
        (Kind.GIFT, {"gift_units": 0}, "units_not_positive", "gift_units"),
        (Kind.GIFT, {"gift_worth_minor": -1}, "value_below_zero", "gift_worth_minor"),
        (Kind.GIFT, {"repeats": True}, "repeats_needs_minimum", "minimum_minor"),
        (Kind.DEPOSIT, {"deposit_minor": 0}, "value_not_positive", "deposit_minor"),
        (Kind.DEPOSIT, {"counts_minor": 1}, "deposit_counts_no_more", "counts_minor"),
        (Kind.FREE_SHIPPING, {"start": 5, "end": 5}, "window_backwards", "end"),
        (Kind.FREE_SHIPPING, {"minimum_units": -1}, "value_below_zero", "minimum_units"),
        (Kind.FREE_SHIPPING, {"limits": Limits(per_buyer=0)}, "limit_not_positive", "per_buyer"),
        (Kind.FREE_SHIPPING, {"payers": ((Payer.SHOP, 9_999),)}, "payers_not_whole", "payers"),
        (Kind.FREE_SHIPPING, {"payers": ((Payer.SHOP, 10_001), (Payer.BRAND, -1))}, "payer_below_zero", "payers"),
        (Kind.FREE_SHIPPING, {"payers": ((Payer.SHOP, 5_000), (Payer.SHOP, 5_000))}, "payer_twice", "payers"),
        (Kind.FREE_SHIPPING, {"key": ""}, "key_missing", "key"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(kind, fields, code, field):
    rule = OfferRule(**({"key": "x", "kind": kind} | GOOD[kind] | fields))
    assert (code, field) in [(problem.code, problem.field) for problem in offer_problems([rule])]
    with pytest.raises(PlanError, match=code):
        compile_offers([rule])


def test_problems_between_offers():
    twice = [OfferRule("x", Kind.FREE_SHIPPING, group="g"), OfferRule("x", Kind.FREE_SHIPPING)]
    assert [problem.code for problem in offer_problems(twice)] == ["offer_twice"]
    mixed = [
        OfferRule("x", Kind.FREE_SHIPPING, group="g"),
        OfferRule("y", Kind.FREE_SHIPPING, group="g", group_choice=GroupChoice.PRIORITY),
    ]
    assert [problem.code for problem in offer_problems(mixed)] == ["group_choice_differs"] * 2
    many = [OfferRule(f"{group}{member}", Kind.FREE_SHIPPING, group=group) for group in "abcdefg" for member in range(4)]
    assert [problem.values for problem in offer_problems(many)] == [{"offer": "", "choices": 16_384, "most": 256}]

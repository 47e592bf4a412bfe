"""Each finding of the audit on offers that can be checked by hand."""

import dataclasses
from fractions import Fraction

import pytest

from campaigns.rules.audit import AuditPlan, AuditProduct, AuditStage, Reach, audit
from campaigns.rules.pricing import GroupChoice, Kind, Limits, OfferRule, Payer, Scope, Step
from campaigns.rules.problems import PlanError

EARLY = AuditStage("early", 0, 10, presale=True)
LIVE = AuditStage("live", 10, 20)
CUP = AuditProduct("cup", {"live": 40_00}, "B", "kitchen", "one", cost_minor=20_00, floor_minor=30_00)
POT = AuditProduct("pot", {"live": 60_00}, "C", "kitchen", "one", cost_minor=30_00, floor_minor=40_00)
SPEND = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(100_00, 30_00),))


def look(*offers, products=(CUP, POT), stages=(LIVE,), **more):
    return audit(AuditPlan(products, stages, offers, **more))


def only(found, code):
    return [finding for finding in found.findings if finding.code == code]


def test_the_worst_price_is_met_with_a_filler_that_just_reaches_the_step():
    """Cup and pot make 100, less 30: the cup brings 28 of its 40, which is below its floor of 30."""
    found = look(SPEND)
    cup = found.worst[0]
    assert (cup.sku, cup.paid_minor, cup.units, cup.offers) == ("cup", 28_00, 1, ("spend",))
    assert [(line.sku, line.units) for line in cup.basket.lines] == [("cup", 1), ("pot", 1)]
    (finding,) = only(found, "below_floor")
    assert finding.amounts == {"price_minor": 28_00, "floor_minor": 30_00, "paid_minor": 28_00, "units": 1}
    # Without the cup the pot alone does not reach the step: both changes leave the cup at its price.
    # Raised to 120 the step leaves the cup 3/4 of its 40, which is its floor.
    assert [(repair.code, repair.offers, repair.price_minor, repair.value, repair.was) for repair in finding.repairs] == [
        ("exclude_product", ("spend",), 40_00, 0, 0),
        ("raise_step", ("spend",), 40_00, 120_00, 100_00),
    ]


def test_several_offers_that_only_together_go_below_are_mended_together():
    tenth = OfferRule("tenth", Kind.PERCENT_OFF, percent_bp=3_000)
    coupon = OfferRule("coupon", Kind.COUPON, percent_bp=2_000)
    low = dataclasses.replace(CUP, floor_minor=39_00)
    (finding,) = only(look(tenth, coupon, products=[low]), "below_floor")
    assert finding.amounts["price_minor"] == 22_40
    assert [(repair.code, repair.offers, repair.price_minor) for repair in finding.repairs] == [
        ("exclude_product", ("tenth", "coupon"), 40_00)
    ]


def test_what_the_platform_pays_reaches_the_shop_but_not_the_buyers_price():
    half = OfferRule("half", Kind.PERCENT_OFF, percent_bp=6_000, payers=((Payer.PLATFORM, 10_000),))
    found = look(half, products=[CUP])
    assert only(found, "below_floor")[0].amounts["price_minor"] == 16_00
    assert only(found, "below_cost") == []
    own = dataclasses.replace(half, payers=((Payer.SHOP, 10_000),))
    assert only(look(own, products=[CUP]), "below_cost")[0].amounts == {
        "received_minor": 16_00,
        "cost_minor": 20_00,
        "units": 1,
    }


def test_a_step_that_is_well_passed_is_no_trap():
    """A pan of 95 and a cup of 40 cost 105 together: more than each alone."""
    pan = AuditProduct("pan", {"live": 95_00})
    assert not only(look(SPEND, products=[pan, CUP]), "more_costs_less")


def test_buying_a_small_thing_more_costs_less_by_the_whole_step():
    """A pan of 95 and a spoon of 5 cost 70 together."""
    pan, spoon = AuditProduct("pan", {"live": 95_00}), AuditProduct("spoon", {"live": 5_00})
    (finding,) = only(look(SPEND, products=[pan, spoon]), "more_costs_less")
    assert finding.amounts == {"smaller_minor": 95_00, "larger_minor": 70_00, "saves_minor": 25_00}
    assert [line.sku for line in finding.other.lines] == ["pan"]


def test_two_orders_are_cheaper_than_one():
    """At most one piece an order at half price: two orders get it twice. Freight eats it up."""
    half = OfferRule("half", Kind.PERCENT_OFF, percent_bp=5_000, limits=Limits(per_order=1))
    (finding,) = only(look(half, products=[CUP]), "cheaper_split")
    assert (finding.skus, finding.offers) == (("cup",), ("half",))
    assert finding.amounts["saves_minor"] == 20_00
    assert [(repair.code, repair.offers, repair.value) for repair in finding.repairs] == [("limit_per_buyer", ("half",), 1)]
    assert only(look(half, products=[CUP], freight_minor=20_00), "cheaper_split") == []
    per_buyer = dataclasses.replace(half, limits=Limits(per_order=1, per_buyer=1))
    assert only(look(per_buyer, products=[CUP]), "cheaper_split") == []


def test_who_waits_pays_less_than_who_paid_a_deposit():
    coat = AuditProduct("coat", {"early": 300_00, "live": 280_00}, deposit_minor=50_00)
    swell = OfferRule("swell", Kind.DEPOSIT, deposit_minor=50_00, counts_minor=60_00)
    (finding,) = only(look(swell, products=[coat], stages=(EARLY, LIVE)), "spot_below_presale")
    assert finding.amounts == {"presale_minor": 5 * 290_00, "spot_minor": 5 * 280_00, "units": 5}
    (repair,) = finding.repairs
    assert (repair.code, repair.offers, repair.value, repair.price_minor) == ("raise_deposit", ("swell",), 70_00, 5 * 280_00)
    more = dataclasses.replace(swell, counts_minor=80_00)
    assert only(look(more, products=[coat], stages=(EARLY, LIVE)), "spot_below_presale") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": 20}, "window_outside_sale"),
        ({"end": 10}, "window_outside_sale"),
        ({"buyer_tiers": frozenset({"gold"})}, "no_buyer_in_tier"),
        ({"scope": Scope(skus=frozenset({"nothing"}))}, "scope_empty"),
        ({"minimum_minor": 10_000_00}, "never_applies"),
    ],
)
def test_offers_that_can_never_apply(change, code):
    idle = dataclasses.replace(SPEND, key="idle", **change)
    findings = [finding for finding in look(idle).findings if finding.offers == ("idle",)]
    assert [finding.code for finding in findings] == [code]


def test_an_offer_that_another_always_keeps_out_names_it():
    big = OfferRule("big", Kind.PERCENT_OFF, percent_bp=3_000, group="g")
    small = OfferRule("small", Kind.PERCENT_OFF, percent_bp=1_000, group="g")
    (finding,) = only(look(big, small), "never_applies")
    assert (finding.offers, finding.values["reason"], finding.values["by"]) == (("small",), "excluded", "big")
    alone = OfferRule("alone", Kind.PERCENT_OFF, percent_bp=3_000, priority=1, stacks=False)
    (finding,) = only(look(alone, dataclasses.replace(small, group="")), "never_applies")
    assert (finding.values["reason"], finding.values["with"]) == ("does_not_stack", "alone")


def test_a_coupon_nobody_is_given():
    coupon = OfferRule("coupon", Kind.COUPON, value_minor=5_00)
    assert only(look(coupon, coupons=frozenset()), "coupon_not_given")[0].offers == ("coupon",)
    assert not only(look(coupon), "coupon_not_given")


def test_a_product_that_no_open_stage_sells():
    soon = AuditProduct("soon", {"early": 10_00})
    rule = OfferRule("late", Kind.AMOUNT_OFF, value_minor=1_00, scope=Scope(skus=frozenset({"soon"})), start=10)
    assert only(look(rule, products=[soon, CUP], stages=(EARLY, LIVE)), "no_product_sold")[0].skus == ("soon",)


def test_contradictions_between_offers():
    one = OfferRule("one", Kind.PERCENT_OFF, percent_bp=1_000, stacks=False, stacks_with=frozenset({"two", "gone"}))
    two = OfferRule("two", Kind.PERCENT_OFF, percent_bp=2_000, stacks=False)
    found = look(one, two)
    assert [(finding.code, finding.offers) for finding in found.findings if finding.code.startswith("stacks")] == [
        ("stacks_with_unknown", ("one",)),
        ("stacks_one_sided", ("one", "two")),
    ]
    assert only(found, "decided_by_name")[0].offers == ("one", "two")
    assert not only(look(one, dataclasses.replace(two, priority=1)), "decided_by_name")
    how = {"group": "g", "group_choice": GroupChoice.PRIORITY}
    grouped = [dataclasses.replace(rule, stacks=True, stacks_with=frozenset(), **how) for rule in (one, two)]
    assert only(look(*grouped), "decided_by_name")


def test_prices_that_speak_against_an_offer():
    away = OfferRule("away", Kind.AMOUNT_OFF, value_minor=40_00)
    assert [finding.skus for finding in only(look(away), "gives_more_than_price")] == [("cup",)]
    dear = OfferRule("dear", Kind.FIXED_PRICE, value_minor=50_00)
    assert [finding.skus for finding in only(look(dear), "fixed_above_price")] == [("cup",)]
    cheap = dataclasses.replace(dear, key="cheap", value_minor=20_00)
    assert only(look(dear, cheap), "two_fixed_prices")[0].offers == ("cheap", "dear")


def test_a_catalogue_too_large_for_all_pairs_is_told_apart():
    reach = Reach(most_pairs=10)
    products = [AuditProduct(f"p{number}", {"live": 10_00 + number}) for number in range(20)]
    found = audit(AuditPlan(products, (LIVE,), [SPEND]), reach)
    assert not found.exhaustive
    # Ten pieces of the cheapest make 100.00 exactly: 30 off 100 is the most there is.
    assert found.worst[0].price == 7_00
    assert found.worst[0].bound_minor <= 7_00


def test_a_step_far_above_the_prices_is_reached_in_a_small_catalogue_too():
    """Ten tens make 100 less 30; thirteen sevens and a ten make 101, of whose 30 off the sevens carry 27.03."""
    found = look(SPEND, products=[AuditProduct("ten", {"live": 10_00}), AuditProduct("seven", {"live": 7_00})])
    assert found.exhaustive
    assert {one.sku: (one.price, one.offers) for one in found.worst} == {
        "ten": (7_00, ("spend",)),
        "seven": (Fraction(63_97, 13), ("spend",)),
    }


def test_nothing_to_sell_and_offers_that_cannot_stand():
    empty = audit(AuditPlan([], (LIVE,), [SPEND]))
    assert (empty.worst, [finding.code for finding in empty.findings]) == ((), ["scope_empty"])
    assert audit(AuditPlan([CUP], (LIVE,), [])).findings == ()
    assert audit(AuditPlan([CUP], (), [])).worst == ()
    with pytest.raises(PlanError, match="steps_missing"):
        look(dataclasses.replace(SPEND, steps=()))


def test_more_offers_than_can_be_looked_at_together():
    with pytest.raises(PlanError, match="too_many_offers"):
        look(*[dataclasses.replace(SPEND, key=f"spend {number}") for number in range(63)])

"""How often a buyer used an offer: what the orders tell is true, what they do not tell is not guessed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.pricing import Basket, BasketLine, Kind, Limits, OfferRule, Scope, Step, Usage, price_basket
from desk.rules.uses import OfferUse, PastOrder, offer_uses

ONCE = OfferRule("once", Kind.AMOUNT_OFF, value_minor=700, limits=Limits(per_buyer=2), scope=Scope(skus=frozenset({"cup"})))
STEPS = OfferRule("steps", Kind.SPEND_AND_SAVE, steps=(Step(5_000, 900),))
COUPON = OfferRule("coupon", Kind.COUPON, value_minor=450, limits=Limits(per_buyer=1))
LATE = OfferRule("late", Kind.PERCENT_OFF, percent_bp=1_000, start=100, limits=Limits(per_buyer=3))
RULES = [ONCE, STEPS, COUPON, LATE]
CUP, PAN = BasketLine(1, "cup", 2_000, 1), BasketLine(2, "pan", 4_500, 1)


def paid(*lines: BasketLine, coupons: frozenset[str] = frozenset(), at: int = 5, freight: int = 0, off: int = 0) -> PastOrder:
    """Return an order as the engine priced it for whoever held these coupons, off by so much."""
    basket = Basket(lines, at=at, freight_minor=freight)
    return PastOrder(basket, price_basket(replace(basket, coupons=coupons), RULES).total_minor - off)


def test_what_is_paid_tells_it() -> None:
    assert offer_uses([paid(CUP), paid(PAN)], RULES) == {"once": OfferUse(1), "coupon": OfferUse(), "late": OfferUse()}
    held = offer_uses([paid(CUP, coupons=frozenset({"coupon"}))], RULES)
    assert held["coupon"] == OfferUse(1)


def test_what_an_order_comes_to_may_leave_the_freight_out() -> None:
    assert offer_uses([paid(CUP, freight=600, off=600)], RULES)["once"] == OfferUse(1)


def test_an_order_that_comes_to_something_else_tells_nothing_but_of_what_it_cannot_have_used() -> None:
    told = offer_uses([paid(PAN, off=1)], RULES)
    assert (told["coupon"], told["once"], told["late"]) == (OfferUse(0, 1), OfferUse(), OfferUse())
    unknown = offer_uses([PastOrder(None, 900), replace(paid(CUP), total_minor=None)], RULES)
    assert unknown["once"] == OfferUse(0, 2)


def test_two_ways_to_the_same_sum_are_no_answer() -> None:
    twin = replace(COUPON, key="twin")
    told = offer_uses([paid(PAN, coupons=frozenset({"coupon"}))], [*RULES, twin])
    assert (told["coupon"], told["twin"]) == (OfferUse(0, 1), OfferUse(0, 1))


def test_no_limit_a_buyer_nothing_to_tell() -> None:
    assert offer_uses([paid(CUP)], [STEPS]) == {}


lines = st.lists(st.sampled_from(["cup", "pan"]), min_size=1, max_size=3).map(
    lambda skus: tuple(BasketLine(place, sku, 2_000 if sku == "cup" else 4_500) for place, sku in enumerate(skus, 1))
)
orders = st.lists(st.tuples(lines, st.booleans(), st.sampled_from([5, 120]), st.integers(0, 3)), max_size=4)


@given(orders)
def test_law_what_is_told_is_what_was_used(told: list[tuple[tuple[BasketLine, ...], bool, int, int]]) -> None:
    """Orders priced one after the other with true limits, some at a price nobody explains: where all tell, the count is true."""
    used = {rule.key: 0 for rule in RULES}
    past, odd = [], 0
    for basket_lines, holds, at, off in told:
        basket = Basket(basket_lines, at=at, used={key: Usage(by_buyer=count) for key, count in used.items()})
        priced = price_basket(replace(basket, coupons=frozenset({"coupon"} if holds else ())), RULES)
        for key in used:
            used[key] += priced.outcome(key).uses
        is_odd = off == 3
        odd += is_odd
        past.append(PastOrder(replace(basket, used={}), priced.total_minor - (1 if is_odd else 0)))
    for key, use in offer_uses(past, RULES).items():
        assert use.untold <= len(told)
        if not odd and not use.untold:
            assert use.times == used[key]
        assert use.times <= used[key] or odd

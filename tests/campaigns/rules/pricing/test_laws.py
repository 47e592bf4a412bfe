"""Laws that hold for every basket and all offers that can stand."""

import dataclasses

from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.rules.pricing import Basket, BasketLine, Kind, OfferRule, Reason, compile_offers, offer_problems, price_basket
from campaigns.rules.pricing.offers import may_stack
from tests.campaigns.rules.pricing.strategies import baskets, offer_lists, offers


@given(baskets(), offer_lists())
def test_the_sums_are_exact_and_nothing_is_negative(basket, rules):
    assert offer_problems(rules) == []
    found = price_basket(basket, rules)
    assert found.list_minor == sum(line.unit_price_minor * line.units for line in basket.lines)
    assert found.total_minor == sum(line.paid_minor for line in found.lines) + found.freight_minor
    assert found.discount_minor == found.list_minor + found.freight_list_minor - found.total_minor
    assert found.discount_minor == sum(outcome.discount_minor for outcome in found.outcomes)
    assert found.discount_minor == sum(share.amount_minor for share in found.shares)
    assert 0 <= found.freight_minor <= basket.freight_minor
    assert found.balance_minor >= found.freight_minor
    for line in found.lines:
        assert line.paid_minor >= line.line.deposit_minor * line.line.units
        assert all(discount.amount_minor > 0 for discount in line.discounts)
        assert sum(discount.amount_minor for discount in line.discounts) == line.discount_minor


@given(baskets(), offer_lists())
def test_every_offer_says_what_became_of_it(basket, rules):
    found = price_basket(basket, rules)
    assert sorted(outcome.offer for outcome in found.outcomes) == sorted(rule.key for rule in rules)
    for outcome in found.outcomes:
        rule = next(rule for rule in rules if rule.key == outcome.offer)
        on_lines = sum(
            discount.amount_minor for line in found.lines for discount in line.discounts if discount.offer == outcome.offer
        )
        if outcome.applied:
            assert outcome.uses > 0
            assert sum(share.amount_minor for share in outcome.shares) == outcome.discount_minor
            assert sum(share.amount_minor for share in outcome.worth_shares) == outcome.worth_minor
            assert outcome.discount_minor == on_lines or (not on_lines and rule.kind is Kind.FREE_SHIPPING)
            assert outcome.discount_minor or rule.kind is Kind.GIFT
        else:
            assert (outcome.discount_minor, outcome.uses, on_lines) == (0, 0, 0)
        if outcome.reason in (Reason.MINIMUM_AMOUNT, Reason.MINIMUM_UNITS):
            assert outcome.next_step
            assert outcome.next_step.missing_minor + outcome.next_step.missing_units > 0


@given(baskets(), offer_lists(), st.randoms())
def test_the_order_of_offers_and_lines_and_the_numbers_of_lines_change_nothing(basket, rules, chance):
    lines = list(basket.lines)
    chance.shuffle(lines)
    shuffled = chance.sample(rules, len(rules))
    assert price_basket(dataclasses.replace(basket, lines=tuple(lines)), shuffled) == price_basket(basket, rules)
    renumbered = tuple(dataclasses.replace(line, line_no=99 - place) for place, line in enumerate(lines))
    again = price_basket(dataclasses.replace(basket, lines=renumbered), rules)
    assert again.outcomes == price_basket(basket, rules).outcomes


@given(baskets(), offer_lists())
def test_the_lean_way_gives_the_same_sums_also_the_second_time(basket, rules):
    pricer = compile_offers(rules)
    full = pricer.price(basket)
    assert full == pricer.price(basket)
    lean = pricer.totals(basket)
    assert pricer.totals(basket) is lean
    assert (lean.total_minor, lean.list_minor, lean.freight_minor) == (full.total_minor, full.list_minor, full.freight_minor)
    assert lean.discount_minor == full.discount_minor
    assert [tuple(offer) for offer in lean.offers] == [
        (outcome.offer, outcome.discount_minor, outcome.uses, outcome.worth_minor) for outcome in full.outcomes if outcome.applied
    ]
    assert [amount for amount in lean.payers_minor if amount] == [share.amount_minor for share in full.shares]


@given(st.lists(baskets(), min_size=2, max_size=6), offer_lists())
def test_what_is_remembered_of_one_basket_is_never_given_for_another(several, rules):
    pricer = compile_offers(rules)
    for basket in [*several, *several]:
        assert pricer.totals(basket) == compile_offers(rules).totals(basket)


@given(baskets(), offer_lists(most=4), offers("z"))
def test_an_offer_that_never_had_its_turn_changes_nothing(basket, rules, more):
    never = {Reason.OUTSIDE_WINDOW, Reason.BUYER_TIER, Reason.NOT_HELD, Reason.OUT_OF_SCOPE, Reason.LIMIT_TOTAL, Reason.BUDGET}
    rules = [dataclasses.replace(rule, stacks_with=rule.stacks_with - {"z"}) for rule in rules]
    with_it = price_basket(basket, [*rules, more])
    assume(with_it.outcome("z").reason in never)
    without = price_basket(basket, rules)
    assert dataclasses.replace(with_it, outcomes=()) == dataclasses.replace(without, outcomes=())
    assert [outcome for outcome in with_it.outcomes if outcome.offer != "z"] == list(without.outcomes)


@given(baskets(), offer_lists(most=4), offers("z"))
def test_an_offer_that_had_its_turn_in_vain_changes_nothing(basket, rules, more):
    """Without groups: there the best choice of one group may hang on another's."""
    rules = [dataclasses.replace(rule, group="") for rule in rules]
    more = dataclasses.replace(more, group="")
    with_it = price_basket(basket, [*rules, more])
    assume(not with_it.outcome("z").applied)
    without = price_basket(basket, rules)
    assert [outcome for outcome in with_it.outcomes if outcome.offer != "z"] == list(without.outcomes)
    assert with_it.total_minor == without.total_minor


@given(baskets(), offer_lists())
def test_of_a_group_an_order_gets_one_and_two_that_do_not_stack_share_no_line(basket, rules):
    found = price_basket(basket, rules)
    applied = {outcome.offer for outcome in found.outcomes if outcome.applied}
    by_key = {rule.key: rule for rule in rules}
    groups = [by_key[key].group for key in applied if by_key[key].group]
    assert len(groups) == len(set(groups))
    for line in found.lines:
        on_line = [by_key[discount.offer] for discount in line.discounts]
        assert all(may_stack(one, other) for one in on_line for other in on_line if one is not other)


@given(baskets(), offer_lists())
def test_limits_and_budgets_hold(basket, rules):
    found = price_basket(basket, rules)
    for rule in rules:
        outcome, used = found.outcome(rule.key), basket.used.get(rule.key)
        if not outcome.applied:
            continue
        limits = rule.limits
        assert limits.per_order is None or outcome.uses <= limits.per_order
        if used:
            assert limits.per_buyer is None or used.by_buyer + outcome.uses <= limits.per_buyer
            assert limits.total is None or used.by_all + outcome.uses <= limits.total
        if limits.money_minor is not None:
            gone = used.money_minor if used else 0
            assert gone + outcome.discount_minor + outcome.worth_minor <= limits.money_minor


@given(baskets(plain=True), st.lists(offers("u", plain=True, chosen=[Kind.PERCENT_OFF, Kind.AMOUNT_OFF]), max_size=1))
def test_a_line_cut_into_single_pieces_costs_the_same_under_offers_on_pieces(basket, rules):
    whole = price_basket(basket, rules)
    pieces = [dataclasses.replace(line, units=1) for line in basket.lines for _piece in range(line.units)]
    single = tuple(dataclasses.replace(line, line_no=place) for place, line in enumerate(pieces))
    assert price_basket(dataclasses.replace(basket, lines=single), rules).total_minor == whole.total_minor


PLAIN_PIECES = [Kind.PERCENT_OFF, Kind.AMOUNT_OFF, Kind.FIXED_PRICE]


@given(baskets(plain=True), offer_lists(most=3, plain=True, chosen=PLAIN_PIECES))
def test_one_piece_more_never_costs_less_under_offers_on_pieces_without_minimum(basket, rules):
    """True only without minimums, limits, steps and sets: those are the traps the audit looks for."""
    rules = [dataclasses.replace(rule, minimum_units=0) for rule in rules]
    more = (dataclasses.replace(basket.lines[0], units=basket.lines[0].units + 1), *basket.lines[1:])
    assert price_basket(dataclasses.replace(basket, lines=more), rules).total_minor >= price_basket(basket, rules).total_minor


@given(baskets(plain=True), offers("u", plain=True, chosen=[Kind.SPEND_AND_SAVE, Kind.COUPON, Kind.PLATFORM]))
def test_what_is_missing_is_exactly_missing(basket, rule):
    """A filler of the missing amount reaches the next step and saves what was said; one unit less does not."""
    rule = dataclasses.replace(rule, minimum_units=0, scope=dataclasses.replace(rule.scope, excluded_skus=frozenset()))
    step = price_basket(basket, [rule]).outcomes[0].next_step
    assume(step and step.saves_minor is not None and rule.scope.holds(**_product()))

    def discount_with(price):
        filler = BasketLine(99, "a", price, 1, "A", "tops", "one")
        return price_basket(dataclasses.replace(basket, lines=(*basket.lines, filler)), [rule]).discount_minor

    now = price_basket(basket, [rule]).discount_minor
    if not rule.percent_bp:
        assert discount_with(step.missing_minor) == now + step.saves_minor
        assert discount_with(step.missing_minor - 1) == now
    else:
        assert discount_with(step.missing_minor) >= now
        assert step.missing_minor == 0 or discount_with(step.missing_minor - 1) == now


def _product():
    return {"sku": "a", "tier": "A", "category": "tops", "shop": "one"}


def test_a_free_basket_stays_free():
    basket = Basket((BasketLine(1, "a", 0, 2),), coupons=frozenset({"x"}))
    found = price_basket(basket, [OfferRule("x", Kind.COUPON, value_minor=500)])
    assert (found.total_minor, found.outcome("x").reason) == (0, Reason.NOTHING_LEFT)

"""A replay carries limits as if the baskets were priced one after the other."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.pricing import Basket, BasketLine, Kind, Limits, OfferRule, compile_offers, price_many, replay, table_of
from campaigns.rules.problems import PlanError
from tests.campaigns.rules.pricing.strategies import baskets, offer_lists


def one_after_the_other(several, rules, buyers):
    """Price in order of slots; an offer whose limit is reached is taken away before the next basket."""
    uses, money, mine = {}, {}, {}
    found = [None] * len(several)
    for place in sorted(range(len(several)), key=lambda place: (several[place].at, place)):
        open_rules = []
        for rule in rules:
            limits, key = rule.limits, rule.key
            used = (uses.get(key, 0), money.get(key, 0), mine.get((key, buyers[place]), 0))
            most = (limits.total, limits.money_minor, limits.per_buyer)
            if all(limit is None or gone < limit for gone, limit in zip(used, most, strict=True)):
                open_rules.append(rule)
        totals = compile_offers(open_rules).totals(several[place])
        for offer in totals.offers:
            uses[offer.offer] = uses.get(offer.offer, 0) + offer.uses
            money[offer.offer] = money.get(offer.offer, 0) + offer.discount_minor + offer.worth_minor
            key = offer.offer, buyers[place]
            mine[key] = mine.get(key, 0) + offer.uses
        found[place] = totals
    return found


several_baskets = st.lists(baskets().map(lambda basket: dataclasses.replace(basket, used={})), min_size=1, max_size=9)


@given(several_baskets, offer_lists(most=4), st.data())
def test_a_replay_is_one_basket_after_the_other(several, rules, data):
    buyers = [data.draw(st.integers(1, 3)) for _basket in several]
    table, pricer = table_of(several), compile_offers(rules)
    found = replay(table, pricer, np.array(buyers))
    wanted = one_after_the_other(several, rules, buyers)
    assert found.total_minor.tolist() == [one.total_minor for one in wanted]
    assert found.discount_minor.tolist() == [one.discount_minor for one in wanted]
    assert found.payers_minor.tolist() == [list(one.payers_minor) for one in wanted]
    lines = np.bincount(table.line_basket, weights=found.line_paid_minor, minlength=table.length)
    assert (lines + found.freight_minor).tolist() == found.total_minor.tolist()


@given(several_baskets, offer_lists(most=4))
def test_without_limits_a_replay_is_the_price_of_each(several, rules):
    rules = [dataclasses.replace(rule, limits=Limits(per_order=rule.limits.per_order)) for rule in rules]
    table, pricer = table_of(several), compile_offers(rules)
    found = replay(table, pricer, np.zeros(len(several), dtype=np.int64))
    assert found.total_minor.tolist() == price_many(table, pricer).total_minor.tolist()


def test_baskets_may_have_another_order_than_their_slots_and_no_more_offers_than_bits():
    once = OfferRule("once", Kind.AMOUNT_OFF, value_minor=1, limits=Limits(total=1))
    table = table_of([Basket((BasketLine(1, "a", 9),)), Basket((BasketLine(1, "a", 9),))])
    nobody = np.zeros(2, dtype=np.int64)
    assert replay(table, compile_offers([once]), nobody).total_minor.tolist() == [8, 9]
    assert replay(table, compile_offers([once]), nobody, np.array([2, 1])).total_minor.tolist() == [9, 8]
    with pytest.raises(PlanError, match="too_many_offers"):
        replay(table, compile_offers([dataclasses.replace(once, key=str(key)) for key in range(63)]), nobody)

"""Baskets are read as they are written; problems and scripts keep their order; texts of the next step agree with the engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.pricing import Basket, BasketLine, Kind, OfferRule, Scope, Step, price_basket
from desk.queries.offers import OfferStanding, best_step
from desk.rules.baskets import MOST_LINES, Typed, read_basket, write_basket
from desk.rules.choosing import Text, choose
from desk.rules.problems import SHIP_WITHIN, URGENCY, OrderFacts, problems_of
from desk.rules.scripts import fields_of

NOW = datetime(2026, 11, 11, tzinfo=UTC)
NAMES = st.from_regex(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]{0,8}[A-Za-z\u4e00-\u9fff]", fullmatch=True).filter(
    lambda name: not name.endswith(("件", "pcs"))
)
LINES = st.lists(st.builds(Typed, NAMES, st.integers(1, 9999), st.sampled_from(["", "9", "49.50"])), max_size=MOST_LINES)
ORDERS = st.lists(
    st.builds(
        OrderFacts,
        st.text("0123456789", min_size=1, max_size=4),
        st.one_of(st.none(), st.integers(0, 200).map(lambda hours: NOW - timedelta(hours=hours))),
        st.one_of(st.none(), st.integers(0, 10_000)),
        st.none(),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "refund asked"]),
    ),
    max_size=12,
)


@given(LINES)
def test_a_written_basket_is_read_as_it_was(lines):
    assert read_basket(write_basket(tuple(lines))) == tuple(lines)


@given(st.text(max_size=200))
def test_any_text_is_a_basket_of_at_most_twenty_lines(text):
    found = read_basket(text)
    assert len(found) <= MOST_LINES
    assert all(line.units >= 1 and line.name for line in found)


@given(ORDERS)
def test_each_order_is_named_once_at_most_and_the_most_urgent_first(orders):
    found = problems_of(orders, NOW)
    assert len(found) <= len(orders)
    ranks = [URGENCY[problem.kind] for problem in found]
    assert ranks == sorted(ranks)
    late = [order for order in orders if order.is_to_ship and order.paid_at and NOW - order.paid_at >= SHIP_WITHIN]
    quiet = [order for order in late if not order.hold_reason and not order.is_refund_open]
    assert sum(problem.kind == "late" for problem in found) == len(quiet)


TEXTS = st.lists(
    st.builds(
        Text,
        st.integers(1, 999),
        st.just("t"),
        st.sampled_from(["refund", "price", "greeting"]),
        st.sampled_from(["plain", "for {buyer}", "{total} now", "{buyer} {total}"]),
        st.sampled_from([(), ("gold",), ("new", "silver")]),
    ),
    max_size=15,
)


@given(
    TEXTS,
    st.sampled_from([["Gold"], ["new"], []]),
    st.dictionaries(st.sampled_from(["buyer", "total"]), st.text("ab", max_size=2)),
)
def test_what_is_offered_has_all_its_values_fits_the_tier_and_the_order(texts, tiers, values):
    said = choose(texts, ["refund", "price"], tiers, values)
    ranks = ["refund", "price"]
    assert [ranks.index(one.situation) for one in said] == sorted(ranks.index(one.situation) for one in said)
    assert not any(fields_of(one.text) for one in said)
    mine = {tier.casefold() for tier in tiers}
    fitting = [
        text
        for text in texts
        if text.situation in ranks
        and (not text.tiers or mine & set(text.tiers))
        and all(values.get(name) for name in fields_of(text.text))
    ]
    assert len(said) == len(fitting)
    assert [one.key for one in said] == [place if place <= 9 else 0 for place in range(1, len(said) + 1)]


PRICES = st.lists(st.tuples(st.integers(100, 90_000), st.integers(1, 3)), min_size=1, max_size=4)
STEPS = st.lists(
    st.tuples(st.integers(1_000, 50_000), st.integers(100, 900)), min_size=1, max_size=3, unique_by=lambda step: step[0]
)


@st.composite
def plans(draw):
    """A basket, and offers on orders, one of them perhaps for coats alone."""
    rising, saves = [], 0
    for minimum, more in sorted(draw(STEPS)):
        saves += more
        rising.append(Step(minimum, min(saves, minimum)))
    rules = [OfferRule("steps", Kind.SPEND_AND_SAVE, steps=tuple(rising))]
    if draw(st.booleans()):
        rules.append(OfferRule("coupon", Kind.COUPON, value_minor=500, minimum_minor=draw(st.integers(600, 60_000)), priority=-1))
    if draw(st.booleans()):
        rules[0] = replace(rules[0], scope=Scope(categories=frozenset({"coats"})))
    lines = tuple(
        BasketLine(number, f"S{number}", price, units, category="coats") for number, (price, units) in enumerate(draw(PRICES))
    )
    return Basket(lines, coupons=frozenset({"coupon"})), rules


@given(plans())
def test_what_the_next_step_promises_is_what_the_engine_then_gives(plan):
    basket, rules = plan
    priced = price_basket(basket, rules)
    by_key = {rule.key: rule for rule in rules}
    standings = [OfferStanding(by_key[one.offer], one, one.applied) for one in priced.outcomes]
    best = best_step(standings)
    if best is None or best.rule.kind is not Kind.SPEND_AND_SAVE:
        return
    step = best.outcome.next_step
    more = BasketLine(99, "MORE", step.missing_minor, 1, category="coats")
    then = price_basket(replace(basket, lines=(*basket.lines, more)), rules)
    assert then.outcome("steps").discount_minor == best.outcome.discount_minor + step.saves_minor
    if step.missing_minor > 1:
        less = replace(more, unit_price_minor=step.missing_minor - 1)
        short = price_basket(replace(basket, lines=(*basket.lines, less)), rules)
        assert short.outcome("steps").discount_minor == best.outcome.discount_minor

"""The laws of the tiers: more spending never lowers one, what is missing is enough, nothing depends on order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.rules.tiers import Facts, Missing, Step, Sums, Way, check_way, decide, default_ladder, missing_for, next_step

AT = datetime(2026, 11, 30, tzinfo=UTC)
DAYS = st.none() | st.integers(1, 800)
SUMS = st.integers(0, 30).flatmap(lambda n: st.builds(Sums, st.just(n), st.integers(-(10**4), 10**6), st.integers(0, n)))
WAYS = st.builds(
    Way,
    window_days=st.sampled_from([None, 30, 365]),
    orders_from=st.none() | st.integers(0, 30),
    spent_from_minor=st.none() | st.integers(0, 10**6),
    recent_days=DAYS,
    refund_most=st.none() | st.integers(0, 100),
)
LADDERS = st.lists(st.lists(WAYS, max_size=3), min_size=1, max_size=5).map(
    lambda steps: [Step(f"t{number}", tuple(ways)) for number, ways in enumerate(steps)]
)


@st.composite
def buyers(draw: st.DrawFn) -> Facts:
    ever = draw(SUMS)
    last = AT - timedelta(days=draw(st.integers(0, 900))) if ever.orders else None
    return Facts(ever, last, None, {30: draw(SUMS), 365: draw(SUMS)})


def with_orders(facts: Facts, count: int, minor: int) -> Facts:
    """Return the buyer after so many more paid orders now, that come to so much."""

    def more(sums: Sums) -> Sums:
        return Sums(sums.orders + count, sums.spent_minor + minor, sums.refunded)

    return Facts(
        more(facts.ever),
        AT if count else facts.last_paid_at,
        facts.province,
        {days: more(facts.within[days]) for days in facts.within},
    )


@given(buyers(), st.sampled_from(["CNY", "JPY", "GBP", "XXX"]), st.integers(1, 20), st.integers(0, 10**7))
def test_more_spending_never_lowers_a_tier_under_the_default_set(facts: Facts, currency: str, count: int, minor: int) -> None:
    ladder = default_ladder(currency)
    before, after = decide(ladder, facts, AT), decide(ladder, with_orders(facts, count, minor), AT)
    assert after is not None
    assert before is None or after.step >= before.step


@given(buyers(), st.integers(0, 10**7))
def test_more_money_for_the_same_orders_never_lowers_it_either(facts: Facts, minor: int) -> None:
    ladder = default_ladder("CNY")
    before, after = decide(ladder, facts, AT), decide(ladder, with_orders(facts, 0, minor), AT)
    assert before is None or (after is not None and after.step >= before.step)


@given(buyers(), LADDERS)
def test_what_is_missing_is_enough(facts: Facts, ladder: list[Step]) -> None:
    found = next_step(ladder, facts, AT)
    if found is None:
        assert decide(ladder, facts, AT).step == len(ladder) - 1
        return
    step, missing = found
    for one in missing:
        reached = decide(ladder, with_orders(facts, one.orders, one.spent_minor), AT)
        assert reached is not None
        assert reached.step >= step
        assert one.orders >= 1, "something is missing, or they would stand there"


@given(buyers(), WAYS)
def test_no_less_is_enough(facts: Facts, way: Way) -> None:
    for one in missing_for(Step("t", (way,)), facts, AT):
        if one.orders > 1:
            assert not way.holds(with_orders(facts, one.orders - 1, one.spent_minor), AT)
        if one.spent_minor:
            assert not way.holds(with_orders(facts, one.orders, one.spent_minor - 1), AT)


@given(LADDERS)
def test_the_first_order_stands_on_a_ladder_whose_lowest_step_asks_nothing(ladder: list[Step]) -> None:
    assert decide([Step("new"), *ladder], Facts(Sums(1, 1, 0), AT), AT) is not None


@given(WAYS)
def test_a_way_is_read_as_it_was_written(way: Way) -> None:
    assert Way.read(way.as_dict()) == way
    assert check_way(way) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(Sums(1, 29_900), AT), "new"),
        (Facts(Sums(2, 1_000), AT), "regular"),
        (Facts(Sums(5, 1_000), AT), "silver"),
        (Facts(Sums(1, 100_000), AT), "silver"),
        (Facts(Sums(1, 300_000), AT), "gold"),
        (Facts(Sums(1, 300_000), AT - timedelta(days=366)), "silver"),
        (Facts(Sums(4, 300_000, 3), AT), "silver"),
        (Facts(Sums(10, 100_000, 5), AT), "gold"),
    ],
)
def test_the_default_set(facts: Facts, words: str) -> None:
    ladder = default_ladder("CNY")
    assert ladder[decide(ladder, facts, AT).step].name == words


def test_refunds_that_no_order_outweighs_are_no_way() -> None:
    step = Step("t", (Way(refund_most=0, orders_from=3),))
    assert missing_for(step, Facts(Sums(2, 5_000, 1), AT), AT) == []
    assert missing_for(Step("t", (Way(refund_most=20),)), Facts(Sums(2, 5_000, 1), AT), AT) == [Missing(0, 3, 0)]

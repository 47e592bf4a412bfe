"""Laws of the days after: shares of a cohort never fall, a price has one state, the funnel adds up."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.prices import way_back
from review.rules.cohorts import HORIZONS, Cohort
from review.rules.funnel import MonthCounts, together
from review.rules.price_return import Way, state_of

COUNTS = st.dictionaries(st.integers(1, 90), st.integers(0, 50), max_size=12)


@st.composite
def cohorts(draw):
    again = draw(COUNTS)
    return Cohort(sum(again.values()) + draw(st.integers(0, 100)), draw(st.integers(0, 120)), again)


@given(cohorts(), cohorts())
def test_shares_never_fall_and_two_shops_add_up(one, other):
    for cohort in (one, other, one + other):
        curve = cohort.curve()
        assert curve == sorted(curve)
        assert all(0 <= share <= 1 for share in curve)
        assert len(curve) == (min(cohort.days_seen, 90) + 1 if cohort.buyers else 0)
        for days in HORIZONS:
            within = cohort.within(days)
            assert within.is_over == (cohort.days_seen >= days)
            assert within.share == (curve[min(days, len(curve) - 1)] if curve else None)
    both = one + other
    assert both.buyers == one.buyers + other.buyers
    assert all(
        both.again[day] == one.again.get(day, 0) + other.again.get(day, 0) for day in both.again if one.buyers and other.buyers
    )


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 5))
def test_a_price_that_follows_its_steps_is_on_its_way_and_then_back(sale, more, days):
    path = way_back(sale, sale + more, days)
    for seen in range(1, days + 1):
        if path[seen - 1] < path[-1]:
            assert state_of(path, path[:seen]) is Way.ON_WAY
    assert state_of(path, path) is Way.BACK
    assert state_of(path, [sale] * (days + 1)) is (Way.LATE if sale < path[-1] else Way.BACK)
    assert state_of(path, [None] * days) is Way.UNKNOWN


MONTHS = st.builds(
    MonthCounts,
    visitors=st.none() | st.integers(0, 9),
    paid=st.integers(6, 20),
    new_orders=st.integers(0, 3),
    old_orders=st.integers(0, 3),
)


@given(st.lists(MONTHS, max_size=5))
def test_the_orders_of_a_year_are_those_of_its_months(months):
    whole = together(months)
    assert whole.paid == whole.new_orders + whole.old_orders + whole.nameless_orders == sum(one.paid for one in months)
    assert whole.nameless_orders == sum(one.nameless_orders for one in months)
    told = [one.visitors for one in months if one.visitors is not None]
    assert whole.visitors == (sum(told) if told else None)

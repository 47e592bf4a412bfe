"""Laws of the money: lines add up to the order, the way from plan to actual adds up, splits are those of `common.splitting`."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from common.splitting import split_minor
from review.claims import AMOUNTS
from review.rules.money import COSTS, Rates, Totals, bridge, reckon, split_groups
from review.rules.money.bridge import Funnel
from review.rules.money.ledger import STATES, UNKNOWN, Lines, Orders

MONEY = st.integers(-(10**7), 10**7)
MAYBE = st.one_of(st.none(), st.integers(0, 10**7))


def column(values):
    return np.array([UNKNOWN if value is None else value for value in values], dtype=np.int64)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(MONEY, st.lists(st.integers(0, 10**6), min_size=1, max_size=5)), min_size=1, max_size=6))
def test_groups_are_split_as_one_amount_is(groups):
    totals = np.array([total for total, _weights in groups], dtype=np.int64)
    group = np.array([place for place, (_total, weights) in enumerate(groups) for _weight in weights], dtype=np.int64)
    weights = np.array([weight for _total, weights in groups for weight in weights], dtype=np.int64)
    expected = [part for total, weights in groups for part in split_minor(total, weights)]
    assert split_groups(totals, weights, group).tolist() == expected


@st.composite
def sales(draw):
    count = draw(st.integers(1, 4))
    lines_of = [draw(st.integers(1, 3)) for _order in range(count)]
    rows = sum(lines_of)

    def some(size):
        return column(draw(st.lists(MAYBE, min_size=size, max_size=size)))

    def flags(size):
        return np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=bool)

    hour = np.array(draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)), dtype=np.int64)
    orders = Orders(
        hour, some(count), some(count), flags(count), some(count), some(count), some(count),
        {name.removesuffix("_minor"): some(count) for name in AMOUNTS},
    )  # fmt: skip
    of = np.repeat(np.arange(count), lines_of).astype(np.int64)
    units = column(draw(st.lists(st.integers(0, 5), min_size=rows, max_size=rows)))
    return orders, Lines(of, units, some(rows), some(rows), some(rows), some(rows), flags(rows), flags(rows))


@settings(max_examples=40, deadline=None)
@given(sales(), st.lists(st.integers(0, 10**7), min_size=2, max_size=2))
def test_lines_add_up_to_the_order_and_orders_to_the_sale(sale, spend):
    orders, lines = sale
    ledger = reckon(
        orders, lines, rates=Rates(), traffic=np.array(spend), traffic_known=np.array([True, True]),
        per_sale={"people": (np.array(spend), None)},
    )  # fmt: skip
    paid = np.where(lines.paid == UNKNOWN, 0, lines.paid)
    for place in range(len(orders.total)):
        here = ledger.order == place
        total = paid[here].sum() if orders.total[place] == UNKNOWN else orders.total[place]
        assert ledger.amounts["revenue"][here].sum() == total
        if orders.refund[place] != UNKNOWN:
            assert ledger.amounts["refund"][here].sum() == orders.refund[place]
        for name, told in (("commission", "commission"), ("freight", "carriage")):
            value = orders.settled[told][place]
            assert ledger.values["settled"][name][here].sum() == (0 if value == UNKNOWN else value)
    for hour in set(orders.hour.tolist()):
        assert ledger.values["running"]["traffic"][ledger.hour == hour].sum() == spend[hour]
    totals = Totals()
    totals.add(ledger)
    assert not ledger.known["settled"]["people"].any()
    for state in STATES:
        assert totals.profit(state) == ledger.profit(state).sum()
        assert all(0 <= totals.coverage(state, name) <= 1 for name in COSTS)


PARTS = st.dictionaries(st.sampled_from(["refund", *COSTS]), st.integers(-(10**9), 10**9))


@settings(max_examples=40, deadline=None)
@given(PARTS, PARTS, st.integers(0, 10**9), st.integers(0, 10**9), st.data())
def test_the_way_from_plan_to_actual_adds_up_exactly(planned, actual, plan_revenue, real_revenue, data):
    count = st.integers(0, 10**6)
    plan = Funnel(data.draw(st.none() | count), data.draw(count), plan_revenue)
    real = Funnel(data.draw(st.none() | count), data.draw(count), real_revenue)
    planned, actual = {"revenue": plan_revenue, **planned}, {"revenue": real_revenue, **actual}
    steps = bridge(planned, actual, plan=plan, real=real, coverage={})
    assert sum(planned.values()) + sum(step.by for step in steps) == sum(actual.values())

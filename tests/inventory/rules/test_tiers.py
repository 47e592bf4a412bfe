"""Laws of tiers: figures against a plain count, packing loses nothing, proposals do not depend on the order of the rows."""

from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.market import WEIGHTS, score_all
from inventory.rules.tiers import (
    Item,
    Known,
    cross_table,
    figures,
    join,
    pack,
    partners,
    propose,
    volume_classes,
    warn,
    with_any,
)
from inventory.rules.tiers.baskets import buyers_of, skus_of
from inventory.rules.tiers.places import places

SKUS = st.sampled_from(["sock", "scarf", "coat", "hat", "bag"])
LINE = st.tuples(SKUS, st.integers(1, 5), st.integers(1, 90_000))
ORDER = st.tuples(st.one_of(st.none(), st.sampled_from(["ann", "bo", "cy"])), st.lists(LINE, min_size=1, max_size=4))
DAYS = st.lists(st.lists(ORDER, min_size=1, max_size=6), max_size=4)


def table_of(orders, first, shuffle=None):
    rows = [
        (f"{first + number:05}", first + number, buyer, *line) for number, (buyer, lines) in enumerate(orders) for line in lines
    ]
    if shuffle is not None:
        shuffle.shuffle(rows)
    names = ("order_no", "paid_slot", "buyer_key", "sku", "units", "paid_minor")
    kinds = (pa.string(), pa.int32(), pa.string(), pa.string(), pa.int32(), pa.int64())
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in names]
    return pa.table({name: pa.array(list(column), kind) for name, column, kind in zip(names, columns, kinds, strict=True)})


def joined(days):
    packed, first = [], 0
    for orders in days:
        packed.append(pack(table_of(orders, first)))
        first += len(orders)
    return join(packed)


def plain(days, before=()):
    """Count the same by hand, basket by basket."""
    told = defaultdict(Counter)
    seen = set(before)
    for orders in days:
        for buyer, lines in orders:
            is_first = buyer is not None and buyer not in seen
            if buyer is not None:
                seen.add(buyer)
            paid = Counter()
            for sku, units, minor in lines:
                told[sku]["units"] += units
                paid[sku] += minor
            for sku, minor in paid.items():
                told[sku]["orders"] += 1
                told[sku]["revenue"] += minor
                told[sku]["first_orders"] += is_first
                told[sku]["single_orders"] += len(paid) == 1
                told[sku]["attached"] += sum(paid.values()) - minor
    return told


@given(DAYS)
def test_figures_equal_a_plain_count(days):
    baskets = joined(days)
    told = figures(baskets, np.zeros(0, dtype=np.int64))
    wanted = plain(days)
    for place, sku in enumerate(baskets.skus):
        for name in ("orders", "units", "revenue", "first_orders", "single_orders", "attached"):
            assert getattr(told, name)[place] == wanted[sku][name], (sku, name)
    assert told.baskets == sum(len(orders) for orders in days)


@given(DAYS, DAYS)
def test_buyers_of_before_are_not_first(earlier, days):
    before = buyers_of(pack(table_of(orders, 0))[1] for orders in earlier)
    known = {buyer for orders in earlier for buyer, _lines in orders if buyer is not None}
    baskets = joined(days)
    told = figures(baskets, before)
    wanted = plain(days, before=known)
    assert {sku: told.first_orders[place] for place, sku in enumerate(baskets.skus)} == {
        sku: wanted[sku]["first_orders"] for sku in baskets.skus
    }


@given(st.lists(ORDER, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_a_day_is_packed_alike_in_whatever_order_its_lines_come(orders, shuffle):
    assert pack(table_of(orders, 0)) == pack(table_of(orders, 0, shuffle))
    assert skus_of(pack(table_of(orders, 0))[0]) == {line[0] for _buyer, lines in orders for line in lines}


@given(DAYS)
def test_partners_are_what_lay_in_the_same_baskets(days):
    baskets = joined(days)
    wanted = Counter()
    for orders in days:
        for _buyer, lines in orders:
            skus = {line[0] for line in lines}
            wanted.update((one, other) for one in skus & {"sock", "hat"} for other in skus & {"coat", "hat"} if one != other)
    found = partners(baskets, ["sock", "hat"], ["coat", "hat", "nobody"])
    assert {(one, other): count for one, met in found.items() for other, count in met.items()} == dict(wanted)
    count, own = with_any(baskets, ["sock"])
    beside = Counter(sku for orders in days for _b, lines in orders if any(line[0] == "sock" for line in lines)
                     for sku in {line[0] for line in lines} - {"sock"})  # fmt: skip
    assert {sku: count[place] for place, sku in enumerate(baskets.skus) if count[place]} == dict(beside)
    assert own.baskets == sum(any(line[0] == "sock" for line in lines) for orders in days for _b, lines in orders)


KNOWN = st.builds(
    Known,
    sku=st.uuids().map(str),
    orders=st.integers(0, 500),
    first_orders=st.integers(0, 20),
    single_orders=st.integers(0, 20),
    with_a=st.integers(0, 20),
    price=st.one_of(st.none(), st.integers(1, 10**6)),
    category=st.sampled_from(["", "coats", "socks"]),
    margin=st.one_of(st.none(), st.floats(-1, 1)),
    profit=st.one_of(st.none(), st.integers(-(10**6), 10**8)),
    conversion=st.one_of(st.none(), st.floats(0, 1)),
)


@given(st.lists(KNOWN, max_size=30, unique_by=lambda one: one.sku), st.randoms(use_true_random=False), st.integers(0, 50))
def test_proposals_do_not_depend_on_the_order_and_stay_in_bounds(products, shuffle, buyers):
    told = propose(products, minimum_orders=10, first_buyers=buyers)
    mixed = list(products)
    shuffle.shuffle(mixed)
    assert propose(mixed, minimum_orders=10, first_buyers=buyers) == told
    for one in products:
        judged = told[one.sku]
        assert (judged.tier == "") == (one.orders < 10)
        assert judged.missing_orders == max(0, 10 - one.orders)
        for parts in judged.components.values():
            assert all(value is None or 0 <= value <= 100 for value, _weight in parts.values())
        if one.margin is None and judged.tier:
            assert ("no_cost", 0) in judged.reason
            assert judged.components["C"]["margin"][0] is None, "never guessed"


@given(st.dictionaries(st.uuids().map(str), st.integers(0, 10**9), max_size=40))
def test_classes_by_volume_fall_with_revenue(revenue):
    classes = volume_classes(revenue)
    ranked = sorted(revenue, key=lambda sku: (-revenue[sku], sku))
    assert [classes[sku] for sku in ranked] == sorted(classes.values())
    table = cross_table((classes[sku], classes[sku]) for sku in revenue)
    assert sum(sum(cells.values()) for cells in table.values()) == len(revenue)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
def test_places_rise_with_the_figures_and_centre_on_fifty(values):
    found = places(values)
    assert found.mean() == pytest.approx(50)
    for one, other in zip(np.argsort(values)[:-1], np.argsort(values)[1:], strict=True):
        assert found[one] <= found[other]


TOLD = st.fixed_dictionaries(
    {},
    optional={
        "category_rank": st.integers(1, 500), "market_units": st.integers(0, 10**6), "carts": st.integers(0, 10**4),
        "favourites": st.integers(0, 10**4), "searches": st.integers(0, 10**4), "follows": st.integers(0, 10**4),
        "supply_stable": st.booleans(), "band_low_minor": st.integers(1, 5_000), "band_high_minor": st.integers(5_000, 90_000),
    },
)  # fmt: skip


@given(st.dictionaries(st.uuids().map(str), TOLD, max_size=15), st.dictionaries(st.sampled_from([*WEIGHTS]), st.integers(0, 50)))
def test_points_add_up_to_the_score_and_missing_figures_cost_nothing(told, weights):
    scores = score_all(told, prices={}, costs={}, weights=weights)
    for sku, score in scores.items():
        if score.value is None:
            assert not any(weights.get(part.name) and part.place is not None for part in score.parts)
            continue
        assert 0 <= score.value <= 100
        assert sum(part.points for part in score.parts) == pytest.approx(score.value, abs=0.2)
        assert sum(part.weight for part in score.parts) == pytest.approx(100, abs=0.2)
        assert all(part.points == 0 for part in score.parts if part.place is None), sku


class TestWarnings:
    A, C = Item("sock", "A", 990, 99_000, "socks", cut=0.5), Item("coat", "C", 39_900, 900_000, "coats", cut=0.1)
    B = Item("scarf", "B", 5_900, 400_000, "scarves")
    MET = {"sock": {"coat": 9}}

    def codes(self, items, met=MET, value=9_000):
        return [each.code for each in warn(items, together=met, order_value=value)]

    def test_a_range_that_holds_says_nothing(self):
        assert self.codes([self.A, self.B, self.C]) == []

    def test_nothing_tiered_says_nothing(self):
        assert self.codes([Item("x", "", 1, 1)]) == []

    def test_the_order_value_near_the_a_price(self):
        [told] = warn([self.A, self.B, self.C], together=self.MET, order_value=1_100)
        assert (told.code, told.values) == ("not_connected", {"price": 990, "order_value": 1_100})

    def test_partners_of_the_same_kind_are_none(self):
        same = Item("coat", "C", 39_900, 900_000, "socks")
        assert self.codes([self.A, self.B, same]) == ["deepest_cut", "alone"]

    def test_two_meetings_are_too_few(self):
        assert "alone" in self.codes([self.A, self.B, self.C], {"sock": {"coat": 2}})

    def test_a_partner_earns_a_deep_cut_back(self):
        assert "deepest_cut" not in self.codes([self.A, self.B, self.C])
        assert "deepest_cut" in self.codes([self.A, self.B, self.C], {})

    def test_one_end_only(self):
        assert self.codes([self.A, self.B]) == ["no_c"]
        assert self.codes([self.C, self.B]) == ["no_a"]

    def test_a_thin_middle(self):
        assert self.codes([self.A, self.C]) == ["thin_b"]

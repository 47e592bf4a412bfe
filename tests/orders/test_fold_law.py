"""The facts are the fold of what stands, whatever came in whatever order, on whichever database."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders import services
from orders.agreeing import cut_up
from orders.claims import LINE_FIELDS, ORDER_FIELDS, TRAFFIC_FIELDS, Source
from orders.facts import LINES, ORDERS, TRAFFIC
from orders.models import KnownBlock, Order, OrderLine, Provenance, Shop, TrafficHour
from orders.rules import blocks
from orders.rules.fold import fold, fold_orders
from orders.touched import hours_of
from tests.laws import examples
from tests.orders.claims import Export, keys_of
from tests.orders.strategies import MANY_EXPORTS

pytestmark = pytest.mark.django_db
SIZES = st.sampled_from([1, 2, 3, 64])
LAW = settings(
    max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def shop() -> Shop:
    return services.create_shop(actor=None, name="Teashop")


@contextmanager
def emptied() -> Iterator[None]:
    """Take back what an example wrote (and, on PostgreSQL, let go of its locks on temporary tables)."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def blocks_of(orders: int) -> Iterator[None]:
    """Let a block have so many orders on average: of six orders one of 64 would hold all."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks, "ORDERS_A_BLOCK", orders)
        yield


def load(shop: Shop, export: Export) -> services.Touched:
    with transaction.atomic():
        return services.load_chunk(shop=shop, source=export.source, chunk=export.chunk())


def stored(shop: Shop) -> tuple[dict, dict, dict]:
    def rows(model: type, key: list[str], fields: dict) -> dict:
        found = model.objects.filter(shop=shop).values(*key, *fields)
        return {tuple(row[name] for name in key): {name: row[name] for name in fields} for row in found}

    return (
        {key: row for (key,), row in rows(Order, ["order_no"], ORDER_FIELDS).items()},
        rows(OrderLine, ["order_no", "line_no"], LINE_FIELDS),
        rows(TrafficHour, ["hour", "channel"], TRAFFIC_FIELDS),
    )


def expected(standing: list[Export]) -> tuple[dict, dict, dict]:
    def whole(facts: dict, fields: dict) -> dict:
        return {key: {name: row.get(name) for name in fields} for key, row in facts.items()}

    orders, lines = fold_orders(
        [(each.source, each.orders) for each in standing], [(each.source, each.lines) for each in standing]
    )
    traffic = fold([(each.source, each.traffic) for each in standing])
    return whole(orders, ORDER_FIELDS), whole(lines, LINE_FIELDS), whole(traffic, TRAFFIC_FIELDS)


def blocks_tell_the_truth(shop: Shop, exports: list[Export]) -> bool:
    """Every block that is known holds exactly the facts, and the values, some export has."""
    told: dict[str, dict] = {}
    for export in exports:
        chunks = [export.chunk(), *(piece.chunk() for cut in ("T0", "T2", "T4") for piece in export.pieces(cut) if piece.rows)]
        for chunk in chunks:
            for facts, table in ((ORDERS, chunk.orders), (LINES, chunk.lines), (TRAFFIC, chunk.traffic)):
                part = cut_up(facts, table)
                if part is not None:
                    rows, ends = part.blocks.claims.to_pylist(), part.blocks.sizes.cumsum().tolist()
                    for digest, first, last in zip(part.blocks.digests, [0, *ends], ends, strict=False):
                        told[digest] = {
                            tuple(row[name] for name in facts.key): {name: row[name] for name in part.says}
                            for row in rows[first:last]
                        }
    for known in KnownBlock.objects.filter(shop=shop):
        under = {}
        for model, facts in ((Order, ORDERS), (OrderLine, LINES), (TrafficHour, TRAFFIC)):
            for row in model.objects.filter(provenance_id=known.provenance_id).values():
                under[tuple(row[name] for name in facts.key)] = row
        if known.digest in told:  # an undo brings chosen orders of a file back: those blocks are in no export as a whole
            claimed = told[known.digest]
            if len(under) == len(claimed):  # else it was left, and is known no more
                assert under.keys() == claimed.keys()
                assert all(under[key][name] == value for key, fields in claimed.items() for name, value in fields.items())
    return True


def slots_agree(shop: Shop) -> bool:
    return all(
        (moment is None and slot is None) or slot == int(moment.timestamp()) // 600
        for order in Order.objects.filter(shop=shop)
        for moment, slot in (
            (order.placed_at, order.placed_slot),
            (order.paid_at, order.paid_slot),
            (order.refund_requested_at, order.refund_slot),
        )
    )


def provenances_agree() -> bool:
    pointed = Counter(
        number for model in (Order, OrderLine, TrafficHour) for number in model.objects.values_list("provenance_id", flat=True)
    )
    return dict(pointed) == dict(Provenance.objects.values_list("pk", "facts"))


def hours_that_moved(shop: Shop, before: tuple[dict, dict, dict], after: tuple[dict, dict, dict]) -> frozenset[int]:
    moved = {key for key in before[0].keys() | after[0].keys() if before[0].get(key) != after[0].get(key)}
    moved |= {key[0] for key in before[1].keys() | after[1].keys() if before[1].get(key) != after[1].get(key)}
    moments = [
        facts[0][key][name]
        for facts in (before, after)
        for key in moved
        if key in facts[0]
        for name in ("placed_at", "paid_at", "refund_requested_at")
    ]
    traffic = {key[0] for key in before[2].keys() | after[2].keys() if before[2].get(key) != after[2].get(key)}
    return hours_of([int(moment.timestamp()) // 600 for moment in moments if moment] + list(traffic), shop.time_zone)


@LAW
@given(
    listed=MANY_EXPORTS,
    seed=st.integers(0, 2**32),
    undo=st.sets(st.integers(0, 4)),
    cut=st.sampled_from(["T0", "T2", "T4"]),
    orders_a_block=SIZES,
)
def test_any_order_and_undo_end_in_the_fold(
    shop: Shop, listed: list[Export], seed: int, undo: set[int], cut: str, orders_a_block: int
) -> None:
    with emptied(), blocks_of(orders_a_block):
        fold_and_undo(shop, listed, seed, undo, cut)


def fold_and_undo(shop: Shop, listed: list[Export], seed: int, undo: set[int], cut: str) -> None:
    shuffled = random.Random(seed).sample(listed, len(listed))
    for export in shuffled:
        before = stored(shop)
        pieces = [load(shop, piece) for piece in export.pieces(cut) if piece.rows]
        assert sum(each.inserted + each.changed + each.unchanged + each.older for each in pieces) == export.rows
        assert min((min(each.inserted, each.changed, each.unchanged, each.older) for each in pieces), default=0) >= 0
        hours = frozenset().union(*(each.hours for each in pieces))
        assert hours_that_moved(shop, before, stored(shop)) <= hours
    assert stored(shop) == expected(listed)
    assert slots_agree(shop)
    assert provenances_agree()
    assert blocks_tell_the_truth(shop, listed)

    standing = [export for place, export in enumerate(listed) if place not in undo]
    gone = [export for place, export in enumerate(listed) if place in undo]
    before = stored(shop)
    for taken in gone:
        left = [each for each in listed if each in standing or gone.index(taken) < (gone.index(each) if each in gone else -1)]
        with transaction.atomic():
            touched = services.refold(shop=shop, keys=keys_of([taken]), standing=[(each.source, each.chunk()) for each in left])
        after = stored(shop)
        assert hours_that_moved(shop, before, after) <= touched.hours
        assert touched.inserted == 0
        before = after
    assert stored(shop) == expected(standing)
    assert slots_agree(shop)
    assert provenances_agree()
    assert blocks_tell_the_truth(shop, listed)


@LAW
@given(listed=MANY_EXPORTS, orders_a_block=SIZES)
def test_the_same_again_changes_nothing(shop: Shop, listed: list[Export], orders_a_block: int) -> None:
    with emptied(), blocks_of(orders_a_block):
        load_twice(shop, listed)


def load_twice(shop: Shop, listed: list[Export]) -> None:
    for export in listed:
        load(shop, export)
    before = stored(shop), list(Order.objects.order_by("order_no").values_list("order_no", "provenance_id"))
    for export in listed:
        again = load(shop, export)
        assert (again.inserted, again.changed, again.orders, again.hours) == (0, 0, 0, frozenset())
    assert before == (stored(shop), list(Order.objects.order_by("order_no").values_list("order_no", "provenance_id")))


@LAW
@given(listed=MANY_EXPORTS, later=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6)), max_size=5), orders_a_block=SIZES)
def test_the_same_rows_of_another_age(
    shop: Shop, listed: list[Export], later: list[tuple[int, int]], orders_a_block: int
) -> None:
    """What an export says comes again, newer or older, among others: the fold of all of them, whatever agreed on the way."""
    again = [listed[place % len(listed)] for place, _ in later]
    more = [
        replace(each, source=Source(as_of, f"{each.source.digest[:58]}{place:02d}again"[-64:]))
        for place, (each, (_, as_of)) in enumerate(zip(again, later, strict=True))
    ]
    with emptied(), blocks_of(orders_a_block):
        for export in [*listed, *more]:
            touched = load(shop, export)
            assert touched.inserted + touched.changed + touched.unchanged + touched.older == export.rows
        assert stored(shop) == expected([*listed, *more])
        assert provenances_agree()
        assert blocks_tell_the_truth(shop, [*listed, *more])

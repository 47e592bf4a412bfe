"""A file that stands already is known by where its facts come from; whatever of it does not stand is loaded all the same."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pytest
from django.db import transaction

from common import bulk
from orders.claims import Source
from orders.models import KnownBlock, Order, OrderLine, Provenance
from orders.rules import blocks
from orders.services import Touched, create_shop, load_chunk, refold
from tests.orders.claims import Export, keys_of, moment
from tests.orders.strategies import START

pytestmark = pytest.mark.django_db


def export(number: int, names: list[str]) -> Export:
    return Export(
        Source(number, f"{number:064}"),
        {name: {"placed_at": moment(START), "paid_at": moment(START + number)} for name in names},
        {(name, line): {"sku": "A", "paid_minor": 5 + number} for name in names for line in "12"},
    )


@transaction.atomic
def load(shop, each: Export) -> Touched:
    return load_chunk(shop=shop, source=each.source, chunk=each.chunk())


def facts() -> list[tuple]:
    return [*Order.objects.order_by("order_no").values_list(), *OrderLine.objects.order_by("order_no", "line_no").values_list()]


@contextmanager
def staged() -> Iterator[list[int]]:
    """Count the claims that are staged to be compared, table by table."""
    counts: list[int] = []
    real = bulk.stage

    def count(on: object, name: str, table: pa.Table, **options: object) -> None:
        if name.startswith("stage_"):
            counts.append(table.num_rows)
        real(on, name, table, **options)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bulk, "stage", count)
        yield counts


def whole(number: int, orders: range, *, changed: frozenset[int] = frozenset()) -> Export:
    """A whole export: the lines of these orders, some of them with another amount than before."""
    names = {each: f"T{each:04d}" for each in orders}
    return Export(
        Source(number, f"{number:064}"),
        {name: {"placed_at": moment(START), "paid_at": moment(START)} for name in names.values()},
        {
            (name, line): {"sku": "A", "paid_minor": 5 + (number if each in changed else 0)}
            for each, name in names.items()
            for line in "12"
        },
    )


def test_a_file_that_stands_is_not_staged_again_though_orders_of_others_lie_between_its_own():
    shop = create_shop(actor=None, name="Teashop")
    first, other = export(1, ["T1", "T3", "T5"]), export(2, ["T2", "T4"])
    load(shop, first)
    load(shop, other)
    before = facts()
    with staged() as counts:
        touched = load(shop, first)
    assert touched == Touched(unchanged=6)
    assert facts() == before
    assert counts == []


def test_a_newer_file_that_agrees_is_not_staged_and_has_the_word():
    shop = create_shop(actor=None, name="Teashop")
    load(shop, whole(1, range(200)))
    with staged() as counts:
        assert load(shop, whole(3, range(200))) == Touched(unchanged=400)
    assert counts == []
    older = load(shop, whole(2, range(200), changed=frozenset(range(200))))
    assert (older.changed, older.older) == (0, 400)
    assert set(OrderLine.objects.values_list("paid_minor", flat=True)) == {5}


def test_the_next_export_is_compared_only_where_it_differs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "ORDERS_A_BLOCK", 8)
    shop = create_shop(actor=None, name="Teashop")
    load(shop, whole(1, range(20, 400)))
    with staged() as counts:
        touched = load(shop, whole(2, range(10, 420), changed=frozenset({100, 300})))
    assert (touched.inserted, touched.changed, touched.unchanged) == (60, 4, 756)
    assert 0 < sum(counts) < 820 / 2


def test_what_a_narrow_export_split_is_one_again_after_the_next_whole_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "ORDERS_A_BLOCK", 8)
    shop = create_shop(actor=None, name="Teashop")
    changed = frozenset(range(0, 200, 5))
    load(shop, whole(1, range(200)))
    narrow = whole(2, range(0, 200, 5), changed=changed)
    load(shop, narrow)
    assert load(shop, narrow) == Touched(unchanged=80)
    following = whole(3, range(200))
    again = Export(following.source, following.orders, {**following.lines, **narrow.lines})
    assert load(shop, again).changed == 0
    with staged() as counts:
        assert load(shop, Export(Source(4, "e" * 64), again.orders, again.lines)) == Touched(unchanged=400)
    assert counts == []


def test_facts_from_before_blocks_were_known_move_to_blocks_once(monkeypatch: pytest.MonkeyPatch):
    """An earlier release kept one provenance a chunk, and no digests."""
    monkeypatch.setattr(blocks, "ORDERS_A_BLOCK", 8)
    shop = create_shop(actor=None, name="Teashop")
    load(shop, whole(1, range(100)))
    for model in (Order, OrderLine):
        one = model.objects.order_by("pk").first().provenance_id
        others = list(model.objects.exclude(provenance_id=one).values_list("provenance_id", flat=True))
        model.objects.update(provenance_id=one)
        Provenance.objects.filter(pk__in=others).delete()
        Provenance.objects.filter(pk=one).update(facts=model.objects.count())
    KnownBlock.objects.all().delete()
    assert load(shop, whole(1, range(100))) == Touched(unchanged=200)
    touched = load(shop, whole(2, range(110), changed=frozenset({7})))
    assert (touched.inserted, touched.changed, touched.unchanged) == (20, 2, 198)
    with staged() as counts:
        assert load(shop, whole(3, range(110), changed=frozenset())).changed == 2
    assert 0 < sum(counts) < 100


def test_what_was_taken_back_in_part_is_inserted_again():
    shop = create_shop(actor=None, name="Teashop")
    first = export(1, ["T1", "T3", "T5"])
    load(shop, first)
    with transaction.atomic():
        refold(shop=shop, keys=keys_of([export(1, ["T3"])]), standing=[])
    touched = load(shop, first)
    assert (touched.inserted, touched.unchanged) == (2, 4)
    assert OrderLine.objects.count() == 6


def test_a_newer_file_over_one_that_stands_still_wins():
    shop = create_shop(actor=None, name="Teashop")
    first, newer = export(1, ["T1", "T3"]), export(3, ["T1", "T3"])
    for each in (first, newer, first):
        touched = load(shop, each)
    assert (touched.inserted, touched.changed) == (0, 0)
    assert set(OrderLine.objects.values_list("paid_minor", flat=True)) == {8}


def test_an_undo_brings_chosen_lines_of_a_file_and_not_its_whole_range():
    """The other line of the order, of the same file, must not be taken for the one that comes back."""
    shop = create_shop(actor=None, name="Teashop")
    older = export(1, ["T1"])
    newer = Export(Source(2, f"{2:064}"), {"T1": {"placed_at": moment(START)}}, {("T1", "1"): {"sku": "B", "paid_minor": 9}})
    load(shop, older)
    load(shop, newer)
    with transaction.atomic():
        refold(shop=shop, keys=keys_of([newer]), standing=[(older.source, older.chunk())])
    assert set(OrderLine.objects.values_list("line_no", "sku")) == {("1", "A"), ("2", "A")}


def test_a_block_that_was_left_and_filled_again_is_not_known_by_what_it_held():
    """The third export agrees with all that stands, so nothing changes; what the first one said of the block holds no more."""
    shop = create_shop(actor=None, name="Teashop")
    first = whole(1, range(20))
    narrow = whole(2, range(5, 6), changed=frozenset({5}))
    load(shop, first)
    load(shop, narrow)
    together = {**first.lines, **narrow.lines}
    assert load(shop, Export(Source(3, "c" * 64), first.orders, together)) == Touched(unchanged=40)
    back = load(shop, Export(Source(4, "d" * 64), first.orders, first.lines))
    assert (back.changed, back.unchanged) == (2, 38)
    assert set(OrderLine.objects.values_list("paid_minor", flat=True)) == {5}

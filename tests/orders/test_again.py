"""A file that stands already is known by where its facts come from; whatever of it does not stand is loaded all the same."""

import pytest
from django.db import connection, transaction

from orders.claims import Source
from orders.models import Order, OrderLine
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


def staged(statements: list[str]) -> list[str]:
    return [sql for sql in statements if sql.startswith('INSERT INTO "stage_')]


def test_a_file_that_stands_is_not_staged_again_though_orders_of_others_lie_between_its_own():
    shop = create_shop(actor=None, name="Teashop")
    first, other = export(1, ["T1", "T3", "T5"]), export(2, ["T2", "T4"])
    load(shop, first)
    load(shop, other)
    before, statements = facts(), []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        touched = load(shop, first)
    assert touched == Touched(unchanged=6)
    assert facts() == before
    assert not staged(statements)


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

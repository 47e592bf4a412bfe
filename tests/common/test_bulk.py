"""Bulk loading keeps every value as it is, on whichever database."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from django.db import IntegrityError, connection, transaction

from common import bulk
from metrics.models import FillState
from orders.claims import MOMENT
from orders.models import Order, Shop

pytestmark = pytest.mark.django_db
AWKWARD = ["", None, 'quo"te', "comma, semicolon; tab\t", "two\nlines", "满减，优惠", "\\N", "NULL", " padded ", "𠮷"]


@pytest.fixture
def shop() -> Shop:
    return Shop.objects.create(name="Teashop")


def orders(count: int) -> pa.Table:
    moment = datetime(2025, 11, 11, 0, 0, 1, tzinfo=UTC)
    return pa.table(
        {
            "order_no": [f"T{number:06}" for number in range(count)],
            "buyer_key": pa.array([AWKWARD[number % len(AWKWARD)] for number in range(count)], pa.string()),
            "paid_at": pa.array([moment if number % 2 else None for number in range(count)], MOMENT),
            "total_minor": pa.array([number - 5 if number % 3 else None for number in range(count)], pa.int64()),
            "state": pa.array([30] * count, pa.int16()),
        }
    )


@pytest.mark.parametrize("count", [0, 1, 10, 45_001])
def test_append_keeps_every_value(shop: Shop, count: int) -> None:
    table = orders(count)
    bulk.append(connection, "orders_order", table, constants={"shop_id": shop.pk, "provenance_id": 1})
    stored = Order.objects.order_by("order_no").values(*table.column_names)
    assert list(stored) == table.to_pylist()


def test_stage_keeps_every_value_and_is_dropped() -> None:
    table = orders(20).append_column("flag", pa.array([None, True] * 10))
    bulk.stage(connection, "stage_try", table, key=["order_no"])
    bulk.stage(connection, "stage_try", table, key=["order_no"])
    with connection.cursor() as cursor:
        cursor.execute('SELECT COUNT(*), COUNT("flag"), COUNT("buyer_key"), SUM("total_minor") FROM "stage_try"')
        assert cursor.fetchone() == (20, 10, 18, sum(value or 0 for value in table.column("total_minor").to_pylist()))
    bulk.drop(connection, "stage_try", "never_there")
    assert "stage_try" not in connection.introspection.table_names()


def test_staged_moments_equal_stored_ones(shop: Shop) -> None:
    table = orders(10)
    bulk.append(connection, "orders_order", table, constants={"shop_id": shop.pk, "provenance_id": 1})
    bulk.stage(connection, "stage_try", table, key=["order_no"])
    differ = bulk.distinct(connection)
    columns = " OR ".join(f'o."{name}" {differ} s."{name}"' for name in table.column_names)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "stage_try" s JOIN "orders_order" o ON o."order_no" = s."order_no" WHERE {columns}')
        assert cursor.fetchone() == (0,)
    bulk.drop(connection, "stage_try")


def test_a_key_that_is_there_is_an_error(shop: Shop) -> None:
    table = pa.table({"rollup": ["sales"], "hour": pa.array([6], pa.int32()), "marks": pa.array([1], pa.int32())})
    bulk.append(connection, FillState._meta.db_table, table, constants={"shop_id": shop.pk})
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.append(connection, FillState._meta.db_table, table, constants={"shop_id": shop.pk})


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(TypeError, match="double"):
        bulk.stage(connection, "stage_try", pa.table({"share": [0.5]}))

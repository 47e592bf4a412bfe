"""Paid baskets, packed day by day: made anew from the order lines of days that changed (decision 19).

Called where the paid prices of these days are made anew, in the same transaction, so that the two never speak of different facts.
"""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from common.pieces import AT_ONCE
from inventory.models import BasketDay, ProductFigures
from inventory.rules.tiers import pack
from inventory.rules.tiers.baskets import skus_of
from orders.models import Order, OrderLine, Shop

_COLUMNS = {
    "day": pa.int32(), "order_no": pa.string(), "paid_slot": pa.int32(), "buyer_key": pa.string(), "sku": pa.string(),
    "units": pa.int32(), "paid_minor": pa.int64(),
}  # fmt: skip


def pack_days(*, shop: Shop, days: Sequence[int], slots: str) -> None:
    """Pack the baskets of these days (first slots) anew, inside the caller's transaction, and mark the SKUs in them as touched.

    `slots`: name of a temporary table that gives each slot of the days (`slot`) its day (`day`). A day without paid lines has no
    row. SKUs that were in the day and are no more are touched too.
    """
    before = BasketDay.objects.filter(shop=shop, slot__in=days)
    touched: set[str] = set()
    for lines in before.values_list("lines", flat=True):
        touched |= skus_of(lines)
    before.delete()
    table = _lines(shop, slots)
    rows = []
    for day in days:
        of_day = table.filter(pc.equal(table["day"], day))
        if of_day.num_rows:
            lines, buyers = pack(of_day)
            rows.append(BasketDay(shop=shop, slot=day, lines=lines, buyers=buyers))
            touched |= skus_of(lines)
    BasketDay.objects.bulk_create(rows)
    touch(shop=shop, skus=touched)


def touch(*, shop: Shop, skus: Iterable[str]) -> None:
    """Mark these SKUs: what they did in the window must be counted anew. Inside the caller's transaction."""
    ProductFigures.objects.bulk_create(
        [ProductFigures(shop=shop, sku=sku, stale=True) for sku in sorted(skus)],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["shop", "sku"],
        update_fields=["stale"],
    )


def _lines(shop: Shop, slots: str) -> pa.Table:
    """Return the lines something was paid for of the orders paid in these slots, by index from the slots to the lines."""
    statement = (
        'SELECT m."day", o."order_no", o."paid_slot", o."buyer_key", l."sku", l."units", l."paid_minor"'
        f' FROM "{slots}" m CROSS JOIN "{Order._meta.db_table}" o CROSS JOIN "{OrderLine._meta.db_table}" l'
        ' WHERE o."shop_id" = %s AND o."paid_slot" = m."slot" AND l."shop_id" = %s AND l."order_no" = o."order_no"'
        ' AND l."units" > 0 AND l."paid_minor" > 0 AND (l."is_gift" IS NULL OR NOT l."is_gift")'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [shop.pk, shop.pk])
        found = cursor.fetchall()
    columns = zip(*found, strict=True) if found else ([] for _ in _COLUMNS)
    return pa.table({name: pa.array(values, kind) for (name, kind), values in zip(_COLUMNS.items(), columns, strict=True)})

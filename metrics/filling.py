"""Make the rollups of some hours anew from the facts, or add to them. Called by `metrics.services` inside its transaction."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Mapping, Sequence

import pyarrow as pa
from django.db import connection

from common import bulk
from common.windows import SLOTS_PER_HOUR, hour_of
from metrics.models import Rollup, SalesSlot, SkuHour
from metrics.summing import SALES, sums_by_slot
from orders.models import Order, OrderLine, Shop

_TOTAL = 'COALESCE(o."total_minor", 0)'
_REFUND = 'o."refund_minor"'


def fill(shop: Shop, rollup: Rollup, hours: Sequence[int]) -> None:
    """Delete the rows of one rollup for these hours of the shop's clock and insert them from the facts."""
    slots = [slot for hour in hours for slot in _slots_of(hour, shop.time_zone)]
    columns = {"slot": [slot for slot, _ in slots], "hour": [hour for _, hour in slots]}
    bulk.make_room(connection)
    asked = [Order] if rollup is Rollup.SALES else [Order, OrderLine]
    bulk.know_sizes(connection, *(model._meta.db_table for model in asked))
    bulk.stage(connection, "refill", pa.table({name: pa.array(values, pa.int32()) for name, values in columns.items()}))
    bulk.analyze(connection, "refill", list(columns))
    named = '"shop_id" = %s AND "{0}" IN (SELECT "{0}" FROM "refill")'
    with connection.cursor() as cursor:
        if rollup is Rollup.SALES:
            table, column, statements = SalesSlot._meta.db_table, "slot", [_sales(shop.pk)]
        else:
            table, column, statements = SkuHour._meta.db_table, "hour", _skus(shop.pk)
        cursor.execute(f'DELETE FROM "{table}" WHERE {named.format(column)}', [shop.pk])
        for statement in statements:
            cursor.execute(statement)
    bulk.drop(connection, "refill")


def add(shop: Shop, movements: pa.Table) -> None:
    """Add what these movements of orders come to (`metrics.summing`) to the sales of their slots; an empty slot has no row."""
    sums = sums_by_slot(movements)
    if not sums.num_rows:
        return
    table = f'"{SalesSlot._meta.db_table}"'
    bulk.stage(connection, "moved_sales", sums)
    names = ", ".join(f'"{name}"' for name in SALES)
    new = {name: f'm."{name}"' for name in SALES}
    grown = {name: f's."{name}" + m."{name}"' for name in SALES} | {"units": 'COALESCE(s."units", 0) + m."units"'}
    sets = ", ".join(f'"{name}" = {value}' for name, value in (grown | {"units": _units(grown)}).items())
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {table} AS s SET {sets} FROM "moved_sales" m WHERE s."shop_id" = %s AND s."slot" = m."slot"', [shop.pk]
        )
        cursor.execute(
            f'INSERT INTO {table} ("shop_id", "slot", {names})'
            f' SELECT %s, m."slot", {", ".join((new | {"units": _units(new)}).values())} FROM "moved_sales" m'
            f' WHERE NOT EXISTS (SELECT 1 FROM {table} s WHERE s."shop_id" = %s AND s."slot" = m."slot")',
            [shop.pk, shop.pk],
        )
        cursor.execute(
            f'DELETE FROM {table} WHERE "shop_id" = %s AND "slot" IN (SELECT "slot" FROM "moved_sales")'
            ' AND "placed_orders" = 0 AND "paid_orders" = 0 AND "refund_orders" = 0',
            [shop.pk],
        )
    bulk.drop(connection, "moved_sales")


def _units(sums: Mapping[str, str]) -> str:
    """Return SQL for the pieces sold: NULL where they are known of no paid order."""
    return f"CASE WHEN {sums['units_orders']} = 0 THEN NULL ELSE {sums['units']} END"


def _slots_of(hour: int, zone: str) -> list[tuple[int, int]]:
    """Return the slots of the hour, with it. Six, fewer where the clock changes inside the hour."""
    return [(slot, hour) for slot in range(hour, hour + SLOTS_PER_HOUR) if hour_of(slot, zone) == hour]


def _orders_at(clock: str, shop_id: int, *, lines: bool = False) -> str:
    """Return the orders of the slots to fill by one clock, with their lines if asked for.

    From the slots to the orders to the lines, by index, whatever else is stored: SQLite keeps to the order of a CROSS JOIN,
    PostgreSQL finds the best one itself.
    """
    tables = f'FROM "refill" m CROSS JOIN "{Order._meta.db_table}" o'
    match = f'WHERE o."shop_id" = {shop_id:d} AND o."{clock}" = m."slot"'
    if lines:
        tables += f' CROSS JOIN "{OrderLine._meta.db_table}" l'
        match += f' AND l."shop_id" = {shop_id:d} AND l."order_no" = o."order_no"'
    return f"{tables} {match}"


def _sales(shop_id: int) -> str:
    """Return the statement that fills `SalesSlot`: each number at its own clock, three walks over the index of that clock.

    A refund counts when it was asked for; without that time when the order was paid; without that one when it was placed.
    """

    def part(clock: str, condition: str = "", **values: str) -> str:
        columns = ", ".join(f'{values.get(name, "0")} AS "{name}"' for name in SALES)
        return f'SELECT m."slot", {columns} {_orders_at(clock, shop_id)}{condition} GROUP BY m."slot"'

    unpaid = 'o."paid_slot" IS NULL'
    unasked = f'o."refund_slot" IS NULL AND {_REFUND} > 0'
    at_order = part(
        "placed_slot",
        placed_orders="COUNT(*)",
        placed_minor=f"SUM({_TOTAL})",
        unpaid_orders=f"SUM(CASE WHEN {unpaid} THEN 1 ELSE 0 END)",
        unpaid_minor=f"SUM(CASE WHEN {unpaid} THEN {_TOTAL} ELSE 0 END)",
        refund_orders=f"SUM(CASE WHEN {unpaid} AND {unasked} THEN 1 ELSE 0 END)",
        refund_minor=f"SUM(CASE WHEN {unpaid} AND {unasked} THEN {_REFUND} ELSE 0 END)",
    )
    at_payment = part(
        "paid_slot",
        paid_orders="COUNT(*)",
        revenue_minor=f"SUM({_TOTAL})",
        units='SUM(COALESCE(o."units", 0))',
        units_orders='COUNT(o."units")',
        refund_orders=f"SUM(CASE WHEN {unasked} THEN 1 ELSE 0 END)",
        refund_minor=f"SUM(CASE WHEN {unasked} THEN {_REFUND} ELSE 0 END)",
    )
    at_refund = part("refund_slot", f" AND {_REFUND} > 0", refund_orders="COUNT(*)", refund_minor=f"SUM({_REFUND})")
    names = ", ".join(f'"{name}"' for name in SALES)
    added = {name: f'SUM(p."{name}")' for name in SALES}
    sums = ", ".join((added | {"units": _units(added)}).values())
    return (
        f'INSERT INTO "{SalesSlot._meta.db_table}" ("shop_id", "slot", {names})'
        f' SELECT {shop_id:d}, p."slot", {sums}'
        f' FROM ({at_order} UNION ALL {at_payment} UNION ALL {at_refund}) p GROUP BY p."slot"'
    )


def _skus(shop_id: int) -> list[str]:
    """Return the statements that fill `SkuHour` from the lines of the orders paid or refunded in these hours.

    The first inserts what was paid, the others add the few refunds that count at another time. A line without a SKU counts
    under the empty one; an order known as a whole alone has no SKU. Lines are counted and not orders: counting distinct
    orders would sort a million lines, more than all the rest of the filling together.
    """
    table = f'"{SkuHour._meta.db_table}"'
    sku = """COALESCE(l."sku", '')"""
    refund = 'l."refund_minor"'
    names = '"shop_id", "hour", "sku", "lines", "units", "revenue_minor", "refund_minor"'
    paid = (
        f'INSERT INTO {table} ({names}) SELECT {shop_id:d}, m."hour", {sku}, COUNT(*), SUM(COALESCE(l."units", 0)),'
        f' SUM(COALESCE(l."paid_minor", 0)), SUM(CASE WHEN o."refund_slot" IS NULL AND {refund} > 0 THEN {refund} ELSE 0 END)'
        f' {_orders_at("paid_slot", shop_id, lines=True)} GROUP BY m."hour", {sku}'
    )
    later = [
        f'INSERT INTO {table} ({names}) SELECT {shop_id:d}, m."hour", {sku}, 0, 0, 0, SUM({refund})'
        f' {_orders_at(clock, shop_id, lines=True)} AND {condition} AND {refund} > 0 GROUP BY m."hour", {sku}'
        f' ON CONFLICT ("shop_id", "hour", "sku") DO UPDATE SET "refund_minor" = {table}."refund_minor" + excluded."refund_minor"'
        for clock, condition in (("refund_slot", "1 = 1"), ("placed_slot", 'o."paid_slot" IS NULL AND o."refund_slot" IS NULL'))
    ]
    return [paid, *later]

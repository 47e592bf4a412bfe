"""Make the rollups of some hours anew from the facts. Called by `metrics.services` inside its transaction."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence

import pyarrow as pa
from django.db import connection

from common import bulk
from common.windows import SLOTS_PER_HOUR, hour_of
from metrics.models import SalesSlot, SkuHour
from orders.models import Order, OrderLine, Shop

_SALES = (
    "placed_orders",
    "placed_minor",
    "unpaid_orders",
    "unpaid_minor",
    "paid_orders",
    "revenue_minor",
    "units",
    "refund_orders",
    "refund_minor",
)
_TOTAL = 'COALESCE(o."total_minor", 0)'
_REFUND = 'o."refund_minor"'


def fill(shop: Shop, hours: Sequence[int]) -> None:
    """Delete the rollup rows of these hours of the shop's clock and insert them from the facts."""
    slots = [slot for hour in hours for slot in _slots_of(hour, shop.time_zone)]
    table = pa.table(
        {
            "shop_id": pa.array([shop.pk] * len(slots), pa.int64()),
            "slot": pa.array([slot for slot, _ in slots], pa.int32()),
            "hour": pa.array([hour for _, hour in slots], pa.int32()),
        }
    )
    bulk.stage(connection, "refill", table)
    bulk.analyze(connection, "refill", ["slot", "hour"])
    named = '"shop_id" = %s AND "{0}" IN (SELECT "{0}" FROM "refill")'
    with connection.cursor() as cursor:
        for model, column in ((SalesSlot, "slot"), (SkuHour, "hour")):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {named.format(column)}', [shop.pk])
        cursor.execute(_sales())
        cursor.execute(_skus())
    bulk.drop(connection, "refill")


def _slots_of(hour: int, zone: str) -> list[tuple[int, int]]:
    """Return the slots of the hour, with it. Six, fewer where the clock changes inside the hour."""
    return [(slot, hour) for slot in range(hour, hour + SLOTS_PER_HOUR) if hour_of(slot, zone) == hour]


def _orders_at(clock: str) -> str:
    """Return the orders of the slots to fill by one clock. From the slots to the orders: by index, whatever else is stored."""
    return f'FROM "refill" m CROSS JOIN "{Order._meta.db_table}" o WHERE o."shop_id" = m."shop_id" AND o."{clock}" = m."slot"'


def _sales() -> str:
    """Return the statement that fills `SalesSlot`: each number at its own clock, three walks over the index of that clock.

    A refund counts when it was asked for; without that time when the order was paid; without that one when it was placed.
    """

    def part(clock: str, condition: str = "", **values: str) -> str:
        columns = ", ".join(f'{values.get(name, "0")} AS "{name}"' for name in _SALES)
        return f'SELECT m."slot", {columns} {_orders_at(clock)}{condition} GROUP BY m."slot"'

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
        refund_orders=f"SUM(CASE WHEN {unasked} THEN 1 ELSE 0 END)",
        refund_minor=f"SUM(CASE WHEN {unasked} THEN {_REFUND} ELSE 0 END)",
    )
    at_refund = part("refund_slot", f" AND {_REFUND} > 0", refund_orders="COUNT(*)", refund_minor=f"SUM({_REFUND})")
    names = ", ".join(f'"{name}"' for name in _SALES)
    sums = ", ".join(f'SUM(p."{name}")' for name in _SALES)
    return (
        f'INSERT INTO "{SalesSlot._meta.db_table}" ("shop_id", "slot", {names})'
        f' SELECT (SELECT MIN("shop_id") FROM "refill"), p."slot", {sums}'
        f' FROM ({at_order} UNION ALL {at_payment} UNION ALL {at_refund}) p GROUP BY p."slot"'
    )


def _skus() -> str:
    """Return the statement that fills `SkuHour` from the lines of the orders paid or refunded in these hours.

    A line without a SKU counts under the empty one. Only lines join: an order known as a whole alone has no SKU.
    """
    sku = """COALESCE(l."sku", '')"""
    line = f'JOIN "{OrderLine._meta.db_table}" l ON l."shop_id" = o."shop_id" AND l."order_no" = o."order_no"'

    def part(clock: str, condition: str, orders: str, units: str, revenue: str, refund: str) -> str:
        source = _orders_at(clock).replace(" WHERE ", f" {line} WHERE ", 1)
        sums = {"orders": orders, "units": units, "revenue": revenue, "refund": refund}
        columns = ", ".join(f'{value} AS "{name}"' for name, value in sums.items())
        return f'SELECT m."hour" AS "hour", {sku} AS "sku", {columns} {source}{condition} GROUP BY m."hour", {sku}'

    parts = [
        part(
            "paid_slot",
            "",
            'COUNT(DISTINCT o."order_no")',
            'SUM(COALESCE(l."units", 0))',
            'SUM(COALESCE(l."paid_minor", 0))',
            'SUM(CASE WHEN o."refund_slot" IS NULL AND l."refund_minor" > 0 THEN l."refund_minor" ELSE 0 END)',
        ),
        part("refund_slot", ' AND l."refund_minor" > 0', "0", "0", "0", 'SUM(l."refund_minor")'),
        part(
            "placed_slot",
            ' AND o."paid_slot" IS NULL AND o."refund_slot" IS NULL AND l."refund_minor" > 0',
            "0",
            "0",
            "0",
            'SUM(l."refund_minor")',
        ),
    ]
    return (
        f'INSERT INTO "{SkuHour._meta.db_table}" ("shop_id", "hour", "sku", "orders", "units", "revenue_minor", "refund_minor")'
        ' SELECT (SELECT MIN("shop_id") FROM "refill"), p."hour", p."sku",'
        ' SUM(p."orders"), SUM(p."units"), SUM(p."revenue"), SUM(p."refund")'
        f' FROM ({" UNION ALL ".join(parts)}) p GROUP BY p."hour", p."sku"'
    )

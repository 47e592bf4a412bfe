"""What the orders of a shop hold of each SKU, and what they took off the shelf since it was counted, in bulk."""
# ruff: noqa: S608 - the names come from our own tables, the numbers from our own rules

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
from django.db import connection

from common import bulk
from common.windows import slot_of
from inventory.rules.levels import CLOSED, DISPATCH_SLOTS, FORGOTTEN_SLOTS, PAID, SENT
from orders.models import Order, OrderLine, Shop
from orders.states import OrderState, RefundState

_SHELVES = "level_shelves"


def units_held(shop: Shop, since: Mapping[str, datetime]) -> dict[str, dict[str, int]]:
    """Add up what order lines hold and what was shipped since the count, by SKU: the bulk form of `rules.levels.holding`.

    Found by the slot in which orders were placed: lines have no index by SKU, which would cost every import more than
    this costs the few seconds after it.
    """
    skus = sorted(since)
    slots = [slot_of(since[sku]) for sku in skus]
    table = pa.table(
        {
            "sku": pa.array(skus, pa.string()),
            "since": pa.array([since[sku] for sku in skus], pa.timestamp("us", tz="UTC")).cast(
                pa.timestamp("s", "UTC"), safe=False
            ),
            "slot": pa.array(slots, pa.int32()),
        }
    )
    bulk.know_sizes(connection, Order._meta.db_table, OrderLine._meta.db_table)
    _stage(table)
    first = min(slots) - FORGOTTEN_SLOTS
    with connection.cursor() as cursor:
        cursor.execute(_statement(shop.pk), [first, first])
        found = cursor.fetchall()
    bulk.drop(connection, _SHELVES)
    sums: dict[str, dict[str, int]] = {}
    for sku, holding, units in found:
        sums.setdefault(sku, {})[holding] = int(units)
    return sums


def _statement(shop_id: int) -> str:
    """Return the sum of units by SKU and holding over the orders placed (else paid) in a slot from the parameter on."""
    closed, sent, paid = (", ".join(map(str, sorted(group))) for group in (CLOSED, SENT, PAID))
    state, line_state = 'COALESCE(o."state", 0)', 'COALESCE(l."state", 0)'
    placed = 'COALESCE(o."placed_slot", o."paid_slot")'
    parted = f"{state} = {int(OrderState.PART_SHIPPED)} AND {line_state} NOT IN ({sent})"
    refunded = int(RefundState.FULL)
    holding = (
        f'CASE WHEN o."shipped_at" IS NOT NULL AND NOT ({parted})'
        """ THEN CASE WHEN o."shipped_at" > s."since" THEN 'shipped' END"""
        f" WHEN {state} IN ({closed}) OR {line_state} IN ({closed})"
        f' OR COALESCE(o."refund_state", 0) = {refunded} OR COALESCE(l."refund_state", 0) = {refunded} THEN NULL'
        f" WHEN {state} IN ({sent}) OR {line_state} IN ({sent})"
        f' THEN CASE WHEN (o."completed_at" IS NULL OR o."completed_at" > s."since")'
        f""" AND COALESCE(o."paid_slot", o."placed_slot") + {DISPATCH_SLOTS} > s."slot" THEN 'shipped' END"""
        f' WHEN {state} IN ({paid}) OR (o."paid_at" IS NOT NULL AND {state} <> {int(OrderState.DEPOSIT_PAID)})'
        " THEN 'unshipped' ELSE 'unpaid' END"
    )

    def over(orders: str) -> str:
        return (
            f'SELECT s."sku", {holding} AS "holding", l."units" FROM "{Order._meta.db_table}" o'
            f' CROSS JOIN "{OrderLine._meta.db_table}" l CROSS JOIN "{_SHELVES}" s WHERE o."shop_id" = {shop_id:d} AND {orders}'
            f' AND l."shop_id" = {shop_id:d} AND l."order_no" = o."order_no" AND s."sku" = l."sku" AND l."units" > 0'
            f' AND {placed} >= s."slot" - {FORGOTTEN_SLOTS}'
        )

    both = " UNION ALL ".join([over('o."placed_slot" >= %s'), over('o."placed_slot" IS NULL AND o."paid_slot" >= %s')])
    return f'SELECT "sku", "holding", SUM("units") FROM ({both}) x WHERE "holding" IS NOT NULL GROUP BY "sku", "holding"'


def units_moved(*, shop_id: int, spans: Mapping[str, tuple[datetime, datetime]]) -> dict[str, tuple[int, int]]:
    """Return the pieces of each SKU that were paid for, and those shipped, in its span: after its first moment, up to its last.

    A piece shipped at a moment nobody told counts a day after its payment, or at its completion, as in `rules.levels`.
    """
    if not spans:
        return {}
    skus = sorted(spans)
    sides: list[pa.Array] = [
        pa.array([spans[sku][side] for sku in skus], pa.timestamp("us", tz="UTC")).cast(pa.timestamp("s", "UTC"), safe=False)
        for side in (0, 1)
    ]
    slots = [pa.array([slot_of(spans[sku][side]) for sku in skus], pa.int32()) for side in (0, 1)]
    table = pa.table(
        {"sku": pa.array(skus, pa.string()), "first": sides[0], "last": sides[1], "since": slots[0], "until": slots[1]}
    )
    _stage(table)
    sent = ", ".join(map(str, sorted(SENT)))
    left = f'COALESCE(o."paid_slot", o."placed_slot") + {DISPATCH_SLOTS}'
    parted = f'COALESCE(o."state", 0) = {int(OrderState.PART_SHIPPED)} AND COALESCE(l."state", 0) NOT IN ({sent})'
    shipped = (
        f'CASE WHEN o."shipped_at" IS NOT NULL AND NOT ({parted}) THEN o."shipped_at" > s."first" AND o."shipped_at" <= s."last"'
        f' WHEN COALESCE(o."state", 0) IN ({sent}) OR COALESCE(l."state", 0) IN ({sent}) THEN'
        f' (o."completed_at" IS NULL OR o."completed_at" > s."first") AND {left} > s."since"'
        f' AND ({left} <= s."until" OR o."completed_at" <= s."last") ELSE FALSE END'
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT s."sku", SUM(CASE WHEN o."paid_at" > s."first" AND o."paid_at" <= s."last" THEN l."units" ELSE 0 END),'
            f' SUM(CASE WHEN {shipped} THEN l."units" ELSE 0 END) FROM "{Order._meta.db_table}" o'
            f' CROSS JOIN "{OrderLine._meta.db_table}" l CROSS JOIN "{_SHELVES}" s'
            ' WHERE o."shop_id" = %s AND o."placed_slot" >= %s AND l."shop_id" = o."shop_id" AND l."order_no" = o."order_no"'
            ' AND s."sku" = l."sku" AND l."units" > 0 GROUP BY s."sku"',
            [shop_id, min(slot_of(first) for first, _last in spans.values()) - FORGOTTEN_SLOTS],
        )
        found = cursor.fetchall()
    bulk.drop(connection, _SHELVES)
    return {sku: (int(sold), int(sent_off)) for sku, sold, sent_off in found}


def _stage(table: pa.Table) -> None:
    bulk.stage(connection, _SHELVES, table, key=["sku"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE INDEX temp."{_SHELVES}_sku" ON "{_SHELVES}" ("sku")')

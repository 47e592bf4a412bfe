"""What the orders of a shop hold of each SKU, and what they took off the shelf since it was counted, in bulk."""
# ruff: noqa: S608 - the names come from our own tables, the numbers from our own rules

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection

from common import bulk
from common.windows import slot_of
from inventory.rules.levels import CLOSED, DISPATCH_SLOTS, FORGOTTEN_SLOTS, PAID, SENT
from orders.models import Order, OrderLine, Shop
from orders.states import OrderState, RefundState

_SHELVES = "level_shelves"


ORDERED = "ordered"  # beside the holdings: pieces ordered since the listing
_NEVER = 2**31 - 1  # a slot no order is placed in


def units_held(
    shop: Shop, since: Mapping[str, datetime], listed: Mapping[str, datetime] | None = None
) -> dict[str, dict[str, int]]:
    """Add up what order lines hold, what was shipped since the count and what was ordered since the listing, by SKU.

    The bulk form of `rules.levels.holding` and `is_ordered`; `since` and `listed` give the moments by SKU.

    Found by the slot in which orders were placed: lines have no index by SKU, which would cost every import more than
    this costs the few seconds after it.
    """
    listed = listed or {}
    skus = sorted(since)
    slots = [slot_of(since[sku]) for sku in skus]
    table = pa.table(
        {
            "sku": pa.array(skus, pa.string()),
            "since": _moments([since[sku] for sku in skus]),
            "slot": pa.array(slots, pa.int32()),
            "listed": _moments([listed.get(sku) for sku in skus]),
        }
    )
    bulk.know_sizes(connection, Order._meta.db_table, OrderLine._meta.db_table)
    _stage(table)
    first = min([min(slots) - FORGOTTEN_SLOTS, *(slot_of(moment) for moment in listed.values())])
    shown = min((slot_of(moment) for moment in listed.values()), default=_NEVER)
    values: list[Any] = [first, shown, min(since.values()).replace(microsecond=0), min(slots)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(shop.pk), [*values, *values])
        found = cursor.fetchall()
    bulk.drop(connection, _SHELVES)
    sums: dict[str, dict[str, int]] = {}
    for sku, holding, units, ordered in found:
        one = sums.setdefault(sku, {})
        one[ORDERED] = one.get(ORDERED, 0) + int(ordered)
        if holding is not None:
            one[holding] = int(units)
    return sums


def _moments(moments: Sequence[datetime | None]) -> pa.Array:
    """Return moments in whole seconds, rounded down as the moments of orders are."""
    return pa.array(moments, pa.timestamp("us", tz="UTC")).cast(pa.timestamp("s", "UTC"), safe=False)


_STATE, _SENT = 'COALESCE(o."state", 0)', ", ".join(map(str, sorted(SENT)))
_MATTERS = (
    f'o."shipped_at" > %s OR ((o."shipped_at" IS NULL OR {_STATE} = {int(OrderState.PART_SHIPPED)})'
    f' AND {_STATE} NOT IN ({", ".join(map(str, sorted(CLOSED)))}) AND COALESCE(o."refund_state", 0) <> {int(RefundState.FULL)}'
    f' AND ({_STATE} NOT IN ({_SENT}) OR COALESCE(o."paid_slot", o."placed_slot") + {DISPATCH_SLOTS} > %s))'
)
"""Whether an order may hold or have taken anything: what `rules.levels.holding` says of it for the earliest count of all SKUs."""


def _statement(shop_id: int) -> str:
    """Return the sums of units by SKU and holding over the orders placed (else paid) in a slot from the first parameter on.

    The other parameters, each the earliest of all SKUs, leave orders out before their lines are looked up, which nearly all that
    were shipped before the count are: the slot of the listing, the moment of the count, its slot.
    """
    closed, sent, paid = (", ".join(map(str, sorted(group))) for group in (CLOSED, SENT, PAID))
    state, line_state = 'COALESCE(o."state", 0)', 'COALESCE(l."state", 0)'
    placed = 'COALESCE(o."placed_slot", o."paid_slot")'
    parted = f"{state} = {int(OrderState.PART_SHIPPED)} AND {line_state} NOT IN ({sent})"
    refunded = int(RefundState.FULL)
    holding = (
        f'CASE WHEN {placed} < s."slot" - {FORGOTTEN_SLOTS} THEN NULL'
        f' WHEN o."shipped_at" IS NOT NULL AND NOT ({parted})'
        """ THEN CASE WHEN o."shipped_at" > s."since" THEN 'shipped' END"""
        f" WHEN {state} IN ({closed}) OR {line_state} IN ({closed})"
        f' OR COALESCE(o."refund_state", 0) = {refunded} OR COALESCE(l."refund_state", 0) = {refunded} THEN NULL'
        f" WHEN {state} IN ({sent}) OR {line_state} IN ({sent})"
        f' THEN CASE WHEN (o."completed_at" IS NULL OR o."completed_at" > s."since")'
        f""" AND COALESCE(o."paid_slot", o."placed_slot") + {DISPATCH_SLOTS} > s."slot" THEN 'shipped' END"""
        f' WHEN {state} IN ({paid}) OR (o."paid_at" IS NOT NULL AND {state} <> {int(OrderState.DEPOSIT_PAID)})'
        " THEN 'unshipped' ELSE 'unpaid' END"
    )

    unpaid = int(OrderState.CLOSED_UNPAID)
    ordered = (
        f'CASE WHEN COALESCE(o."placed_at", o."paid_at") > s."listed" AND {state} <> {unpaid} AND {line_state} <> {unpaid}'
        ' THEN l."units" ELSE 0 END'
    )

    def over(orders: str) -> str:
        return (
            f'SELECT s."sku", {holding} AS "holding", l."units", {ordered} AS "ordered" FROM "{Order._meta.db_table}" o'
            f' CROSS JOIN "{OrderLine._meta.db_table}" l CROSS JOIN "{_SHELVES}" s WHERE o."shop_id" = {shop_id:d} AND {orders}'
            f' AND ({placed} >= %s OR {_MATTERS}) AND l."shop_id" = {shop_id:d} AND l."order_no" = o."order_no"'
            ' AND s."sku" = l."sku" AND l."units" > 0'
        )

    both = " UNION ALL ".join([over('o."placed_slot" >= %s'), over('o."placed_slot" IS NULL AND o."paid_slot" >= %s')])
    return f'SELECT "sku", "holding", SUM("units"), SUM("ordered") FROM ({both}) x GROUP BY "sku", "holding"'


def units_moved(*, shop_id: int, spans: Mapping[str, tuple[datetime, datetime]]) -> dict[str, tuple[int, int]]:
    """Return the pieces of each SKU that were paid for, and those shipped, in its span: after its first moment, up to its last.

    A piece shipped at a moment nobody told counts a day after its payment, or at its completion, as in `rules.levels`.
    """
    if not spans:
        return {}
    skus = sorted(spans)
    sides: list[pa.Array] = [_moments([spans[sku][side] for sku in skus]) for side in (0, 1)]
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

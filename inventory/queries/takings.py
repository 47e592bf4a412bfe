"""What was taken of each SKU: slot by slot lately, and what is usual. Pieces; slots are numbers (UTC epoch // 600)."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from common.pieces import pieces
from common.windows import Window
from inventory.rules.runout.rate import Numbers
from inventory.rules.runout.shape import usual_hours
from metrics import queries as metrics
from orders.models import Order, OrderLine, Shop
from orders.states import OrderState, RefundState

USUAL_DAYS = 28
WAITING_SLOTS = 60 * 144
_HOUR = 6
_PAID = (OrderState.PAID, OrderState.PART_SHIPPED)
_WAITING = (OrderState.UNPAID, OrderState.DEPOSIT_PAID, *_PAID)


def taken_by_slot(shop: Shop, window: Window) -> list[tuple[str, int, int]]:
    """Return (SKU, slot, pieces) of what orders placed in the window took.

    A piece is taken when the order is placed, paid or not: from then on it is held. Orders closed without a payment gave theirs
    back. Where a file tells no such moment, that of the payment counts. From the slots to the orders to the lines, by index.
    """
    parts = []
    for clock, condition in (("placed_slot", ""), ("paid_slot", ' AND o."placed_slot" IS NULL')):
        parts.append(
            f'SELECT l."sku" AS sku, o."{clock}" AS slot, COALESCE(l."units", 0) AS units FROM "{Order._meta.db_table}" o'
            f' CROSS JOIN "{OrderLine._meta.db_table}" l'
            f' WHERE o."shop_id" = %s AND o."{clock}" >= %s AND o."{clock}" < %s{condition}'
            f' AND (o."state" IS NULL OR o."state" <> {OrderState.CLOSED_UNPAID:d})'
            ' AND l."shop_id" = %s AND l."order_no" = o."order_no" AND l."sku" IS NOT NULL'
        )
    asked = [shop.pk, window.start, window.end, shop.pk]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sku, slot, SUM(units) FROM ({' UNION ALL '.join(parts)}) t GROUP BY sku, slot", [*asked, *asked])
        return [(str(sku), int(slot), int(units)) for sku, slot, units in cursor.fetchall()]


def waiting_orders(shop: Shop, skus: Sequence[str], *, before: int) -> dict[str, tuple[int, int]]:
    """Return how many orders of the last weeks wait for pieces of these SKUs, and how many of them are paid.

    Lines have no index by SKU: the orders placed before slot `before` are walked over once, as for the levels.
    """
    found: dict[str, tuple[int, int]] = {}
    if not skus:
        return found
    states, paid = (", ".join(str(int(state)) for state in group) for group in (_WAITING, _PAID))
    for some in pieces(skus):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT l."sku", COUNT(DISTINCT o."order_no"),'
                f' COUNT(DISTINCT CASE WHEN o."state" IN ({paid}) THEN o."order_no" END) FROM "{Order._meta.db_table}" o'
                f' CROSS JOIN "{OrderLine._meta.db_table}" l WHERE o."shop_id" = %s'
                f' AND o."placed_slot" >= %s AND o."placed_slot" < %s AND o."state" IN ({states}) AND o."shipped_at" IS NULL'
                f' AND COALESCE(o."refund_state", 0) <> {RefundState.FULL:d} AND l."shop_id" = %s'
                f' AND l."order_no" = o."order_no" AND l."sku" IN ({", ".join(["%s"] * len(some))}) GROUP BY l."sku"',
                [shop.pk, before - WAITING_SLOTS, before, shop.pk, *some],
            )
            found |= {str(sku): (int(orders), int(of_paid)) for sku, orders, of_paid in cursor.fetchall()}
    return found


@dataclass(frozen=True)
class Usual:
    """The usual days of a shop: orders a slot by UTC hour, and the pieces of each SKU that one order brings on average.

    `first_slot`: of the first hour with an order in the four weeks looked at, None: there was none; `orders`: all of them.
    """

    first_slot: int | None
    orders: float
    hours: Numbers
    pieces_an_order: Mapping[str, float]


def usual_days(shop: Shop, *, before_slot: int) -> Usual:
    """Return what was usual in the four weeks before a slot; nothing sold then is no pieces an order."""
    end = before_slot // _HOUR * _HOUR
    window = Window(end - USUAL_DAYS * 144, end)
    orders = metrics.slot_series(shops=[shop], window=window, name="paid_orders", step=_HOUR).astype(float)
    total = orders.sum()
    sold = metrics.sku_sales(shops=[shop], window=window) if total else []
    pieces = {each.sku: each.units / total for each in sold if each.units > 0}
    known = np.flatnonzero(orders)
    first = window.start + _HOUR * int(known[0]) if len(known) else None
    return Usual(first, float(total), usual_hours(orders, first_hour=window.start // _HOUR % 24), pieces)


def table_of(rows: list[tuple[str, int, int]], place: Mapping[str, int], window: Window) -> Numbers:
    """Lay takings out as a row a SKU and a column a slot."""
    table = np.zeros((len(place), window.length))
    for sku, slot, units in rows:
        row = place.get(sku)
        if row is not None:
            table[row, slot - window.start] += units
    return table

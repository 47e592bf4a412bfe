"""The facts of a sale as columns: its hours, and the orders and lines of some of them, with what statements told of each."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from common import bulk
from inventory.models import Product
from orders.models import Order, OrderLine, Shop, TrafficHour
from orders.states import RefundState
from review.claims import AMOUNTS
from review.models import Settlement
from review.rules.money.ledger import UNKNOWN, Lines, Orders
from review.rules.money.splitting import Bools, Ints

_ORDER = (
    "total_minor",
    "freight_minor",
    "refund_minor",
    "shop_discount_minor",
    "platform_discount_minor",
    "influencer_discount_minor",
)
_LINE = ("units", "price_minor", "paid_minor", "refund_minor")
_SCHEMA = pa.schema(
    [("order_no", pa.string()), ("paid_slot", pa.int64()), ("refund_state", pa.int64())]
    + [(f"o_{name}", pa.int64()) for name in _ORDER]
    + [("line_no", pa.string()), ("sku", pa.string()), ("is_gift", pa.int64()), ("l_refund_state", pa.int64())]
    + [(f"l_{name}", pa.int64()) for name in _LINE]
    + [(f"s_{name}", pa.int64()) for name in AMOUNTS]
)


@dataclass(frozen=True)
class Piece:
    """Some hours of a shop, with all their orders: columns for the rules, and the names of orders and products beside them."""

    orders: Orders
    lines: Lines
    order_nos: pa.Array
    line_nos: pa.Array
    skus: pa.Array
    freight: Ints


def hours_of(shop: Shop, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return (slot, paid orders, revenue) of every slot of [start, end) with a paid order, in order."""
    statement = (
        f'SELECT "paid_slot", COUNT(*), COALESCE(SUM("total_minor"), 0) FROM "{Order._meta.db_table}"'
        ' WHERE "shop_id" = %s AND "paid_slot" >= %s AND "paid_slot" < %s GROUP BY "paid_slot" ORDER BY "paid_slot"'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [shop.pk, start, end])
        return [(int(slot), int(count), int(total)) for slot, count, total in cursor.fetchall()]


def costs_of(shop: Shop) -> tuple[pa.Array, Ints]:
    """Return the SKUs whose cost is known, and the cost of a piece of each."""
    known = list(Product.objects.filter(shop=shop, cost_minor__isnull=False).order_by("sku").values_list("sku", "cost_minor"))
    return pa.array([sku for sku, _cost in known], pa.string()), np.array([cost for _sku, cost in known], dtype=np.int64)


def spend_of(shop: Shop, start: int, end: int) -> list[tuple[int, str, int | None, int | None]]:
    """Return (hour, channel, visitors, spend) of every hour of [start, end) that a traffic file tells, in order."""
    rows = TrafficHour.objects.filter(shop=shop, hour__gte=start, hour__lt=end).order_by("hour", "channel")
    return list(rows.values_list("hour", "channel", "visitors", "spend_minor"))


def read_piece(shop: Shop, start: int, end: int, hours: Sequence[int], costs: tuple[pa.Array, Ints]) -> Piece | None:
    """Return all orders paid in [start, end) with their lines; `hours` are the first slots of the hours that are counted along.

    An order without lines has one of its own without a product. None when no order was paid then.
    """
    table = bulk.read(connection, _statement(), [shop.pk, start, end], _SCHEMA)
    if not table.num_rows:
        return None
    numbers = table["order_no"].combine_chunks()
    new = np.ones(len(numbers), dtype=bool)
    if len(numbers) > 1:
        new[1:] = ~np.asarray(pc.equal(numbers.slice(1), numbers.slice(0, len(numbers) - 1)).to_numpy(zero_copy_only=False), bool)
    first, of = np.flatnonzero(new), (np.cumsum(new) - 1).astype(np.int64)
    taken = table.take(pa.array(first))
    slots = _ints(taken, "paid_slot")
    orders = Orders(
        hour=np.searchsorted(np.asarray(hours, dtype=np.int64), slots, side="right").astype(np.int64) - 1,
        total=_ints(taken, "o_total_minor"),
        refund=_ints(taken, "o_refund_minor"),
        is_full=_ints(taken, "refund_state") == int(RefundState.FULL),
        shop_discount=_ints(taken, "o_shop_discount_minor"),
        platform_discount=_ints(taken, "o_platform_discount_minor"),
        influencer_discount=_ints(taken, "o_influencer_discount_minor"),
        settled={name.removesuffix("_minor"): _ints(taken, f"s_{name}") for name in AMOUNTS},
    )
    skus, worth = costs
    place = pc.index_in(table["sku"].combine_chunks(), value_set=skus).fill_null(-1).to_numpy()
    lines = Lines(
        order=of,
        units=_ints(table, "l_units"),
        price=_ints(table, "l_price_minor"),
        paid=_ints(table, "l_paid_minor"),
        refund=_ints(table, "l_refund_minor"),
        cost=np.where(place < 0, UNKNOWN, worth[np.maximum(place, 0)] if len(worth) else UNKNOWN),
        is_gift=_is(table, "is_gift"),
        is_full=_ints(table, "l_refund_state") == int(RefundState.FULL),
    )
    freight = _ints(taken, "o_freight_minor")
    return Piece(
        orders,
        lines,
        taken["order_no"].combine_chunks(),
        table["line_no"].combine_chunks(),
        table["sku"].combine_chunks(),
        freight,
    )


def _statement() -> str:
    """Return the SELECT: from the slots to the orders to their lines and statements, the lines of an order together."""
    columns = ['o."order_no"', 'o."paid_slot"', 'o."refund_state"', *(f'o."{name}"' for name in _ORDER)]
    columns += ['l."line_no"', 'l."sku"', 'CASE WHEN l."is_gift" THEN 1 ELSE 0 END', 'l."refund_state"']
    columns += [*(f'l."{name}"' for name in _LINE), *(f's."{name}"' for name in AMOUNTS)]
    return (
        f'SELECT {", ".join(columns)} FROM "{Order._meta.db_table}" o'
        f' LEFT JOIN "{OrderLine._meta.db_table}" l ON l."shop_id" = o."shop_id" AND l."order_no" = o."order_no"'
        f' LEFT JOIN "{Settlement._meta.db_table}" s ON s."shop_id" = o."shop_id" AND s."order_no" = o."order_no"'
        ' WHERE o."shop_id" = %s AND o."paid_slot" >= %s AND o."paid_slot" < %s ORDER BY o."order_no", l."line_no"'
    )


def _ints(table: pa.Table, name: str) -> Ints:
    return np.asarray(table[name].combine_chunks().fill_null(UNKNOWN).to_numpy(), dtype=np.int64)


def _is(table: pa.Table, name: str) -> Bools:
    return np.asarray(table[name].combine_chunks().fill_null(0).to_numpy() == 1, dtype=bool)

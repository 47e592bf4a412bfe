"""Count what stands in the warehouses of a shop, in three statements along the paid orders of the last days. For a worker alone.

Nothing is counted for a page: it derives what is due from the counted slots of payment, by the rule of the moment.
"""
# ruff: noqa: S608 - the names come from our own tables

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from common import bulk
from common.windows import slot_of
from dispatch.models import OrderWarehouse, Promise, ToldBy
from dispatch.states import HELD, OPEN_STATES
from orders.models import Order, Shop
from orders.states import OrderState

SHIPPED_SINCE = timedelta(days=4)
_ORDERS = f'"{Order._meta.db_table}" o'
_STATES = ", ".join(str(int(each)) for each in OPEN_STATES)
_HELD = ", ".join(str(int(each)) for each in HELD)
_SAME = '{0}."shop_id" = o."shop_id" AND {0}."order_no" = o."order_no"'
_PROMISED = f' LEFT JOIN "{Promise._meta.db_table}" p ON {_SAME.format("p")}'
_TOLD = "".join(
    f' LEFT JOIN "{OrderWarehouse._meta.db_table}" {name} ON {_SAME.format(name)} AND {name}."told_by" = {int(by)}'
    for name, by in (("f", ToldBy.FILE), ("g", ToldBy.PROGRAM))
)
# The law of `dispatch.models.parcels`: the newer telling has the word, a program's where both are of one second.
_WAREHOUSE = 'CASE WHEN g."warehouse" IS NULL OR f."as_of" > g."as_of" THEN COALESCE(f."warehouse", \'\') ELSE g."warehouse" END'


@dataclass(frozen=True)
class Counted:
    """What stands and what left; see `dispatch.models.DueBoard`."""

    cells: list[list[Any]]
    shipped: list[list[Any]]
    forgotten: int
    unreadable: int


def count_due(shop: Shop, *, at: datetime, forget_days: int) -> Counted:
    """Count the open orders of a shop by slot of payment, and what was shipped in the last four days."""
    since = slot_of(at - timedelta(days=forget_days))
    bulk.make_room(connection)
    knows_places = OrderWarehouse.objects.filter(shop=shop).exists()
    place, told = (_WAREHOUSE, _TOLD) if knows_places else ("''", "")
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT o."paid_slot", p."ship_by_slot", {place}, CASE WHEN o."refund_state" IN ({_HELD}) THEN 1 ELSE 0 END,'
            f' COUNT(*), SUM(COALESCE(o."total_minor", 0)) FROM {_ORDERS}{_PROMISED}{told}'
            f' WHERE o."shop_id" = %s AND o."state" IN ({_STATES}) AND o."paid_slot" >= %s'
            " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            [shop.pk, since],
        )
        cells = [[*row[:4], int(row[4]), int(row[5])] for row in cursor.fetchall()]
        slot = bulk.slot(connection, 'o."shipped_at"')
        cursor.execute(
            f'SELECT {slot}, {place}, COUNT(*) FROM {_ORDERS}{told} WHERE o."shop_id" = %s AND o."paid_slot" >= %s'
            ' AND o."shipped_at" >= %s AND o."shipped_at" < %s GROUP BY 1, 2 ORDER BY 1, 2',
            [shop.pk, since, at - SHIPPED_SINCE, at],
        )
        shipped = [[int(row[0]), row[1], int(row[2])] for row in cursor.fetchall()]
        cursor.execute(
            f'SELECT COUNT(*) FROM {_ORDERS} WHERE o."shop_id" = %s AND o."state" IN ({_STATES})'
            ' AND o."paid_slot" IS NOT NULL AND o."paid_slot" < %s',
            [shop.pk, since],
        )
        forgotten = int(cursor.fetchone()[0])
        cursor.execute(
            f'SELECT COUNT(*) FROM {_ORDERS} WHERE o."shop_id" = %s AND o."paid_slot" >= %s'
            f' AND o."state" = {int(OrderState.HELD)}',
            [shop.pk, since],
        )
        unreadable = int(cursor.fetchone()[0])
    return Counted(cells, shipped, forgotten, unreadable)

"""Count what stands in the warehouses of a shop, in three statements along the paid orders of the last days. For a worker alone.

Nothing is counted for a page: it derives what is due from the counted slots of payment, by the rule of the moment.
"""
# ruff: noqa: S608 - the names come from our own tables

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from common import bulk
from common.pieces import pieces
from common.windows import slot_of
from dispatch.models import Hold, OrderWarehouse, Promise, ScanLog, ToldBy
from dispatch.queries.parcels import warehouses_of
from dispatch.rules.answers import Word
from dispatch.states import OPEN_STATES
from orders.models import Order, Shop
from orders.states import OrderState

SHIPPED_SINCE = timedelta(days=4)
_ORDERS = f'"{Order._meta.db_table}" o'
_STATES = ", ".join(str(int(each)) for each in OPEN_STATES)
_SAME = '{0}."shop_id" = o."shop_id" AND {0}."order_no" = o."order_no"'
_PROMISED = f' LEFT JOIN "{Promise._meta.db_table}" p ON {_SAME.format("p")}'
# Nobody ships what is held as a whole: it is off the clock.
_HELD = f' LEFT JOIN "{Hold._meta.db_table}" h ON {_SAME.format("h")} AND h."is_held" AND h."lines" IS NULL'
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
    bulk.know_sizes(connection, Order._meta.db_table)  # a first import may be a minute old, and the page's lists ask next
    knows_places = OrderWarehouse.objects.filter(shop=shop).exists()
    place, told = (_WAREHOUSE, _TOLD) if knows_places else ("''", "")
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT o."paid_slot", p."ship_by_slot", {place}, CASE WHEN h."shop_id" IS NULL THEN 0 ELSE 1 END,'
            f' COUNT(*), SUM(COALESCE(o."total_minor", 0)) FROM {_ORDERS}{_PROMISED}{_HELD}{told}'
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
    _take_out_scanned(shop, cells, shipped, at=at)
    return Counted(cells, shipped, forgotten, unreadable)


def _take_out_scanned(shop: Shop, cells: list[list[Any]], shipped: list[list[Any]], *, at: datetime) -> None:
    """Count what the packing table let go, and no file calls shipped yet, as shipped at its first scan."""
    scans = ScanLog.objects.filter(scanned_at__gte=at - SHIPPED_SINCE, scanned_at__lt=at, word=Word.SHIP.value)
    gone: dict[str, int] = {}
    for told, scanned in scans.order_by("-scanned_at").values_list("told", "scanned_at"):
        gone |= {number: slot_of(scanned) for number_shop, number in told.get("orders", []) if number_shop == shop.pk}
    found = []
    for piece in pieces(sorted(gone)):
        open_ones = Order.objects.filter(shop=shop, order_no__in=piece, state__in=OPEN_STATES, paid_slot__isnull=False)
        found += list(open_ones.values_list("order_no", "paid_slot", "total_minor"))
    numbers = [number for number, _paid, _total in found]
    places = warehouses_of(shop_id=shop.pk, order_nos=numbers)
    promised: dict[str, int] = {}
    for piece in pieces(numbers):
        promised |= dict(Promise.objects.filter(shop=shop, order_no__in=piece).values_list("order_no", "ship_by_slot"))
    by_key = {tuple(cell[:3]): cell for cell in cells if not cell[3]}
    for number, paid, total in found:
        cell = by_key.get((paid, promised.get(number), places.get(number, "")))
        if cell is not None and cell[4]:
            cell[4], cell[5] = cell[4] - 1, cell[5] - (total or 0)
            shipped.append([gone[number], places.get(number, ""), 1])
    cells[:] = [cell for cell in cells if cell[4]]

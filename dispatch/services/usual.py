"""Count what is a usual quantity of each SKU, for the rule of odd quantities."""
# ruff: noqa: S608 - the names come from our own tables

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection

from common import bulk
from common.windows import slot_of
from dispatch.models import FinderState, UsualQuantity
from dispatch.rules.abnormal import Thresholds
from dispatch.rules.abnormal.quantity import usual_limit
from dispatch.services.marking import mark_some
from dispatch.states import LOOK_BACK, OPEN_STATES
from orders.models import Order, OrderLine, Shop

EVERY = timedelta(hours=6)
FEW_LINES = 50_000  # so few are counted anew each time
_ORDERS, _LINES = f'"{Order._meta.db_table}"', f'"{OrderLine._meta.db_table}"'
_JOINED = (
    f'{_ORDERS} o CROSS JOIN {_LINES} l WHERE l."shop_id" = o."shop_id" AND l."order_no" = o."order_no" AND o."shop_id" = %s'
)


def refresh_usual(*, shop: Shop, at: datetime, thresholds: Thresholds, state: FinderState) -> bool:
    """Count the lines of the last 30 days by SKU and pieces, inside the caller's transaction, where that is due; say whether.

    Open orders that are odd now and were not before, or the other way, are marked.
    """
    if state.usual_at is not None and at - state.usual_at < EVERY and state.usual_lines >= FEW_LINES:
        return False
    times = thresholds.of("quantity", "times")
    counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
    bulk.make_room(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT l."sku", l."units", COUNT(*) FROM {_JOINED} AND o."paid_slot" >= %s AND l."sku" IS NOT NULL'
            ' AND l."units" > 0 GROUP BY l."sku", l."units"',
            [shop.pk, slot_of(at - LOOK_BACK)],
        )
        for sku, units, lines in cursor.fetchall():
            counts[sku][int(units)] = int(lines)
    fresh = {}
    for sku, mine in counts.items():
        found = usual_limit(mine, times=times)
        if found is not None:
            fresh[sku] = UsualQuantity(shop=shop, sku=sku, lines=sum(mine.values()), usual=found[0], limit=found[1])
    before = dict(UsualQuantity.objects.filter(shop=shop).values_list("sku", "limit"))
    UsualQuantity.objects.filter(shop=shop).delete()
    UsualQuantity.objects.bulk_create(fresh.values(), batch_size=500)
    limits = {sku: row.limit for sku, row in fresh.items()}
    moved = {sku for sku in {*before, *limits} if before.get(sku) != limits.get(sku)}
    if moved:
        mark_some(shop=shop, order_nos=_many_pieces(shop, at, thresholds.of("quantity", "least"), moved))
    state.usual_at, state.usual_lines = at, sum(sum(mine.values()) for mine in counts.values())
    return True


def _many_pieces(shop: Shop, at: datetime, least: int, skus: set[str]) -> list[str]:
    """Return the open orders with a line of at least `least` pieces of one of the SKUs."""
    states = ", ".join(str(int(each)) for each in OPEN_STATES)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT DISTINCT l."order_no", l."sku" FROM {_JOINED} AND o."paid_slot" >= %s AND o."state" IN ({states})'
            ' AND l."units" >= %s',
            [shop.pk, slot_of(at - LOOK_BACK), least],
        )
        return sorted({number for number, sku in cursor.fetchall() if sku in skus})

"""Say which orders changed, in the transaction that changes them; the finder looks at them afterwards.

Only orders that are paid, not yet shipped and not old are worth a look: a file of last year marks nothing.
"""

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from common import bulk
from common.windows import slot_of
from dispatch.models import StaleSpan
from dispatch.states import LOOK_BACK, OPEN_STATES
from orders.models import Shop
from orders.touched import Touched

FURTHEST = "\U0010ffff"  # no order number sorts behind it


def mark_orders(*, shop: Shop, touched: Touched, at: datetime) -> int:
    """Mark the open orders among those touched, inside the caller's transaction; return how many spans that took.

    Orders that are all new are one span: a first import of a million writes a row a chunk.
    """
    moved = touched.movements
    if moved is None or not moved.num_rows:
        return 0
    is_now = pc.equal(moved["sign"], 1)
    is_open = pc.is_in(moved["state"], value_set=pa.array([int(state) for state in OPEN_STATES], pa.int16()))
    is_young = pc.fill_null(pc.greater_equal(moved["paid_slot"], slot_of(at - LOOK_BACK)), False)
    numbers = pc.unique(moved.filter(pc.and_(is_now, pc.and_(is_open, is_young)))["order_no"])
    if not len(numbers):
        return 0
    if pc.all(is_now).as_py():
        ends = pc.min_max(numbers)
        spans = pa.table({"first_no": pa.array([ends["min"].as_py()]), "last_no": pa.array([ends["max"].as_py()])})
    else:
        spans = pa.table({"first_no": numbers, "last_no": numbers})
    bulk.append(connection, StaleSpan._meta.db_table, spans, constants={"shop_id": shop.pk})
    return int(spans.num_rows)


def mark_all(*, shop: Shop) -> None:
    """Mark every order of a shop: a rule or what is told from above has changed."""
    StaleSpan.objects.filter(shop=shop).delete()
    StaleSpan.objects.create(shop=shop, first_no="", last_no=FURTHEST)


def mark_some(*, shop: Shop, order_nos: list[str]) -> None:
    """Mark these orders."""
    StaleSpan.objects.bulk_create([StaleSpan(shop=shop, first_no=number, last_no=number) for number in order_nos], batch_size=500)

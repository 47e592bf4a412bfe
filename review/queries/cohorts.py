"""Buyers won in some time and when they bought again: one look-up of the orders of each, never a walk over all orders."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from common import bulk
from common.windows import slot_of, slot_start
from customers.models import Buyer
from orders.models import Order, Shop
from review.rules.cohorts import LONGEST, Cohort

_DAY = timedelta(days=1)
_DAY_SLOTS = 144
SILENCE = 14 * _DAY_SLOTS
"""So long without a payment, and nobody has brought the files of that time: a shop that sells is never silent for two weeks."""


def known_until(shop: Shop, since: datetime, *, at: datetime) -> datetime:
    """Return until when the orders of a shop are known from `since` on: its last payment before two weeks without any.

    At most `at`; days later than a buyer is followed are not looked at.
    """
    paid = Order.objects.filter(shop=shop).order_by("-paid_slot").values_list("paid_slot", flat=True)
    last, end = slot_of(since), min(slot_of(at), slot_of(since) + (LONGEST + 1) * _DAY_SLOTS)
    while last < end:
        newest = paid.filter(paid_slot__gt=last, paid_slot__lte=last + SILENCE).first()
        if newest is None:
            break
        last = newest
    return min(at, max(since, slot_start(last)))


def cohort(shops: Sequence[Shop], start: datetime, end: datetime, *, at: datetime) -> Cohort:
    """Return the buyers of these shops whose first payment lies in [start, end), with who bought again on which day.

    An account is one buyer of its shop. Days are counted as far as the orders are known without a break.
    """
    found = Cohort(0, 0, {})
    for shop in shops:
        found = found + _cohort(shop, start, end, max(0, (known_until(shop, end, at=at) - end) // _DAY))
    return found


def _cohort(shop: Shop, start: datetime, end: datetime, days_seen: int) -> Cohort:
    buyer, order = f'"{Buyer._meta.db_table}"', f'"{Order._meta.db_table}"'
    # Joined and grouped: of MIN in a subquery PostgreSQL makes a walk along the index of paid hours, for each buyer.
    mine = f'JOIN {order} o ON o."shop_id" = {shop.pk:d} AND o."buyer_key" ='
    first = (
        f'SELECT b."buyer_key" AS "key", MIN(o."paid_slot") AS "first" FROM {buyer} b {mine} b."buyer_key"'
        f' AND o."paid_slot" IS NOT NULL WHERE b."shop_id" = {shop.pk:d} AND b."first_paid_at" >= %s AND b."first_paid_at" < %s'
        ' GROUP BY b."buyer_key"'
    )
    again = (
        f'SELECT (MIN(o."paid_slot") - f."first") / {_DAY_SLOTS} AS "day" FROM ({first}) f LEFT {mine} f."key"'
        f' AND o."paid_slot" >= f."first" + {_DAY_SLOTS} GROUP BY f."key", f."first"'
    )
    statement = f'SELECT "day", COUNT(*) FROM ({again}) g GROUP BY "day"'
    bounds = [connection.ops.adapt_datetimefield_value(moment) for moment in (start, end)]
    with transaction.atomic(), connection.cursor() as cursor:
        bulk.make_room(connection)
        bulk.know_sizes(connection, Order._meta.db_table, Buyer._meta.db_table)
        cursor.execute(statement, bounds)
        rows = [(day, int(count)) for day, count in cursor.fetchall()]
    again_on = {int(day): count for day, count in rows if day is not None and day <= LONGEST}
    return Cohort(sum(count for _day, count in rows), days_seen, dict(sorted(again_on.items())))

"""Keep which addresses an order had, as digests, in any order of arrival (see `dispatch.models.finding.AddressSeen`).

An order with one address is one row that later exports leave alone: a file that says the same again writes nothing. As soon as
a second one appears the order's rows are folded from all the standing exports, which are few then.
"""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterable, Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from common import bulk
from common.pieces import pieces
from common.windows import slot_of
from dispatch.models import AddressSeen
from dispatch.services.marking import mark_some
from dispatch.states import LOOK_BACK, OPEN_STATES
from orders.claims import Source
from orders.models import Order, Shop

_STAGE = "addresses_told"
_SEEN = f'"{AddressSeen._meta.db_table}"'
_STATES = ", ".join(str(int(each)) for each in OPEN_STATES)


def see_addresses(*, shop: Shop, source: Source, table: pa.Table | None, at: datetime) -> list[str]:
    """Keep the addresses of a table of order_no and digest, inside the caller's transaction, after its orders.

    Only orders that are open now are kept. Returns the orders of which another address is known: the caller folds those from
    all that stands, by `refold_addresses`.
    """
    if table is None or not table.num_rows:
        return []
    bulk.stage(connection, _STAGE, table, key=["order_no"])
    same = f's."shop_id" = {shop.pk:d} AND s."order_no" = t."order_no"'
    known = f"EXISTS (SELECT 1 FROM {_SEEN} s WHERE {same})"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT t."order_no" FROM "{_STAGE}" t WHERE {known} AND EXISTS (SELECT 1 FROM {_SEEN} s WHERE {same}'
            ' AND s."digest" <> t."digest")'
        )
        several = [number for (number,) in cursor.fetchall()]
        cursor.execute(
            f'UPDATE {_SEEN} AS s SET "first_at" = {source.as_of:d} FROM "{_STAGE}" t WHERE {same}'
            f' AND s."digest" = t."digest" AND s."first_at" > {source.as_of:d}'
        )
        cursor.execute(
            f'INSERT INTO {_SEEN} ("shop_id", "order_no", "digest", "first_at", "last_at")'
            f' SELECT {shop.pk:d}, t."order_no", t."digest", {source.as_of:d}, {source.as_of:d} FROM "{_STAGE}" t'
            f' CROSS JOIN "{Order._meta.db_table}" o WHERE o."shop_id" = {shop.pk:d} AND o."order_no" = t."order_no"'
            f' AND o."state" IN ({_STATES}) AND o."paid_slot" >= {slot_of(at - LOOK_BACK):d} AND NOT {known}'
            ' ORDER BY t."order_no"'
        )
    bulk.drop(connection, _STAGE)
    return several


def refold_addresses(*, shop: Shop, order_nos: Iterable[str], standing: Sequence[tuple[Source, pa.Table]]) -> None:
    """Set the addresses of these orders to what the standing exports tell, inside the caller's transaction, and mark the orders.

    `standing`: tables of order_no and digest with their sources; other orders in them are passed over.
    """
    wanted = sorted(set(order_nos))
    if not wanted:
        return
    keys = pa.array(wanted, pa.string())
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for source, table in standing:
        mine = table.filter(pc.is_in(table["order_no"], value_set=keys))
        for key in zip(mine["order_no"].to_pylist(), mine["digest"].to_pylist(), strict=True):
            first, last = spans.get(key, (source.as_of, source.as_of))
            spans[key] = min(first, source.as_of), max(last, source.as_of)
    for piece in pieces(wanted):
        AddressSeen.objects.filter(shop=shop, order_no__in=piece).delete()
    AddressSeen.objects.bulk_create(
        [
            AddressSeen(shop=shop, order_no=number, digest=digest, first_at=first, last_at=last)
            for (number, digest), (first, last) in sorted(spans.items())
        ],
        batch_size=500,
    )
    mark_some(shop=shop, order_nos=wanted)


def forget_addresses(*, shop: Shop, at: datetime) -> int:
    """Forget the addresses of orders that are not open any more; return how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM {_SEEN} WHERE "shop_id" = %s AND NOT EXISTS (SELECT 1 FROM "{Order._meta.db_table}" o'
            f' WHERE o."shop_id" = {_SEEN}."shop_id" AND o."order_no" = {_SEEN}."order_no" AND o."state" IN ({_STATES})'
            ' AND o."paid_slot" >= %s)',
            [shop.pk, slot_of(at - LOOK_BACK)],
        )
        return int(cursor.rowcount)

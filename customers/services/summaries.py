"""Keep the summaries of buyers in step with the orders: mark whose orders changed, make those anew afterwards.

Marks are written in the transaction that changes the orders and taken away in the one that makes the summaries, so that a worker
killed in between loses nothing. Cost follows the buyers touched, never those stored.
"""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Callable
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from common import bulk
from customers import summaries
from customers.labelling import put_labels
from customers.models import Buyer, StaleBuyer, Tier, TierCause
from customers.proposing import propose
from customers.services.fifths import recount_fifths
from customers.services.privacy import keep_forgotten
from customers.services.tiers import begin_tiers
from customers.tiering import SCOPE, judge
from orders.models import Order, Shop
from orders.services import Touched, hold_shop

BUYERS_PER_BATCH = 10_000  # about a second: short enough that others write between two batches
Progress = Callable[[int, int], None]
_STALE = f'"{StaleBuyer._meta.db_table}"'


def mark_buyers(*, shop: Shop, touched: Touched) -> None:
    """Say whose orders changed, in the transaction that changes them: who had the order before and who has it now."""
    if touched.movements is None:
        return
    keys = pc.unique(touched.movements.column("buyer_key").drop_null())
    if not len(keys):
        return
    bulk.stage(connection, "buyers_marked", pa.table({"buyer_key": keys.cast(pa.string())}))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {_STALE} ("shop_id", "buyer_key", "marks") SELECT %s, "buyer_key", 1 FROM "buyers_marked" WHERE 1 = 1'
            ' ORDER BY "buyer_key" ON CONFLICT ("shop_id", "buyer_key")'
            f' DO UPDATE SET "marks" = {_STALE}."marks" + 1',
            [shop.pk],
        )
    bulk.drop(connection, "buyers_marked")


def refill_buyers(*, shop: Shop, at: datetime, progress: Progress | None = None) -> int:
    """Make the summaries, tiers and labels of every marked buyer of the shop anew; return how many buyers.

    Works in batches, each a transaction of its own. `progress(done, total)` is called after each, outside of it.
    """
    done = 0
    while filled := _refill_batch(shop, at):
        done += filled
        if progress:
            progress(done, done + StaleBuyer.objects.filter(shop=shop).count())
    if done:
        recount_fifths(shop=shop, at=at)
    return done


def stale_shops() -> list[int]:
    """Return the numbers of the shops with a buyer to make anew."""
    return list(StaleBuyer.objects.order_by().values_list("shop_id", flat=True).distinct())


@transaction.atomic
def _refill_batch(shop: Shop, at: datetime) -> int:
    hold_shop(shop=shop)
    bulk.make_room(connection)
    bulk.drop(connection, summaries.SCOPE, SCOPE)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{summaries.SCOPE}" AS SELECT "buyer_key" FROM {_STALE} WHERE "shop_id" = {shop.pk:d}'
            f' ORDER BY "buyer_key" LIMIT {BUYERS_PER_BATCH:d}'
        )
        cursor.execute(
            f'DELETE FROM {_STALE} WHERE "shop_id" = %s AND "buyer_key" IN (SELECT "buyer_key" FROM "{summaries.SCOPE}")',
            [shop.pk],
        )
        count = int(cursor.rowcount)
    if count:
        bulk.analyze(connection, summaries.SCOPE, ["buyer_key"])
        bulk.know_sizes(connection, Order._meta.db_table, Buyer._meta.db_table)
        keep_forgotten(shop, summaries.SCOPE)
        summaries.fill(shop.pk)
        _judge(shop, at)
    bulk.drop(connection, summaries.SCOPE, SCOPE)
    return count


def _judge(shop: Shop, at: datetime) -> None:
    """Give the buyers made anew their tier and labels, and look for who else they may be."""
    begin_tiers(shop=shop)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{SCOPE}" AS SELECT b."id", b."buyer_key" FROM "{summaries.SCOPE}" t'
            f' CROSS JOIN "{Buyer._meta.db_table}" b WHERE b."shop_id" = {shop.pk:d} AND b."buyer_key" = t."buyer_key"'
        )
    bulk.analyze(connection, SCOPE, ["id", "buyer_key"])
    judge(shop.pk, list(Tier.objects.filter(shop=shop, ended_at=None)), at=at, cause=TierCause.ORDERS)
    put_labels(shop.pk, at=at)
    propose(shop, at=at)

"""Keep chases in step with the facts: a payment, a refund, a closed order ends one; an import that is undone opens it again.

What the facts make of a chase is worked out anew from them each time (`windows.ending_of`), so any order of imports, and any
number of calls, ends the same.
"""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterable, Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from common import bulk
from common.pieces import pieces
from customers.models import Buyer
from desk.models import BuyerLease, Chase, ChaseEnding, ChaseOrder
from desk.queries.barred import not_to_contact, wanting_money_back
from desk.rules.chase.windows import OF_THE_FACTS, ending_of, is_unpaid
from orders.models import Order, Shop
from orders.services import Touched

_FACTS = {str(ending) for ending in OF_THE_FACTS}
_SCOPE = "chase_touched"


def stop_chasing(*, shop: Shop, touched: Touched, at: datetime) -> int:
    """Bring the chases of the buyers whose orders changed in step, in the transaction that changes them; return how many.

    Also those of other accounts of the same person: an open refund there counts here. Cost follows the buyers touched.
    """
    if touched.movements is None:
        return 0
    keys = pc.unique(touched.movements.column("buyer_key").drop_null())
    if not len(keys):
        return 0
    bulk.stage(connection, _SCOPE, pa.table({"buyer_key": keys.cast(pa.string())}))
    chase, buyer = f'"{Chase._meta.db_table}"', f'"{Buyer._meta.db_table}"'
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT c."id" FROM "{_SCOPE}" t CROSS JOIN {chase} c WHERE c."shop_id" = {shop.pk:d}'
            ' AND c."buyer_key" = t."buyer_key" UNION '
            f'SELECT c."id" FROM "{_SCOPE}" t CROSS JOIN {buyer} b CROSS JOIN {buyer} o CROSS JOIN {chase} c'
            f' WHERE b."shop_id" = {shop.pk:d} AND b."buyer_key" = t."buyer_key" AND b."person_id" IS NOT NULL'
            ' AND o."person_id" = b."person_id" AND c."shop_id" = o."shop_id" AND c."buyer_key" = o."buyer_key"'
        )
        numbers = [number for (number,) in cursor.fetchall()]
    bulk.drop(connection, _SCOPE)
    return sync_chases(numbers, at=at)


def sync_chases(numbers: Iterable[int], *, at: datetime) -> int:
    """Set what the facts say of these chases, inside the caller's transaction; return how many ended or opened again."""
    changed = 0
    for some in pieces(sorted(numbers)):
        chases = list(Chase.objects.filter(pk__in=some).select_related("shop"))
        for shop_id in sorted({one.shop_id for one in chases}):
            changed += _sync([one for one in chases if one.shop_id == shop_id], at)
    return changed


def _sync(chases: Sequence[Chase], at: datetime) -> int:
    """Set what the facts say of some chases of one shop."""
    shop = chases[0].shop
    keys = {one.buyer_key for one in chases}
    refunding, barred = wanting_money_back(shop, keys), not_to_contact(shop, keys, at)
    numbers: dict[int, list[str]] = {}
    for chase_id, number in ChaseOrder.objects.filter(chase__in=chases).values_list("chase_id", "order_no"):
        numbers.setdefault(chase_id, []).append(number)
    facts: dict[str, Order] = {}
    for some in pieces(sorted({number for those in numbers.values() for number in those})):
        rows = Order.objects.filter(shop=shop, order_no__in=some)
        facts |= {one.order_no: one for one in rows.only("shop_id", "order_no", "state", "paid_at", "total_minor")}
    return sum(
        _settle(one, [facts[number] for number in numbers.get(one.pk, []) if number in facts],
                refund_open=one.buyer_key in refunding, barred=one.buyer_key in barred, at=at)
        for one in chases
    )  # fmt: skip


def _settle(chase: Chase, orders: Sequence[Order], *, refund_open: bool, barred: bool, at: datetime) -> bool:
    paid = [one for one in orders if one.paid_at is not None and not is_unpaid(one.state, one.paid_at)]
    waits = [one for one in orders if is_unpaid(one.state, one.paid_at)]
    before = (chase.ending, chase.is_paid, chase.paid_minor, chase.amount_minor, chase.orders_count)
    chase.is_paid, chase.paid_minor = bool(paid), sum(one.total_minor or 0 for one in paid)
    chase.amount_minor, chase.orders_count = sum(one.total_minor or 0 for one in waits), len(waits)
    said = ending_of(orders=[(one.state, one.paid_at) for one in orders], refund_open=refund_open, barred=barred)
    was = chase.ending
    if was in _FACTS | {""}:
        if said and was != said:
            chase.ending, chase.ended_at = ChaseEnding(said), chase.ended_at or at
        elif not said and was and _may_open_again(chase, at):
            chase.ending, chase.ended_at = ChaseEnding.NONE, None
    if (chase.ending, chase.is_paid, chase.paid_minor, chase.amount_minor, chase.orders_count) != before:
        chase.save(update_fields=["ending", "ended_at", "is_paid", "paid_minor", "amount_minor", "orders_count"])
    if chase.ended_at is not None and chase.ending != was:
        BuyerLease.objects.filter(shop=chase.shop_id, buyer_key=chase.buyer_key, purpose="chase", until__gt=at).update(until=at)
    return chase.ending != was


def _may_open_again(chase: Chase, at: datetime) -> bool:
    """Tell whether the window still runs and no newer chase of the buyer is open."""
    if chase.ends_at <= at:
        return False
    return not Chase.objects.filter(shop=chase.shop_id, buyer_key=chase.buyer_key, ended_at=None).exclude(pk=chase.pk).exists()

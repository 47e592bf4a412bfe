"""Open chases of what has become chaseable, draw who is left out, end what ran out of time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from common.pieces import pieces
from customers.proposing import FORGOTTEN
from desk.models import Chase, ChaseEnding, ChaseOrder, ChaseRule
from desk.queries.barred import not_to_contact, wanting_money_back
from desk.queries.chase import rule_of, window_of
from desk.rules.chase.holdout import is_held_out
from desk.rules.chase.windows import UNPAID, is_unpaid
from orders.models import Order, Shop
from orders.services import hold_shop

_SLOT_SECONDS = 600


@transaction.atomic
def open_chases(*, shop: Shop, at: datetime) -> int:
    """Open a chase for every buyer with an order that became chaseable, or let the order join; return how many orders.

    Not of an account that wants money back or is on the list of those not to contact; it is looked at again next time. Of several
    orders of a buyer the one placed first opens the chase and draws; the draw of an order is made once, whatever comes later.
    """
    rule = rule_of(shop)
    if not rule.is_on:
        return 0
    hold_shop(shop=shop)
    orders: dict[str, list[Order]] = {}
    for one in _chaseable(shop, rule, at):
        orders.setdefault(one.buyer_key or "", []).append(one)
    if not orders:
        return 0
    left_out = wanting_money_back(shop, orders) | not_to_contact(shop, orders, at)
    left_out |= {key for key in orders if key.startswith(FORGOTTEN)}
    open_now: dict[str, Chase] = {}
    for some in pieces(sorted(orders)):
        rows = Chase.objects.filter(shop=shop, buyer_key__in=some, ended_at=None)
        open_now |= {chase.buyer_key: chase for chase in rows}
    opened = 0
    for key in sorted(set(orders) - left_out):
        theirs = sorted(orders[key], key=lambda one: (one.placed_at, one.order_no))
        _join(open_now.get(key) or _begin(shop, rule, key, theirs[0], at), theirs, rule)
        opened += len(theirs)
    return opened


@transaction.atomic
def end_late(*, shop: Shop, at: datetime) -> int:
    """End the chases whose window is over, drawn out or not; return how many."""
    rows = Chase.objects.filter(shop=shop, ended_at=None, ends_at__lte=at)
    return rows.update(ending=ChaseEnding.LATE, ended_at=at)


def _chaseable(shop: Shop, rule: ChaseRule, at: datetime) -> Iterator[Order]:
    """Give the unpaid orders in their window that belong to no chase; along the index of placed orders."""
    window = window_of(rule)
    oldest = at - timedelta(minutes=rule.close_minutes)
    newest = at - timedelta(minutes=rule.from_minutes)
    slots = Q(
        placed_slot__gte=int(oldest.timestamp()) // _SLOT_SECONDS, placed_slot__lte=int(newest.timestamp()) // _SLOT_SECONDS
    )
    known = Exists(ChaseOrder.objects.filter(shop=OuterRef("shop_id"), order_no=OuterRef("order_no")))
    rows = Order.objects.filter(slots, ~known, shop=shop, state__in=UNPAID, buyer_key__isnull=False, total_minor__gt=0)
    rows = rows.filter(total_minor__gte=rule.least_minor)
    if rule.most_minor is not None:
        rows = rows.filter(total_minor__lte=rule.most_minor)
    for one in rows.only("shop_id", "order_no", "buyer_key", "placed_at", "paid_at", "state", "total_minor"):
        placed = one.placed_at
        if placed and is_unpaid(one.state, one.paid_at) and window.opens(placed) <= at < window.ends(placed):
            yield one


def _begin(shop: Shop, rule: ChaseRule, key: str, first: Order, at: datetime) -> Chase:
    window, placed = window_of(rule), first.placed_at
    assert placed is not None  # noqa: S101 - it lies in the window
    return Chase.objects.create(
        shop=shop,
        buyer_key=key,
        first_order_no=first.order_no,
        is_held=is_held_out(f"chase {shop.pk}", first.order_no, rule.held_bp),
        opened_at=at,
        judged_at=window.closes(placed),
        shows_at=window.opens(placed),
        ends_at=window.ends(placed),
    )


def _join(chase: Chase, orders: list[Order], rule: ChaseRule) -> None:
    window = window_of(rule)
    ChaseOrder.objects.bulk_create(
        ChaseOrder(chase=chase, shop_id=one.shop_id, order_no=one.order_no, placed_at=one.placed_at or chase.opened_at,
                   amount_minor=one.total_minor or 0) for one in orders
    )  # fmt: skip
    chase.ends_at = max([chase.ends_at, *(window.ends(one.placed_at) for one in orders if one.placed_at)])
    chase.amount_minor += sum(one.total_minor or 0 for one in orders)
    chase.orders_count += len(orders)
    chase.save(update_fields=["ends_at", "amount_minor", "orders_count"])

"""Rows of the page of the 72-hour clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from common.moments import format_duration
from common.money import format_count
from common.pieces import pieces
from common.windows import slot_start
from dispatch.models import AbnormalOrder, Promise
from dispatch.pages.due_words import rate, rates, risk_words, slot_words, store_name
from dispatch.queries.abnormal import marks_of
from dispatch.queries.due import Store, due_of_orders
from dispatch.queries.parcels import warehouses_of
from orders.models import Order, Shop


@dataclass(frozen=True)
class ShownStore:
    """One warehouse as its row says it."""

    store: Store
    name: str
    needed: str
    speed: str
    interval: str
    misses: str
    breaks: str
    clears: str
    clears_between: str
    risk: str
    state: str  # ahead, behind, watch, next


@dataclass(frozen=True)
class ShownOrder:
    """One open order of the list."""

    order: Order
    due_at: datetime
    left: str
    is_late: bool
    is_promised: bool
    warehouse: str
    marks: list[AbnormalOrder]


def shown_store(store: Store, *, several: bool) -> ShownStore:
    """Make a row ready."""
    seen, speed = store.outlook, store.speed
    clears = seen.clears_at or (None, None, None)
    between = ""
    if clears[1] is not None and clears[0] != clears[1]:
        latest = slot_words(clears[2], store) or _("cannot tell")
        between = _("{earliest} to {latest}").format(earliest=slot_words(clears[1], store), latest=latest)
    risk = None if seen.risk is None else seen.risk + (seen.overdue_risk or 0)
    if speed is not None and seen.needed is not None:
        now, needed = rates(speed.mean, seen.needed)
    else:
        now, needed = "" if speed is None else rate(speed.mean), "" if seen.needed is None else rate(seen.needed)
    return ShownStore(
        store=store,
        name=store_name(store, several=several),
        needed=needed,
        speed=now,
        interval="" if speed is None else _("{low} to {high}").format(low=rate(speed.low), high=rate(speed.high)),
        misses="" if seen.misses is None else format_count(seen.misses[0]),
        breaks=slot_words(seen.breaks_at, store),
        clears=slot_words(clears[0], store),
        clears_between=between,
        risk=risk_words(risk, store.shop.currency),
        state=_state(store),
    )


def _state(store: Store) -> str:
    if store.outlook.misses is None:
        return "next"
    if store.outlook.misses[0]:
        return "behind"
    return "watch" if store.outlook.misses[2] or store.outlook.overdue else "ahead"


def shown_orders(orders: Sequence[Order], *, shop: Shop, now: datetime) -> list[ShownOrder]:
    """Make the orders of a page ready, with when each is late and what stands against it."""
    numbers = [order.order_no for order in orders]
    promised: dict[str, int] = {}
    for piece in pieces(numbers):
        promised |= dict(Promise.objects.filter(shop=shop, order_no__in=piece).values_list("order_no", "ship_by_slot"))
    dues = due_of_orders(orders, shop=shop, promised=promised)
    places, marks = warehouses_of(shop_id=shop.pk, order_nos=numbers), marks_of(shop, numbers)
    rows = []
    for order in orders:
        due = slot_start(dues[order.order_no])
        length = format_duration(due - now)
        left = _("{time} late").format(time=length) if due <= now else _("in {time}").format(time=length)
        number = order.order_no
        rows.append(ShownOrder(order, due, left, due <= now, number in promised, places.get(number, ""), marks.get(number, [])))
    return rows

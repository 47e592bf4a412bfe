"""Everything one product's page shows, each part in a fixed number of queries however much the shop sells."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import AuditEntry
from common.windows import SLOTS_PER_HOUR, Window, day_window, hour_of, local_time, slot_of
from inventory.models import Buffer, Product, ProductClaim
from metrics.queries import SkuHourSales, freshness, sku_hours
from orders.models import Order, OrderLine, Shop
from orders.states import OrderState, RefundState

DAYS, HOURS = 60, 7 * 24
LAST_ORDERS = 20
_TRAIL = 20
_AT_ONCE_SLOTS = 240


@dataclass(frozen=True)
class Sales:
    """What a product sold in [start, end): one entry a period in order, money in minor units; zero where nothing was sold.

    `window` covers the periods; `starts` are their first slots. `hours`: the hours in which it sold at all, by time.
    """

    window: Window
    starts: Sequence[int]
    units: Sequence[int]
    revenue_minor: Sequence[int]
    refund_minor: Sequence[int]
    hours: Sequence[SkuHourSales]


@dataclass(frozen=True)
class LastOrder:
    """One line of a paid order with this product; no word of the buyer. Unknown is None."""

    order_no: str
    paid_at: datetime | None
    units: int | None
    paid_minor: int | None
    refund_minor: int | None
    state: OrderState | None
    refund_state: RefundState | None


@dataclass(frozen=True)
class Change:
    """One thing that was said or done about a product: when, by whom ("" for the program), by which import (0: none), what."""

    at: datetime
    actor: str
    action: str
    import_no: int
    before: dict[str, object]
    after: dict[str, object]


def last_day_slot(shop: Shop, *, at: datetime) -> int:
    """Return the end of the day, on the shop's clock, of the last payment known; of the day of `at` where nothing was paid."""
    paid = freshness(shops=[shop])[0].last_paid_at
    moment = min(paid, at) if paid else at
    return day_window(local_time(slot_of(moment), shop.time_zone).date(), shop.time_zone).end


def sales_of(shop: Shop, sku: str, *, end: int, by: str) -> Sales:
    """Return what a product sold by day over 60 days, or by hour over 7 days, until the slot `end`.

    Days and hours are those of the shop's clock. A few queries by key, however much the shop sells.
    """
    last = local_time(end - 1, shop.time_zone).date()
    days = DAYS if by == "day" else HOURS // 24
    window = Window(day_window(last - timedelta(days=days - 1), shop.time_zone).start, end)
    hours = sku_hours(shop=shop, sku=sku, window=window)
    periods = list(window.days(shop.time_zone) if by == "day" else window.hours(shop.time_zone))
    starts = [period.start for period in periods]
    sums = {start: [0, 0, 0] for start in starts}
    place = 0
    for hour in hours:
        while hour.hour >= periods[place].end:
            place += 1
        held = sums[starts[place]]
        for number, value in enumerate((hour.units, hour.revenue_minor, hour.refund_minor)):
            held[number] += value
    units, revenue, refund = zip(*sums.values(), strict=True)
    return Sales(window, starts, units, revenue, refund, hours)


def last_orders(shop: Shop, sku: str, hours: Sequence[SkuHourSales]) -> list[LastOrder]:
    """Return the newest lines of paid orders with this product, at most 20, out of the hours in which it sold."""
    wanted: list[int] = []
    lines = 0
    for hour in reversed(hours):
        if lines >= LAST_ORDERS or len(wanted) >= _AT_ONCE_SLOTS:
            break
        if hour.lines:
            lines += hour.lines
            wanted += [
                slot
                for slot in range(hour.hour, hour.hour + SLOTS_PER_HOUR)
                if hour_of(slot, shop.time_zone) == hour.hour
            ]  # fmt: skip
    if not wanted:
        return []
    places = ", ".join(["%s"] * len(wanted))
    # From the slots to the orders to the lines, by index: see `metrics.filling`.
    statement = (
        f'SELECT o."order_no", l."line_no" FROM "{Order._meta.db_table}" o CROSS JOIN "{OrderLine._meta.db_table}" l'
        f' WHERE o."shop_id" = %s AND o."paid_slot" IN ({places})'
        ' AND l."shop_id" = o."shop_id" AND l."order_no" = o."order_no" AND l."sku" = %s'
        f' ORDER BY o."paid_at" DESC, o."order_no", l."line_no" LIMIT {LAST_ORDERS:d}'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [shop.pk, *wanted, sku])
        keys = cursor.fetchall()
    numbers = {order_no for order_no, _line_no in keys}
    orders = {order.order_no: order for order in Order.objects.filter(shop=shop, order_no__in=numbers)}
    found = {(line.order_no, line.line_no): line for line in OrderLine.objects.filter(shop=shop, order_no__in=numbers)}
    return [_last_order(orders[order_no], found[order_no, line_no]) for order_no, line_no in keys]


def _last_order(order: Order, line: OrderLine) -> LastOrder:
    state = order.state if line.state is None else line.state
    refund_state = order.refund_state if line.refund_state is None else line.refund_state
    return LastOrder(
        order.order_no,
        order.paid_at,
        line.units,
        line.paid_minor,
        line.refund_minor,
        None if state is None else OrderState(state),
        None if refund_state is None else RefundState(refund_state),
    )


def buffers_of(shop: Shop, sku: str) -> list[Buffer]:
    """Return how many pieces of a product are to be held for which sales, the newest three first."""
    return list(Buffer.objects.filter(shop=shop, sku=sku).order_by("-made_at")[:3])


def trail_of(product: Product) -> list[Change]:
    """Return what was said and done about a product, the newest first, at most 20; two queries.

    What a person set on this product alone comes from the audit trail, with the name; what imports said, and what was set for
    many products at once, from the sayings the product is made of.
    """
    entries = AuditEntry.objects.filter(target=f"{product.shop.name} {product.sku}").select_related("actor")[:_TRAIL]
    found = []
    for entry in entries:
        before, after = (_own(values, product.sku) for values in (entry.before, entry.after))
        found.append(Change(entry.at, entry.actor.shown_name if entry.actor else "", entry.action, 0, before, after))
    told = [change.at for change in found if change.action == "product.edit"]
    claims = ProductClaim.objects.filter(shop=product.shop, sku=product.sku).order_by("-as_of", "-pk")[:_TRAIL]
    for claim in claims:
        if claim.import_no is None and any(timedelta() <= at - claim.as_of < timedelta(seconds=5) for at in told):
            continue
        found.append(Change(claim.as_of, "", "product.edit", claim.import_no or 0, {}, claim.says))
    return sorted(found, key=lambda change: change.at, reverse=True)[:_TRAIL]


def _own(values: dict[str, object] | None, sku: str) -> dict[str, object]:
    """Return the part of an audit entry that speaks of this SKU: an edit names its products, a swap does not."""
    own = (values or {}).get(sku)
    return own if isinstance(own, dict) else (values or {})

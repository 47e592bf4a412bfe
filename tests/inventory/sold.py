"""Orders with lines for tests, written as plain rows, and their rollups."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from common.windows import hour_of, slot_of
from metrics.models import SalesSlot, SkuHour
from metrics.services import mark_stale, refill, refill_skus
from orders.models import Order, OrderLine, Shop
from orders.states import OrderState, RefundState

NOON = datetime(2026, 11, 11, 4, tzinfo=UTC)  # 12:00 in Shanghai


def sell(
    shop: Shop,
    baskets: Sequence[Sequence[str]],
    *,
    at: datetime = NOON,
    every: timedelta = timedelta(minutes=1),
    buyers: Sequence[str | None] | None = None,
    prices: dict[str, int] | None = None,
    start: int = 0,
    **fields: Any,
) -> None:
    """Write a paid order for each basket of SKUs, one after the other, and fill the numbers."""
    orders, lines = [], []
    for number, basket in enumerate(baskets):
        moment = at + number * every
        no = f"O{start + number:05}"
        paid = sum((prices or {}).get(sku, 1_000) for sku in basket)
        orders.append(
            Order(
                shop=shop, order_no=no, provenance_id=0, placed_at=moment, paid_at=moment, placed_slot=slot_of(moment),
                paid_slot=slot_of(moment), buyer_key=buyers[number] if buyers else f"b{number}", total_minor=paid,
                **({"state": OrderState.PAID, "refund_state": RefundState.NONE} | fields),
            )
        )  # fmt: skip
        lines += [
            OrderLine(
                shop=shop, order_no=no, line_no=str(place), provenance_id=0, sku=sku, units=1, is_gift=False,
                paid_minor=(prices or {}).get(sku, 1_000),
            )
            for place, sku in enumerate(basket)
        ]  # fmt: skip
    Order.objects.bulk_create(orders)
    OrderLine.objects.bulk_create(lines)
    mark_stale(shop=shop, hours={hour_of(order.paid_slot, shop.time_zone) for order in orders})
    refill(shop=shop)
    refill_skus(shop=shop)
    assert SalesSlot.objects.filter(shop=shop).exists() == bool(orders)
    assert SkuHour.objects.filter(shop=shop).exists() == bool(lines)

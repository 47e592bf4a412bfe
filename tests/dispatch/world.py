"""Orders for the tests of clock and finder, as one export each, and a slow recount of everything with plain Python."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from dispatch.models import STANDING, AbnormalOrder
from dispatch.services import Told, find_abnormal, mark_orders
from orders.claims import Source
from orders.models import Shop
from orders.services import load_chunk
from orders.states import OrderState, RefundState
from tests.orders.claims import Export

AT = datetime(2026, 11, 12, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, the day after Double 11


def order(hours_ago: float, **more: Any) -> dict[str, Any]:
    """Return an order as an export tells it, placed and paid some hours before `AT`."""
    at = AT - timedelta(hours=hours_ago)
    told = {
        "buyer_key": "ann", "placed_at": at, "paid_at": at, "shipped_at": None, "refund_requested_at": None,
        "state": OrderState.PAID, "refund_state": RefundState.NONE, "total_minor": 10_000, "freight_minor": 0,
        "platform_discount_minor": 0, "units": 1,
    }  # fmt: skip
    return told | more


def line(sku: str = "A", units: int = 1, paid: int = 10_000, **more: Any) -> dict[str, Any]:
    """Return a line as an export tells it."""
    return {"sku": sku, "units": units, "paid_minor": paid, "is_gift": False} | more


def load(
    shop: Shop,
    orders: Mapping[str, dict[str, Any]],
    lines: Mapping[tuple[str, str], dict[str, Any]] | None = None,
    *,
    as_of: int,
    at: datetime = AT,
) -> None:
    """Bring orders, and their lines in a file of their own, into the facts as the road does; mark what the finder is to see."""
    for number, export in enumerate(
        (Export(Source(as_of, f"{as_of:063}1"), dict(orders)), Export(Source(as_of, f"{as_of:063}2"), {}, dict(lines or {})))
    ):
        if number and not lines:
            continue
        if number:
            export = Export(export.source, {key[0]: {} for key in export.lines}, export.lines)
        with transaction.atomic():
            mark_orders(shop=shop, touched=load_chunk(shop=shop, source=export.source, chunk=export.chunk()), at=at)


def find(shop: Shop, *, at: datetime = AT, told: Told | None = None) -> set[tuple[str, str]]:
    """Run the finder; return what stands: order number and kind."""
    find_abnormal(shop=shop, at=at, told=told)
    return standing(shop)


def standing(shop: Shop) -> set[tuple[str, str]]:
    """Return what stands open."""
    rows = AbnormalOrder.objects.filter(shop=shop, state__in=STANDING)
    return {(number, str(kind)) for number, kind in rows.values_list("order_no", "kind")}

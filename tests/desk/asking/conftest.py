"""A shop with unpaid orders, and what tests write them with."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from customers.services import mark_buyers, refill_buyers
from desk.services import stop_chasing
from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState
from tests.orders.claims import Export

AT = datetime(2026, 11, 11, 2, 45, tzinfo=UTC)
Bring = Callable[..., None]


def order(buyer: str | None, minutes_ago: float, total: int = 10_000, **more: Any) -> dict[str, Any]:
    """Return an unpaid order as an export tells it, placed so many minutes before `AT`."""
    told = {"placed_at": AT - timedelta(minutes=minutes_ago), "paid_at": None, "state": OrderState.UNPAID}
    rest = {"refund_state": RefundState.NONE, "total_minor": total, "refund_minor": 0, "units": 1, "province": "Zhejiang"}
    return {"buyer_key": buyer} | told | rest | more


def paid(buyer: str, minutes_ago: float, total: int = 10_000, after: float = 0, **more: Any) -> dict[str, Any]:
    """Return an order that was paid `after` minutes after it was placed."""
    at = AT - timedelta(minutes=minutes_ago - after)
    return order(buyer, minutes_ago, total, **{"paid_at": at, "state": OrderState.PAID} | more)


@pytest.fixture
def bring(db: None) -> Bring:
    """Load orders as the main road does: `bring(shop, {"T1": order("ann", 30)})`; each call is a newer export."""
    count = 0

    def load(shop: Shop, rows: Mapping[str, dict[str, Any]], at: datetime = AT) -> None:
        nonlocal count
        count += 1
        export = Export(Source(count, f"{count:064}"), dict(rows))
        with transaction.atomic():
            touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
            mark_buyers(shop=shop, touched=touched)
            stop_chasing(shop=shop, touched=touched, at=at)
        refill_buyers(shop=shop, at=at)

    return load


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Lamp House", platform="taobao")

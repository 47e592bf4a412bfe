"""A shop with buyers of several kinds, and what tests write them with."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from customers.models import Buyer
from customers.rules.contacts import Received, Values
from customers.services import mark_buyers, refill_buyers
from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState
from tests.orders.claims import Export

AT = datetime(2026, 11, 11, 2, 45, tzinfo=UTC)
Load = Callable[..., None]


def order(buyer: str, days_ago: float, total: int = 10_000, **more: Any) -> dict[str, Any]:
    """Return an order as an export tells it, paid some days before `AT`."""
    at = AT - timedelta(days=days_ago)
    told = {"placed_at": at, "paid_at": at, "state": OrderState.COMPLETED, "refund_state": RefundState.NONE}
    return {"buyer_key": buyer, "total_minor": total, "refund_minor": 0, "units": 2, "province": "Zhejiang"} | told | more


def told_once(told: Mapping[str, Values]) -> dict[str, list[Received]]:
    """Return receivers as an import tells them that knows of one order each."""
    return {account: [Received(values)] for account, values in told.items()}


@pytest.fixture
def load(db: None) -> Load:
    """Load orders of a shop and make its buyers anew: `load(shop, {"T1": order("ann", 3)})`; each call is a newer export."""
    count = 0

    def bring(shop: Shop, rows: Mapping[str, dict[str, Any]]) -> None:
        nonlocal count
        count += 1
        export = Export(Source(count, f"{count:064}"), dict(rows))
        with transaction.atomic():
            mark_buyers(shop=shop, touched=load_chunk(shop=shop, source=export.source, chunk=export.chunk()))
        refill_buyers(shop=shop, at=AT)

    return bring


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Lamp House", platform="taobao")


@pytest.fixture
def filled(shop: Shop, load: Load) -> Shop:
    """Ann: gold, five orders, one refunded. Ben: new, silent for two years. Cid: never paid. Masked: t**8."""
    rows = {f"A{number}": order("ann", number * 10 + 1, 90_000) for number in range(5)}
    rows["A9"] = order("ann", 2, 20_000, refund_minor=20_000, refund_state=RefundState.FULL)
    rows["B1"] = order("ben", 700, 5_000)
    rows["C1"] = order("cid", 1, 5_000, paid_at=None, state=OrderState.UNPAID)
    rows["M1"] = order("t**8", 1, 5_000)
    rows["M2"] = order("tom_1998", 5, 5_000)
    load(shop, rows)
    return shop


@pytest.fixture
def ann(filled: Shop) -> Buyer:
    return Buyer.objects.get(shop=filled, buyer_key="ann")

"""A shop with orders that were paid, and a short way to say what its platform says next."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from django.db import transaction
from django.utils import timezone

from dispatch.services import guard_chunk
from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState
from tests.orders.claims import Export

NOON = datetime(2026, 11, 11, 4, tzinfo=UTC)  # noon in Shanghai
T = int(NOON.timestamp())


def paid(refund: int = RefundState.NONE, state: int = OrderState.PAID, **more: Any) -> dict[str, Any]:
    """An order as a list of orders tells it."""
    told = {"paid_at": NOON, "state": int(state), "refund_state": int(refund), "total_minor": 69_900, "refund_minor": 0}
    return told | {"units": 2, "shipped_at": None, "refund_requested_at": None} | more


def line(refund: int = RefundState.NONE, title: str = "Scarf, grey", **more: Any) -> dict[str, Any]:
    told = {"sku": "S", "title": title, "units": 1, "paid_minor": 20_000, "refund_minor": 0, "refund_state": int(refund)}
    return told | {"is_gift": False} | more


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Lamp House", platform="tmall")


Bring = Callable[..., None]


@pytest.fixture
def bring(shop: Shop) -> Bring:
    """Load an export made `minute` minutes after noon, the way the road does."""

    def load(
        orders: Mapping[str, dict[str, Any]], *, minute: int = 0, lines: Mapping[tuple[str, str], dict[str, Any]] | None = None
    ) -> None:
        digest = f"{minute:064d}"
        chunk = Export(Source(T + minute * 60, digest), dict(orders), dict(lines or {})).chunk()
        with transaction.atomic():
            touched = load_chunk(shop=shop, source=Source(T + minute * 60, digest), chunk=chunk)
            guard_chunk(shop=shop, touched=touched, claims=chunk, at=timezone.now())

    return load


def numbers(*order_nos: str) -> pa.Array:
    return pa.array(order_nos, pa.string())

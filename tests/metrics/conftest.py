"""A shop and a small sale with every kind of order."""

from datetime import UTC, datetime

import pytest

from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop
from orders.states import OrderState, RefundState
from tests.orders.claims import Export

MIDNIGHT = datetime(2025, 11, 10, 16, 0, tzinfo=UTC)  # 0:00 of the 11th in Shanghai


@pytest.fixture
def shop() -> Shop:
    return create_shop(actor=None, name="Teashop")


@pytest.fixture
def sale() -> Export:
    """Two paid orders in the first hour, one of them refunded two hours later; one never paid."""
    first = {
        "placed_at": MIDNIGHT,
        "paid_at": MIDNIGHT.replace(minute=5),
        "refund_requested_at": None,
        "state": OrderState.PAID,
        "refund_state": RefundState.NONE,
        "total_minor": 10_000,
        "refund_minor": 0,
        "units": 2,
    }
    refunded = first | {
        "paid_at": MIDNIGHT.replace(minute=59),
        "refund_requested_at": MIDNIGHT.replace(hour=18),
        "refund_minor": 2_500,
    }
    unpaid = first | {"placed_at": MIDNIGHT.replace(hour=17), "paid_at": None, "state": OrderState.UNPAID, "total_minor": 700}
    return Export(Source(1_762_800_000, "d" * 64), {"T1": first, "T2": refunded, "T3": unpaid})

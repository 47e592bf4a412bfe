"""A shop with stock: a coat that is short, a sock that is never listed, a hat that is listed with too many."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from inventory.models import CountKind
from inventory.services import Counted, edit_products, refresh_levels, tell_counts
from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from orders.states import OrderState
from tests.orders.claims import Export


@pytest.fixture
def stocked(db: None) -> Shop:
    shop = create_shop(actor=None, name="Coat House")
    edit_products(
        actor=None,
        shop=shop,
        changes={
            "COAT": {"title": "Wool coat", "cost_minor": 40_000, "list_price_minor": 129_900, "tier": "C", "category": "coats"},
            "SOCK": {"title": "Sock", "list_price_minor": 1_990, "cost_minor": 700, "category": "socks"},
            "HAT": {"title": "Hat", "list_price_minor": 9_900, "category": "coats", "alert_units": 5},
        },
    )
    at = timezone.now() - timedelta(hours=5)
    tell_counts(
        actor=None,
        shop=shop,
        counts=[
            Counted("COAT", 2, place="main", counted_at=at),
            Counted("COAT", 2, CountKind.LISTED, counted_at=at),
            Counted("SOCK", 40, place="main", counted_at=at),
            Counted("HAT", 4, place="shop", counted_at=at),
            Counted("HAT", 9, CountKind.LISTED, counted_at=at),
        ],
    )
    sell(shop, "COAT", 3, at=at + timedelta(hours=1))
    return shop


def sell(shop: Shop, sku: str, units: int, *, at: datetime, shipped_at: datetime | None = None, number: str = "T1") -> None:
    """Sell pieces of a SKU: paid at a moment, shipped at another or not yet."""
    at = at.replace(microsecond=0)
    order = {
        "placed_at": at, "paid_at": at, "shipped_at": shipped_at and shipped_at.replace(microsecond=0),
        "state": int(OrderState.SHIPPED if shipped_at else OrderState.PAID), "total_minor": 100,
    }  # fmt: skip
    lines = {(number, "1"): {"sku": sku, "units": units, "paid_minor": 100}}
    export = Export(Source(int(datetime.now(UTC).timestamp()), "e" * 64), {number: order}, lines)
    load_chunk(shop=shop, source=export.source, chunk=export.chunk())
    refresh_levels(shop=shop, skus=[sku])


@pytest.fixture
def keeper(client_as):
    return client_as(Role.WAREHOUSE)


@pytest.fixture
def boss(client_as):
    return client_as(Role.BOSS)

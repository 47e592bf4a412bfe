"""Orders of goods for tests of the stock: what is sold, when, by claims down the road of the facts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from inventory.models import StockLevel
from inventory.services import Counted, mark_levels, refill_levels, tell_counts
from metrics.services import record_changes, refill_skus
from orders.claims import Source
from orders.models import Shop
from orders.services import load_chunk
from orders.states import OrderState
from tests.orders.claims import Export

NOW = datetime(2026, 11, 11, 2, 40, tzinfo=UTC)  # 10:40 in Shanghai
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Sold:
    """One order of one SKU, shipped at once unless it says otherwise."""

    at: datetime
    sku: str
    units: int = 1
    state: OrderState = OrderState.SHIPPED


def steadily(sku: str, *, units: int, minutes: int, until: datetime = NOW, orders: int = 10) -> list[Sold]:
    """Spread so many pieces evenly over the minutes before a moment."""
    each = units // orders
    return [Sold(until - timedelta(minutes=minutes * (number + 0.5) / orders), sku, each) for number in range(orders)]


def sell(shop: Shop, sold: Sequence[Sold], *, as_of: datetime = NOW, prefix: str = "") -> None:
    """Bring orders in as an export made at `as_of`, and count what an import counts afterwards."""
    orders, lines = {}, {}
    for number, one in enumerate(sorted(sold, key=lambda one: (one.at, one.sku))):
        name = f"{prefix}{one.at:%m%d%H%M}-{number:05}"
        is_paid = one.state not in {OrderState.UNPAID, OrderState.CLOSED_UNPAID}
        orders[name] = {
            "placed_at": one.at,
            "paid_at": one.at if is_paid else None,
            "shipped_at": one.at if one.state == OrderState.SHIPPED else None,
            "state": one.state,
            "total_minor": 100 * one.units,
        }
        lines[name, "1"] = {"sku": one.sku, "units": one.units, "paid_minor": 100 * one.units}
    digest = hashlib.sha256(repr((prefix, as_of, sorted(orders))).encode()).hexdigest()
    export = Export(Source(int(as_of.timestamp()), digest), orders, lines)
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        record_changes(shop=shop, touched=touched)
        mark_levels(shop=shop, skus=touched.skus)
    refill_levels(shop=shop)
    refill_skus(shop=shop)


def count(shop: Shop, at: datetime = NOW, **units: int) -> None:
    """Count SKUs at a moment: `count(shop, COAT=120)`."""
    tell_counts(actor=None, shop=shop, counts=[Counted(sku, pieces, counted_at=at) for sku, pieces in units.items()])


def level_of(shop: Shop, sku: str) -> StockLevel:
    return StockLevel.objects.get(shop=shop, sku=sku)

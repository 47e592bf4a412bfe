"""A shop with buyers on the day of its sale: offers, prices, an unpaid order, a refund that was asked, a late parcel."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from campaigns.models import Campaign, Offer, PlannedPrice
from campaigns.rules.offers import OfferDraft
from campaigns.services import create_campaign
from campaigns.services.offers import save_offer
from customers.models import Buyer
from inventory.models import Product
from orders.models import OrderLine, Shop
from orders.states import OrderState, RefundState
from tests.campaigns.conftest import START
from tests.customers.conftest import AT, Load, filled, load, order, shop

__all__ = ["AT", "filled", "load", "shop"]
NOW = datetime(2026, 11, 11, 2, 45, tzinfo=UTC)
GOODS = (
    ("COAT", "Wool coat", "C", "coats", 129_900),
    ("TEE", "Striped tee", "A", "tops", 9_900),
    ("KNIT", "Cable knit", "B", "tops", 24_900),
    ("SCARF", "Wool scarf", "B", "scarves", 39_900),
)


@pytest.fixture
def goods(shop: Shop) -> list[Product]:
    return [
        Product.objects.create(shop=shop, sku=sku, title=title, tier=tier, category=category, list_price_minor=price)
        for sku, title, tier, category, price in GOODS
    ]


@pytest.fixture
def sale(shop: Shop, goods: list[Product]) -> Campaign:
    """Double 11, live at NOW, with every product at its price."""
    made = create_campaign(
        actor=None,
        name="Double 11 2026",
        shops=[shop],
        starts_at=START,
        ends_at=START + timedelta(days=1),
        revenue_target_minor=6_200_000_000,
        visitors_target=None,
        conversion_target=Decimal("0.054"),
        order_value_target_minor=21_300,
        inquiries_target=9_001,
    )
    for sku, _title, _tier, _category, price in GOODS:
        PlannedPrice.objects.create(campaign=made, shop=shop, sku=sku, stage="live", price_minor=price)
    return made


@pytest.fixture
def add(sale: Campaign) -> Any:
    """Write an offer: `add("percent_off", "A", percent_bp=2000)`."""

    def write(kind: str, name: str, **figures: Any) -> Offer:
        sale.refresh_from_db()
        return save_offer(campaign=sale, actor=None, version=sale.version, draft=OfferDraft(kind, name, **figures))

    return write


@pytest.fixture
def offers(add: Any) -> list[Offer]:
    """499 less 100 and 899 less 200; free shipping for gold; a coupon that must be held; one for the evening."""
    return [
        add("spend_and_save", "Steps", steps=((49_900, 10_000), (89_900, 20_000)), priority=9),
        add("free_shipping", "Gold ships free", buyer_tiers=("gold",)),
        add("coupon", "Thirty off", value_minor=3_000, minimum_minor=30_000),
        add("percent_off", "Platinum only", percent_bp=1000, buyer_tiers=("Platinum",), tiers=("C",)),
    ]


def with_lines(shop: Shop, order_no: str, *lines: tuple[str, str, int, int]) -> None:
    """Write lines of an order: (SKU, title, pieces, price of a piece)."""
    for number, (sku, title, units, price) in enumerate(lines, 1):
        OrderLine.objects.create(
            shop=shop,
            order_no=order_no,
            line_no=str(number),
            provenance_id=1,
            sku=sku,
            title=title,
            units=units,
            price_minor=price,
        )


@pytest.fixture
def ann(filled: Shop, load: Load) -> Buyer:
    """Gold; a refund asked of A5, A6 paid four days ago and not shipped."""
    day = {"placed_at": NOW - timedelta(hours=3), "paid_at": NOW - timedelta(hours=3), "state": OrderState.PAID}
    late = {"placed_at": NOW - timedelta(hours=96), "paid_at": NOW - timedelta(hours=96), "state": OrderState.PAID}
    rows = {
        "330441234500008812": order("ann", 0, 69_900, **day, refund_state=RefundState.REQUESTED),
        "330441234500009140": order("ann", 0, 44_800, **late),
    }
    load(filled, rows)
    with_lines(filled, "330441234500008812", ("COAT", "Wool coat", 1, 69_900))
    return Buyer.objects.get(shop=filled, buyer_key="ann")


@pytest.fixture
def cid(filled: Shop, load: Load) -> Buyer:
    """Never paid; 499 of goods wait for payment."""
    row = order(
        "cid", 0, 49_800, placed_at=NOW - timedelta(minutes=20), paid_at=None, state=OrderState.UNPAID, freight_minor=1_000
    )
    load(filled, {"330441234500007001": row})
    with_lines(filled, "330441234500007001", ("KNIT", "Cable knit", 2, 24_900))
    return Buyer.objects.get(shop=filled, buyer_key="cid")

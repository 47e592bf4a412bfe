"""Products of the shop, and what a person types into the form of an offer."""

from typing import Any

import pytest

from campaigns.models import Campaign, Offer
from campaigns.rules.offers import OfferDraft
from campaigns.services.offers import save_offer
from inventory.models import Product
from orders.models import Shop


@pytest.fixture
def products(shop: Shop) -> list[Product]:
    rows = [("COAT", "Wool coat", "C", "coats", 129_900, 45_000), ("TEE", "Striped tee", "A", "tops", 9_900, 4_000)]
    rows.append(("KNIT", "Cable knit", "B", "tops", 24_900, 11_000))
    return [
        Product.objects.create(
            shop=shop, sku=sku, title=title, tier=tier, category=category, list_price_minor=price, cost_minor=cost
        )
        for sku, title, tier, category, price, cost in rows
    ]


@pytest.fixture
def add(sale: Campaign) -> Any:
    """Write an offer: `add("percent_off", "A", percent_bp=2000)`."""

    def write(kind: str, name: str, **figures: Any) -> Offer:
        sale.refresh_from_db()
        made = save_offer(campaign=sale, actor=None, version=sale.version, draft=OfferDraft(kind, name, **figures))
        sale.refresh_from_db()
        return made

    return write


@pytest.fixture
def said() -> dict[str, Any]:
    """What the form of steps sends."""
    return {
        "kind": "spend_and_save",
        "version": "1",
        "name": "Steps",
        "step_1_from": "499",
        "step_1_off": "100",
        "step_2_from": "899",
        "step_2_off": "200",
        "measured_on": "remaining",
        "shop_share": "100",
        "platform_share": "",
        "brand_share": "",
        "influencer_share": "",
        "priority": "0",
        "group": "",
        "group_choice": "best",
        "stacks": "on",
    }

"""Writes to products and prices: what files claim, what order lines show, what people set."""

from inventory.services.accepting import accept_proposals, lock_tier, set_role, set_terms, take_back
from inventory.services.claims import Counts, forget_products, meet_products, take_products
from inventory.services.editing import ProductError, edit_products
from inventory.services.offered import drop_price, forget_prices, take_prices, type_price
from inventory.services.paid import mark_paid, refill_paid, stale_shops
from inventory.services.selection import choose, forget_market, score_products, take_market
from inventory.services.tiers import refresh_tiers, retier, shops_to_refresh

__all__ = [
    "Counts",
    "ProductError",
    "accept_proposals",
    "choose",
    "drop_price",
    "edit_products",
    "forget_market",
    "forget_prices",
    "forget_products",
    "lock_tier",
    "mark_paid",
    "meet_products",
    "refill_paid",
    "refresh_tiers",
    "retier",
    "score_products",
    "set_role",
    "set_terms",
    "shops_to_refresh",
    "stale_shops",
    "take_back",
    "take_market",
    "take_prices",
    "take_products",
    "type_price",
]

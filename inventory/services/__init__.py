"""Writes to products and prices: what files claim, what order lines show, what people set."""

from inventory.services.claims import Counts, forget_products, meet_products, take_products
from inventory.services.editing import ProductError, edit_products
from inventory.services.offered import drop_price, forget_prices, take_prices, type_price
from inventory.services.paid import mark_paid, refill_paid, stale_shops

__all__ = [
    "Counts",
    "ProductError",
    "drop_price",
    "edit_products",
    "forget_prices",
    "forget_products",
    "mark_paid",
    "meet_products",
    "refill_paid",
    "stale_shops",
    "take_prices",
    "take_products",
    "type_price",
]

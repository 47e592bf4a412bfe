"""Writes to products, prices and stock: what files claim, what order lines show, what people set and count."""

from inventory.services.claims import Counts, forget_products, meet_products, take_products
from inventory.services.counts import Counted, CountError, drop_count, forget_counts, take_counts, tell_counts
from inventory.services.editing import ProductError, edit_products
from inventory.services.levels import mark_levels, refill_levels, refresh_levels, shops_with_stale_levels
from inventory.services.offered import drop_price, forget_prices, take_prices, type_price
from inventory.services.paid import mark_paid, refill_paid, stale_shops
from inventory.services.reserves import ReserveError, keep_reserve, release_reserve

__all__ = [
    "CountError",
    "Counted",
    "Counts",
    "ProductError",
    "ReserveError",
    "drop_count",
    "drop_price",
    "edit_products",
    "forget_counts",
    "forget_prices",
    "forget_products",
    "keep_reserve",
    "mark_levels",
    "mark_paid",
    "meet_products",
    "refill_levels",
    "refill_paid",
    "refresh_levels",
    "release_reserve",
    "shops_with_stale_levels",
    "stale_shops",
    "take_counts",
    "take_prices",
    "take_products",
    "tell_counts",
    "type_price",
]

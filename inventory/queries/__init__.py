"""Reads: what is known of the products of a shop, one topic a file."""

from inventory.queries.prices import points_of, price_history
from inventory.queries.products import Coverage, coverage, pack_sizes, products

__all__ = ["Coverage", "coverage", "pack_sizes", "points_of", "price_history", "products"]

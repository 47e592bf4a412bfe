"""Products, what they cost and sold for, what is in stock. Keyed by the platform's SKU; a fact may name a SKU unknown here."""

from inventory.models.base import OfShop
from inventory.models.price import PriceKind, PricePoint, PriceSource, StaleDay
from inventory.models.product import (
    ClaimRank,
    Product,
    ProductClaim,
    ProductKind,
    ProductQuerySet,
    ProductStatus,
    ProductTier,
    Supplier,
)
from inventory.models.stock import Buffer, StockCount, Substitute

__all__ = [
    "Buffer",
    "ClaimRank",
    "OfShop",
    "PriceKind",
    "PricePoint",
    "PriceSource",
    "Product",
    "ProductClaim",
    "ProductKind",
    "ProductQuerySet",
    "ProductStatus",
    "ProductTier",
    "StaleDay",
    "StockCount",
    "Substitute",
    "Supplier",
]

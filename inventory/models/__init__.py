"""Products, what they cost and sold for, what is in stock. Keyed by the platform's SKU; a fact may name a SKU unknown here."""

from inventory.models.base import OfShop
from inventory.models.market import Choice, MarketClaim, MarketFigures
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
from inventory.models.stock import (
    Buffer,
    BufferMethod,
    CountKind,
    CountSource,
    Delivery,
    DeliveryState,
    Occasion,
    Reserve,
    StaleLevel,
    StockCount,
    StockLevel,
    Stocktake,
    Substitute,
)
from inventory.models.tiers import BasketDay, ProductFigures, TierAcceptance, TierRole, TierTerms

__all__ = [
    "BasketDay",
    "Buffer",
    "BufferMethod",
    "Choice",
    "ClaimRank",
    "CountKind",
    "CountSource",
    "Delivery",
    "DeliveryState",
    "MarketClaim",
    "MarketFigures",
    "Occasion",
    "OfShop",
    "PriceKind",
    "PricePoint",
    "PriceSource",
    "Product",
    "ProductClaim",
    "ProductFigures",
    "ProductKind",
    "ProductQuerySet",
    "ProductStatus",
    "ProductTier",
    "Reserve",
    "StaleDay",
    "StaleLevel",
    "StockCount",
    "StockLevel",
    "Stocktake",
    "Substitute",
    "Supplier",
    "TierAcceptance",
    "TierRole",
    "TierTerms",
]

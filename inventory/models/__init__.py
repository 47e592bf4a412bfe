"""Products, what they cost and sold for, what is in stock. Keyed by the platform's SKU; a fact may name a SKU unknown here."""

from inventory.models.base import OfShop
from inventory.models.pairs import Bundle, BundleState, Pair, PairKind, PairRun, RunState
from inventory.models.buffer import BufferChange, BufferPlan
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
from inventory.models.runout import NEVER_MINUTE, RunOut, RunOutQuerySet, RunOutState, StockDay
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

__all__ = [
    "NEVER_MINUTE",
    "Buffer",
    "BufferChange",
    "BufferMethod",
    "Bundle",
    "BundleState",
    "BufferPlan",
    "ClaimRank",
    "CountKind",
    "CountSource",
    "Delivery",
    "DeliveryState",
    "Occasion",
    "OfShop",
    "Pair",
    "PairKind",
    "PairRun",
    "PriceKind",
    "PricePoint",
    "PriceSource",
    "Product",
    "ProductClaim",
    "ProductKind",
    "ProductQuerySet",
    "ProductStatus",
    "ProductTier",
    "Reserve",
    "RunOut",
    "RunOutQuerySet",
    "RunOutState",
    "RunState",
    "StaleDay",
    "StaleLevel",
    "StockCount",
    "StockDay",
    "StockLevel",
    "Stocktake",
    "Substitute",
    "Supplier",
]

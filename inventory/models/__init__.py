"""Products, what they cost and sold for, what is in stock. Keyed by the platform's SKU; a fact may name a SKU unknown here."""

from inventory.models.base import OfShop
from inventory.models.buffer import BufferChange, BufferPlan
from inventory.models.interest import InterestClaim
from inventory.models.market import Choice, MarketClaim, MarketFigures
from inventory.models.pairs import Bundle, BundleState, Pair, PairKind, PairRun, RunState
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
from inventory.models.tiers import BasketDay, ProductFigures, TierAcceptance, TierRole, TierTerms

__all__ = [
    "NEVER_MINUTE",
    "BasketDay",
    "Buffer",
    "BufferChange",
    "BufferMethod",
    "BufferPlan",
    "Bundle",
    "BundleState",
    "Choice",
    "ClaimRank",
    "CountKind",
    "CountSource",
    "Delivery",
    "DeliveryState",
    "InterestClaim",
    "MarketClaim",
    "MarketFigures",
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
    "ProductFigures",
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
    "TierAcceptance",
    "TierRole",
    "TierTerms",
]

"""What a sale's target means for each product: pieces that add up, at the prices of the plan, to the target.

A product's part follows from what it sells in ordinary days and by how much a sale has lifted it before. The lift of one product
is noise, so it leans on that of its tier, the tier's on that of the shop, and the shop's on none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Key = tuple[int, str]
"""Shop, SKU."""
PIECES_OF_TIER, PIECES_OF_SHOP = 5.0, 20.0
"""So many ordinary pieces a product's own lift, or a tier's, must have against it before it counts as much as the wider one."""


@dataclass(frozen=True)
class RangeProduct:
    """One product of the range. `price_minor`: what a buyer pays for a piece, None unknown.

    `daily`: pieces an ordinary day brings; `sale_units`: what it sold in the earlier sale, `plain_units`: what as many ordinary
    days before that sale would have brought. `is_new`: nobody ever sold it, it counts like the average of its category.
    """

    key: Key
    tier: str = ""
    category: str = ""
    price_minor: int | None = None
    daily: float = 0.0
    sale_units: float = 0.0
    plain_units: float = 0.0
    is_new: bool = False


@dataclass(frozen=True)
class ProductDemand:
    """The pieces a plan expects of one product, by how much the sale lifts it above ordinary days, and whether it is new."""

    key: Key
    units: float
    lift: float
    is_new: bool


def planned_demand(products: Sequence[RangeProduct], *, target_minor: int) -> list[ProductDemand]:
    """Return the pieces of each product of the range, in order, so that at their prices they bring the target.

    A product whose price nobody knows counts with the average price in the sum and gets its pieces all the same. Without any
    ordinary sales or prices every product gets 0 pieces.

    >>> plain = RangeProduct((1, "a"), price_minor=100, daily=3), RangeProduct((1, "b"), price_minor=50, daily=2)
    >>> [one.units for one in planned_demand(plain, target_minor=8_000)]
    [60.0, 40.0]
    >>> lifted = RangeProduct((1, "a"), "A", price_minor=100, daily=1, sale_units=500, plain_units=50), plain[1]
    >>> [round(one.units, 1) for one in planned_demand(lifted, target_minor=8_000)]
    [45.8, 68.5]
    """
    lifts = _lifts(products)
    ordinary = _ordinary(products)
    weights = [daily * lift for daily, lift in zip(ordinary, lifts, strict=True)]
    priced = [(weight, one.price_minor) for weight, one in zip(weights, products, strict=True) if one.price_minor is not None]
    weight_of_priced = sum(weight for weight, _price in priced)
    if not weight_of_priced:
        return [ProductDemand(one.key, 0.0, lift, one.is_new) for one, lift in zip(products, lifts, strict=True)]
    average = sum(weight * price for weight, price in priced) / weight_of_priced
    revenue = sum(
        weight * (average if one.price_minor is None else one.price_minor) for weight, one in zip(weights, products, strict=True)
    )
    scale = target_minor / revenue if revenue else 0.0
    return [
        ProductDemand(one.key, weight * scale, lift, one.is_new)
        for one, weight, lift in zip(products, weights, lifts, strict=True)
    ]


def _lifts(products: Sequence[RangeProduct]) -> list[float]:
    """Return by how much a sale lifts each product above ordinary days; 1 for all without an earlier sale."""
    sold, plain = sum(one.sale_units for one in products), sum(one.plain_units for one in products)
    shop = (sold + PIECES_OF_SHOP) / (plain + PIECES_OF_SHOP)
    tiers: dict[str, float] = {}
    for tier in {one.tier for one in products}:
        some = [one for one in products if one.tier == tier]
        had, would = sum(one.sale_units for one in some), sum(one.plain_units for one in some)
        tiers[tier] = (had + PIECES_OF_SHOP * shop) / (would + PIECES_OF_SHOP)
    return [(one.sale_units + PIECES_OF_TIER * tiers[one.tier]) / (one.plain_units + PIECES_OF_TIER) for one in products]


def _ordinary(products: Sequence[RangeProduct]) -> list[float]:
    """Return the pieces of an ordinary day; of a new product those of the average product that sells in its category."""
    selling = [one for one in products if one.daily > 0]
    by_category: dict[str, list[float]] = {}
    for one in selling:
        by_category.setdefault(one.category, []).append(one.daily)
    overall = sum(one.daily for one in selling) / len(selling) if selling else 0.0

    def of_new(category: str) -> float:
        some = by_category.get(category, [])
        return sum(some) / len(some) if category and len(some) >= 3 else overall

    return [of_new(one.category) if one.is_new else one.daily for one in products]

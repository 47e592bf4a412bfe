"""Which tier a product's figures speak for: three scores out of components anybody can check, and the reason as codes and values.

A component is the place (0 lowest, 100 highest) of the product's figure among the shop's products that sold enough. A figure that
is not known leaves its weight to those that are; the coverage says how much of the weights rests on something known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inventory.rules.tiers.places import Floats, places

COMPONENTS: Mapping[str, Mapping[str, int]] = {
    "A": {"first": 30, "cheap": 25, "reach": 20, "single": 15, "conversion": 10},
    "B": {"middle": 60, "reach": 20, "typical": 20},
    "C": {"profit": 35, "margin": 25, "beside_a": 20, "dear": 20},
}
"""Tier -> component -> its part of the score in per cent."""
ORDER = ("B", "A", "C")
"""Of equal scores the first of these stands: who is not clearly one of the ends is of the middle."""
ENOUGH_IN_CATEGORY = 10


@dataclass(frozen=True)
class Known:
    """What is known of one product in the window; None is unknown. Money in minor units, `margin`: share of the price."""

    sku: str
    orders: int
    first_orders: int
    single_orders: int
    with_a: int
    price: int | None
    category: str = ""
    margin: float | None = None
    profit: int | None = None
    conversion: float | None = None


@dataclass(frozen=True)
class Judged:
    """What is proposed for one product: the tier ("": none), its score, all components, the reason, and the price's place.

    `missing_orders`: how many more orders before anything is said. `coverage`: the known part of the weights of that tier.
    """

    tier: str
    score: int | None
    missing_orders: int
    coverage: float
    components: Mapping[str, Mapping[str, tuple[float | None, int]]]
    reason: Sequence[tuple[str, float]]
    price_place: int | None


def propose(products: Sequence[Known], *, minimum_orders: int, first_buyers: int) -> dict[str, Judged]:
    """Propose a tier for each product. `first_buyers`: first-time buyers of the shop in the window.

    Nothing is proposed below `minimum_orders`. The order of the products changes nothing.

    >>> sock = Known("sock", 400, 180, 240, 0, 990, margin=0.08, profit=30_000)
    >>> scarf = Known("scarf", 120, 20, 30, 40, 5_900, margin=0.35, profit=240_000)
    >>> coat = Known("coat", 60, 4, 10, 30, 39_900, margin=0.62, profit=1_480_000)
    >>> new = Known("hat", 3, 1, 1, 0, 4_900)
    >>> told = propose([sock, scarf, coat, new], minimum_orders=10, first_buyers=500)
    >>> [told[sku].tier for sku in ("sock", "scarf", "coat", "hat")], told["hat"].missing_orders
    (['A', 'B', 'C', ''], 7)
    >>> told["sock"].reason
    [('first', 0.36), ('price_fifth', 1), ('margin', 0.08)]
    """
    enough = sorted((one for one in products if one.orders >= minimum_orders), key=lambda one: one.sku)
    found = _placed(enough)
    scores = {tier: score({name: found[name] for name in weights}, weights) for tier, weights in COMPONENTS.items()}
    tiers = _best(scores, len(enough))
    told = {name: _told(column) for name, column in found.items()}
    whole_profit = sum(max(0, one.profit) for one in enough if one.profit is not None)
    judged: dict[str, Judged] = {}
    for row, (one, tier) in enumerate(zip(enough, tiers, strict=True)):
        components = {
            each: {name: (told[name][row], weight) for name, weight in parts.items()} for each, parts in COMPONENTS.items()
        }
        place = told["dear"][row]
        reason = _reason(tier, one, place, first_buyers=first_buyers, whole_profit=whole_profit)
        value, coverage = scores[tier]
        rounded = None if place is None else round(place)
        judged[one.sku] = Judged(tier, round(float(value[row])), 0, float(coverage[row]), components, reason, rounded)
    for one in products:
        if one.orders < minimum_orders:
            judged[one.sku] = Judged("", None, minimum_orders - one.orders, 0.0, {}, [], None)
    return judged


def drawing(products: Sequence[Known], *, minimum_orders: int) -> set[str]:
    """Return the SKUs that A would be proposed for: the quick half of `propose`."""
    enough = sorted((one for one in products if one.orders >= minimum_orders), key=lambda one: one.sku)
    found = _placed(enough)
    scores = {tier: score({name: found[name] for name in weights}, weights) for tier, weights in COMPONENTS.items()}
    return {one.sku for one, tier in zip(enough, _best(scores, len(enough)), strict=True) if tier == "A"}


def score(parts: Mapping[str, Floats], weights: Mapping[str, int]) -> tuple[Floats, Floats]:
    """Return for each product the weighted mean of what is known (0 where nothing is), and the known part of the weights.

    >>> value, coverage = score({"first": np.array([90.0]), "cheap": np.array([np.nan])}, {"first": 50, "cheap": 50})
    >>> float(value[0]), float(coverage[0])
    (90.0, 0.5)
    """
    columns = np.array([parts[name] for name in weights])
    weight = np.where(np.isnan(columns), 0.0, np.array(list(weights.values()))[:, None])
    known = weight.sum(axis=0)
    total = (np.nan_to_num(columns) * weight).sum(axis=0)
    return np.divide(total, known, out=np.zeros_like(total), where=known > 0), known / sum(weights.values())


def _best(scores: Mapping[str, tuple[Floats, Floats]], count: int) -> list[str]:
    """Return the tier of the highest score of each product, of equal ones the first in ORDER."""
    if not count:
        return []
    stacked = np.array([np.round(scores[tier][0], 6) for tier in ORDER])
    return [ORDER[place] for place in stacked.argmax(axis=0)]


def _told(column: Floats) -> list[float | None]:
    return [None if value != value else value for value in np.round(column, 1).tolist()]


def _placed(products: Sequence[Known]) -> dict[str, Floats]:
    """Return each component of each product as its place, NaN where it is not known."""
    nan = float("nan")
    dear = _by_category(products)
    margin = np.array([nan if one.margin is None else one.margin for one in products], dtype=float)
    typical = np.abs(margin - (float(np.nanmedian(margin)) if np.isfinite(margin).any() else nan))
    return {
        "first": places([one.first_orders for one in products]),
        "reach": places([one.orders for one in products]),
        "single": places([one.single_orders / one.orders for one in products]),
        "conversion": places([nan if one.conversion is None else one.conversion for one in products]),
        "dear": dear,
        "cheap": 100 - dear,
        "middle": 100 - 2 * np.abs(dear - 50),
        "margin": places(margin),
        "typical": 100 - places(typical),
        "profit": places([nan if one.profit is None else one.profit for one in products]),
        "beside_a": places([one.with_a / one.orders for one in products]),
    }


def _by_category(products: Sequence[Known]) -> Floats:
    """Return the place of each price among those of its category, of the whole shop where the category has few or no name."""
    prices = np.array([float("nan") if one.price is None else one.price for one in products], dtype=float)
    found = places(prices)
    rows: dict[str, list[int]] = {}
    for row, one in enumerate(products):
        rows.setdefault(one.category, []).append(row)
    for category, some in rows.items():
        if category and len(some) >= ENOUGH_IN_CATEGORY:
            found[some] = places(prices[some])
    return found


def _reason(tier: str, one: Known, place: float | None, *, first_buyers: int, whole_profit: int) -> list[tuple[str, float]]:
    """Return the facts that speak for the tier, as codes with values; `price_fifth` counts from 1, the lowest."""
    facts: dict[str, float | None] = {
        "first": one.first_orders / first_buyers if first_buyers else None,
        "single": one.single_orders / one.orders,
        "price_fifth": None if place is None else min(5, int(place // 20) + 1),
        "margin": one.margin,
        "profit": one.profit / whole_profit if one.profit is not None and whole_profit else None,
        "beside_a": one.with_a / one.orders,
        "orders": one.orders,
    }
    wanted = {
        "A": ("first", "price_fifth", "margin") if first_buyers else ("single", "price_fifth", "margin"),
        "B": ("price_fifth", "margin", "orders"),
        "C": ("margin", "profit", "beside_a", "price_fifth"),
    }[tier]
    told = [(name, value) for name in wanted if (value := facts[name]) is not None]
    if one.margin is None:
        told.append(("no_cost", 0))
    return [(name, round(value, 4)) for name, value in told]

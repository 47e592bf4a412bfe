"""The selection score (playbook P3): 40 per cent positioning in the market, 40 the product itself, 20 operation and supply.

Each component is a place from 0 to 100. A figure nobody told leaves its weight to those that are known, and the coverage says so;
nothing is ever counted as 0 because it is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inventory.rules.tiers.places import Floats, places

FIELDS = (
    "category_rank", "market_units", "band_low_minor", "band_high_minor", "favourites", "searches", "follows", "carts",
    "visitors", "paid_buyers", "supply_stable",
)  # fmt: skip
"""What a market list can say of a product: counts of 30 days, money in minor units, `category_rank` 1 is the best."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "positioning": ("rank", "band", "market_units"),
    "product": ("carts", "favourites", "searches", "follows"),
    "operation": ("supply", "price_fits"),
}
WEIGHTS: Mapping[str, int] = {
    "rank": 15, "band": 10, "market_units": 15, "carts": 12, "favourites": 10, "searches": 10, "follows": 8, "supply": 10,
    "price_fits": 10,
}  # fmt: skip
"""Component -> weight in per cent; a shop may set its own."""


@dataclass(frozen=True)
class Part:
    """One component of a score: what was told (None: nothing), its place, its weight of 100, the points it brings."""

    name: str
    value: float | None
    place: float | None
    weight: float
    points: float


@dataclass(frozen=True)
class Score:
    """The score of one product, 0 to 100, None where nothing is known; `coverage`: the known part of the weights."""

    value: float | None
    coverage: float
    parts: Sequence[Part]


def fold(sayings: Sequence[tuple[float, str, Mapping[str, object]]]) -> dict[str, object]:
    """Return what holds of (as_of, digest, says): field by field the latest word, of one moment the larger digest's.

    >>> fold([(2, "b", {"carts": 9}), (1, "a", {"carts": 4, "searches": 7})])
    {'carts': 9, 'searches': 7}
    """
    told: dict[str, object] = {}
    for _as_of, _digest, says in sorted(sayings, key=lambda saying: saying[:2]):
        told.update({name: value for name, value in says.items() if name in FIELDS and value is not None})
    return told


def in_band(price: int | None, low: int | None, high: int | None) -> float | None:
    """Return how well a price lies in the mainstream band: 100 inside, less by its distance from the nearer end, at least 0.

    >>> in_band(9_900, 8_000, 12_000), in_band(15_000, 8_000, 12_000), in_band(None, 1, 2)
    (100.0, 75.0, None)
    """
    if price is None or low is None or high is None or not 0 < low <= high:
        return None
    if low <= price <= high:
        return 100.0
    end = low if price < low else high
    return max(0.0, 100 * (1 - abs(price - end) / end))


def fits(cost: int | None, low: int | None, high: int | None) -> float | None:
    """Return whether the mainstream price leaves a profit: 100 from its low end on, 0 when even its high end is below the cost.

    >>> fits(5_000, 8_000, 12_000), fits(10_000, 8_000, 12_000), fits(12_000, 8_000, 12_000), fits(None, 1, 2)
    (100.0, 50.0, 0.0, None)
    """
    if cost is None or low is None or high is None or not 0 < low <= high:
        return None
    if cost < low:
        return 100.0
    return 0.0 if cost >= high else 100 * (high - cost) / (high - low)


def score_all(
    told: Mapping[str, Mapping[str, object]],
    *,
    prices: Mapping[str, int],
    costs: Mapping[str, int],
    weights: Mapping[str, int] = WEIGHTS,
) -> dict[str, Score]:
    """Score each product of `told` ({sku: {field: value}}). `prices`, `costs`: minor units, absent where not known.

    The places are among the products that are told of. Weights need not add up to 100: their proportion counts.

    >>> told = {"a": {"carts": 50, "category_rank": 1}, "b": {"carts": 10}}
    >>> scores = score_all(told, prices={}, costs={})
    >>> round(scores["a"].value), round(scores["a"].coverage, 2), scores["b"].value, scores["b"].parts[0].value
    (72, 0.27, 0.0, None)
    """
    skus = sorted(told)
    values = {name: [_number(told[sku].get(field)) for sku in skus] for name, field in _PLAIN.items()}
    bands = [(_whole(told[sku].get("band_low_minor")), _whole(told[sku].get("band_high_minor"))) for sku in skus]
    placed: dict[str, Floats] = {name: places(column) for name, column in values.items() if name != "rank"}
    placed["rank"] = 100 - places(values["rank"])
    values["band"] = [_number(prices.get(sku)) for sku in skus]
    placed["band"] = _floats([in_band(prices.get(sku), *band) for sku, band in zip(skus, bands, strict=True)])
    values["price_fits"] = [_number(costs.get(sku)) for sku in skus]
    placed["price_fits"] = _floats([fits(costs.get(sku), *band) for sku, band in zip(skus, bands, strict=True)])
    values["supply"] = [_number(told[sku].get("supply_stable")) for sku in skus]
    placed["supply"] = 100 * np.array(values["supply"])
    return {sku: _score(row, values, placed, weights) for row, sku in enumerate(skus)}


_PLAIN = {
    "rank": "category_rank", "market_units": "market_units", "carts": "carts", "favourites": "favourites",
    "searches": "searches", "follows": "follows",
}  # fmt: skip


def _score(row: int, values: Mapping[str, Sequence[float]], placed: Mapping[str, Floats], weights: Mapping[str, int]) -> Score:
    places_of = {name: _known(placed[name][row]) for name in WEIGHTS}
    known = sum(weights.get(name, 0) for name, place in places_of.items() if place is not None)
    whole = sum(weights.get(name, 0) for name in WEIGHTS)
    parts = []
    for name, place in places_of.items():
        weight = 100 * weights.get(name, 0) / known if known and place is not None else 0.0
        points = 0.0 if place is None else place * weight / 100
        parts.append(Part(name, _known(values[name][row]), place, round(weight, 2), round(points, 2)))
    total = sum(part.place * part.weight / 100 for part in parts if part.place is not None)
    return Score(round(total, 1) if known else None, known / whole if whole else 0.0, parts)


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else float("nan")


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([float("nan") if value is None else value for value in values], dtype=float)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 2)

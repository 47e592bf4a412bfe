"""What the products of a shop sold day by day, as the rules of demand read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from common.windows import Window, slot_of
from inventory.models import CountKind, Product, ProductKind, StockCount
from inventory.rules.demand import PlannedDemand, Sales, daily_rates, sales_of
from metrics.queries import sku_series
from orders.models import Shop

DAY_SLOTS = 144
MOST_DAYS = 400
"""Older days weigh less than a ten-thousandth in a rate, and tell of another shop."""


@dataclass(frozen=True)
class PastSales:
    """The goods of a shop that were sold, in order, and their pieces of each day. Days end at `until` and have 24 hours."""

    skus: list[str]
    sales: Sales
    until: datetime

    def rows_of(self, skus: Iterable[str]) -> NDArray[np.int64]:
        """Return the row of each of these SKUs; -1 for one that was never sold."""
        places = {sku: row for row, sku in enumerate(self.skus)}
        return np.array([places.get(sku, -1) for sku in skus], dtype=np.int64)


def past_sales(*, shop: Shop, until: datetime, days: int = MOST_DAYS) -> PastSales:
    """Return the pieces of the last days before `until`, by SKU and day, from the first day anything was sold.

    Gifts, services and postage are left out. A day on which the last count of all places was nothing, and nothing was sold,
    tells nothing of the demand.
    """
    last = slot_of(until)
    window = Window(last - days * DAY_SLOTS, last)
    found, units = sku_series(shop=shop, window=window, step=DAY_SLOTS)
    others = set(Product.objects.filter(shop=shop).exclude(kind=ProductKind.GOODS).values_list("sku", flat=True))
    kept = [row for row, sku in enumerate(found) if sku not in others]
    skus, units = [found[row] for row in kept], units[kept]
    sold = np.flatnonzero(units.any(axis=0))
    units = units[:, sold[0] :] if len(sold) else units[:, :0]
    empty = _empty_days(shop, skus, until, units.shape[1])
    return PastSales(skus, sales_of(units, empty), until)


def lift_of(demand: Sequence[PlannedDemand], past: PastSales, days: int) -> float:
    """Return how many times as much a plan expects as so many ordinary days bring, of the products sold before; 1 without any."""
    rows = past.rows_of(one.sku for one in demand)
    ordinary = float(np.nansum(daily_rates(past.sales)[rows[rows >= 0]])) * days
    planned = sum(one.units for one, row in zip(demand, rows.tolist(), strict=True) if row >= 0)
    return planned / ordinary if ordinary > 0 else 1.0


def _empty_days(shop: Shop, skus: list[str], until: datetime, days: int) -> NDArray[np.bool_] | None:
    """Return the days throughout which the shelf of each SKU was known to be empty; None where no count ever found nothing."""
    counts = StockCount.objects.filter(shop=shop, kind=CountKind.COUNTED)
    emptied = counts.filter(units__lte=0).values("sku")
    if not days or not emptied.exists():
        return None
    places = {sku: row for row, sku in enumerate(skus)}
    start = until - timedelta(days=days)
    empty = np.zeros((len(skus), days), dtype=np.bool_)
    told: dict[str, list[tuple[datetime, str, int]]] = {}
    rows = counts.filter(sku__in=emptied, counted_at__lt=until).order_by("counted_at", "as_of", "digest")
    for sku, at, place, units in rows.values_list("sku", "counted_at", "place", "units"):
        if sku in places:
            told.setdefault(sku, []).append((at, place, units))
    for sku, history in told.items():
        for since, to in _empty_spells(history, until):
            first = -(-(since - start) // timedelta(days=1))  # the first day that begins empty
            empty[places[sku], max(first, 0) : max((to - start) // timedelta(days=1), 0)] = True
    return empty


def _empty_spells(history: list[tuple[datetime, str, int]], until: datetime) -> list[tuple[datetime, datetime]]:
    """Return the spells in which the last counts of all places together were nothing."""
    spells: list[tuple[datetime, datetime]] = []
    places: dict[str, int] = {}
    since: datetime | None = None
    for at, place, units in history:
        places[place] = max(units, 0)
        is_empty = not any(places.values())
        if is_empty and since is None:
            since = at
        elif not is_empty and since is not None:
            spells.append((since, at))
            since = None
    return [*spells, (since, until)] if since is not None else spells

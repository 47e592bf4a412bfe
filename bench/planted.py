"""Shops made up day by day, with a sale whose truth is known: lift, people who wait and have bought, neighbours it takes from."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FIRST = date(2025, 1, 6)
NEIGHBOURS = 0.2  # of the shop on an ordinary day
WEEKDAYS = np.array([0.95, 0.92, 0.94, 0.98, 1.08, 1.12, 1.01])


@dataclass(frozen=True)
class Planted:
    """`values` with the sale, `clean` without, both by day; the sale lies on [start, end).

    `beside`, `beside_clean`: the same of the neighbours, products that are part of the shop and not of the sale.
    """

    values: Floats
    clean: Floats
    beside: Floats
    beside_clean: Floats
    start: int
    end: int

    def truth(self, first: int, last: int) -> float:
        """Return what the sale really brought on the days [first, last)."""
        return float((self.values - self.clean)[first:last].sum())

    def taken(self) -> float:
        """Return what the neighbours really lost to the sale while it ran, below zero."""
        return float((self.beside - self.beside_clean)[self.start : self.end].sum())


def ordinary(dice: np.random.Generator, days: int) -> Floats:
    """Return days of a shop: a level that drifts and wanders, weekdays, a season, chance with heavy tails."""
    place = np.arange(days)
    wander = np.zeros(days)
    for day in range(1, days):
        wander[day] = 0.9 * wander[day - 1] + dice.normal(0, 0.05)
    season = 0.1 * np.sin(2 * np.pi * (place / 365 + dice.random()))
    level = 13 + dice.normal(0, 0.3) * place / 365 + wander + season
    noise = 0.12 * dice.standard_t(4, days) / np.sqrt(2)
    return np.exp(level + noise) * WEEKDAYS[place % 7] ** dice.uniform(0.5, 3)


def planted(seed: int, *, days: int = 300, lift: float = 2.0, dip: float = 0.15, taken: float = 0.3, after: int = 60) -> Planted:
    """Return a shop with a sale of one to seven days: `lift` of the products in it, `dip` of all on the days around.

    `taken`: what the neighbours, about a fifth of the shop on each day, lose while it runs. `after`: days known after the sale.
    """
    dice = np.random.default_rng(seed)
    clean = ordinary(dice, days)
    length = int(dice.integers(1, 8))
    end = days - after
    start = end - length
    beside_clean = clean * NEIGHBOURS * np.exp(dice.normal(0, 0.1, days))
    beside, inside = beside_clean.copy(), clean - beside_clean
    inside[start:end] *= 1 + lift
    beside[start:end] *= 1 - taken
    for part in (inside, beside):
        part[start - 7 : start] *= 1 - dip * np.linspace(0.3, 1.7, 7)
        part[end : end + 14] *= 1 - dip * np.linspace(1.7, 0.3, 14)[: min(after, 14)]
    return Planted(inside + beside, clean, beside, beside_clean, start, end)

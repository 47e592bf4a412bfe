"""Shops made up day by day, with a sale whose truth is known: lift, people who wait and have bought, neighbours it takes from."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FIRST = date(2025, 1, 6)
WEEKDAYS = np.array([0.95, 0.92, 0.94, 0.98, 1.08, 1.12, 1.01])


@dataclass(frozen=True)
class Planted:
    """`values` with the sale, `clean` without, both by day; the sale lies on [start, end)."""

    values: Floats
    clean: Floats
    start: int
    end: int

    def truth(self, first: int, last: int) -> float:
        """Return what the sale really brought on the days [first, last)."""
        return float((self.values - self.clean)[first:last].sum())


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
    """Return a shop with a sale of one to seven days: `lift` of its days, `dip` of the days around.

    `taken`: what the neighbours' products, a fifth of the shop, lose while it runs. `after`: days known after the sale.
    """
    dice = np.random.default_rng(seed)
    clean = ordinary(dice, days)
    length = int(dice.integers(1, 8))
    end = days - after
    start = end - length
    values = clean.copy()
    values[start:end] *= 1 + 0.8 * lift - 0.2 * taken
    values[start - 7 : start] *= 1 - dip * np.linspace(0.3, 1.7, 7)
    values[end : end + 14] *= 1 - dip * np.linspace(1.7, 0.3, 14)[: min(after, 14)]
    return Planted(values, clean, start, end)

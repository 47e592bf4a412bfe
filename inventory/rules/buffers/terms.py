"""What a piece too few and a piece too many cost, and the shares that follow from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Units = NDArray[np.int64]


@dataclass(frozen=True)
class Terms:
    """The shares a house assumes for a sale, 0 to 1 unless said; a person changes them.

    `clearance`: what a leftover brings, of its cost; `holding`: what keeping it until then costs, of its cost; `substitution`:
    buyers who take another product when theirs is gone, so that its margin is not lost; `flat` and `platform`: what the flat
    rule and the platform ask for beyond the plan; `service`: the chance of never running out that classic safety stock aims at.
    """

    clearance: float = 0.5
    holding: float = 0.03
    substitution: float = 0.2
    flat: float = 0.2
    platform: float = 0.5
    service: float = 0.95


@dataclass(frozen=True)
class Losses:
    """What one piece too few (`short`) and one too many (`over`) cost, minor units; NaN where cost or price is not known.

    `short` is below zero for a product sold below its cost: every piece of it loses money.
    """

    short: Numbers
    over: Numbers

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Whether an amount can be advised: both are known and a piece sold earns something."""
        return ~np.isnan(self.short) & ~np.isnan(self.over) & (self.short > 0)


def losses_of(price: Numbers, cost: Numbers, terms: Terms, *, replaceable: NDArray[np.bool_] | None = None) -> Losses:
    """Return what a piece too few and one too many cost; NaN where the price or the cost is not known (never guessed).

    Too few: price less cost, less the share of it that substitution keeps (only of `replaceable` products, all by default).
    Too many: cost less what the clearance brings, and the holding; below zero it counts as nothing.

    >>> found = losses_of(np.array([100.0, 100.0]), np.array([40.0, np.nan]), Terms())
    >>> found.short.tolist(), found.over.round(2).tolist()
    ([48.0, nan], [21.2, nan])
    """
    kept = np.full(len(price), terms.substitution)
    if replaceable is not None:
        kept = np.where(replaceable, kept, 0.0)
    short = (price - cost) * (1 - kept)
    over = np.maximum(cost * (1 - terms.clearance + terms.holding), 0.0)
    unknown = np.isnan(short)
    return Losses(short, np.where(unknown, np.nan, over))

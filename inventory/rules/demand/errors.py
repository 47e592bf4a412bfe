"""How far forecasts have been off: the actual pieces as a multiple of the forecast ones, by the size of the forecast."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LEVELS = 99
SHARES: Numbers = (np.arange(LEVELS) + 0.5) / LEVELS
"""The shares of all outcomes that lie below each of the 99 ratios: their middles, so that the ratios are equally likely."""
PLAN_DEVIATION = 0.35
"""By how much the total of a plan nobody has tested is off: the standard deviation of its logarithm."""
_SIZES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
_PRODUCT_DEVIATION, _PIECES_AN_ORDER, _NEW_DEVIATION = 0.5, 1.5, 1.0
_DRAWS, _SEED = 20_000, 1111


@dataclass(frozen=True)
class Errors:
    """What past forecasts came to.

    `sizes`: the logarithms of the forecasts' middle of each class, ascending; `ratios`: for each class 99 equally likely
    multiples of the forecast, ascending, the total of all products taken as forecast rightly; `new`: the same for products
    that nobody had sold before, as multiples of what new products sold on average. `level`: the standard deviation of the
    logarithm by which totals were off. `windows`, `pairs`: from how many past windows, and forecasts of a product in one of
    them, that was learned; none of both when it is assumed.
    """

    sizes: Numbers
    ratios: Numbers
    new: Numbers
    level: float
    windows: int = 0
    pairs: int = 0

    @property
    def is_assumed(self) -> bool:
        """Whether these are the trade's rough figures, because the shop has too short a history of its own."""
        return self.windows == 0

    def packed(self) -> dict[str, Any]:
        """Return it as plain values to be kept; `unpacked` reads them. Ratios keep four decimals, which both sides then use."""
        return {
            "sizes": self.sizes.round(6).tolist(),
            "ratios": self.ratios.round(4).tolist(),
            "new": self.new.round(4).tolist(),
            "level": round(self.level, 6),
            "windows": self.windows,
            "pairs": self.pairs,
        }

    @classmethod
    def unpacked(cls, kept: dict[str, Any]) -> "Errors":
        """Return what `packed` kept.

        >>> Errors.unpacked(assumed_errors().packed()).is_assumed
        True
        """
        sizes, ratios, new = (np.array(kept[name], dtype=np.float64) for name in ("sizes", "ratios", "new"))
        return cls(sizes, ratios, new, kept["level"], kept["windows"], kept["pairs"])


@lru_cache(maxsize=1)
def assumed_errors() -> Errors:
    """Return rough errors for a shop without a history: the same every time.

    Pieces come in orders of one or two (a Poisson number of orders of 1.5 pieces), about a mean that is itself off by half
    (logarithm's standard deviation 0.5 for a product, 1.0 for a new one); the total is off by 0.35.

    >>> errors = assumed_errors()
    >>> bool((np.diff(errors.ratios, axis=1) >= 0).all()), round(float(errors.ratios[-1].mean()), 1)
    (True, 1.0)
    """
    chance = np.random.default_rng(_SEED)
    rows = [_drawn(chance, size, _PRODUCT_DEVIATION) for size in _SIZES]
    return Errors(np.log(np.array(_SIZES)), np.array(rows), _drawn(chance, 10.0, _NEW_DEVIATION), PLAN_DEVIATION)


def _drawn(chance: np.random.Generator, size: float, deviation: float) -> Numbers:
    means = size * np.exp(chance.normal(-(deviation**2) / 2, deviation, _DRAWS))
    pieces = chance.poisson(means / _PIECES_AN_ORDER) * _PIECES_AN_ORDER
    return evened(np.asarray(pieces / size, dtype=np.float64))


def evened(ratios: Numbers) -> Numbers:
    """Return 99 equally likely ratios whose mean is that of all of them: what lies beyond the last would else be lost.

    >>> even = evened(np.array([0.0] * 900 + [20.0] * 99 + [500.0]))
    >>> round(float(even.mean()), 2), float(even[0])
    (2.48, 0.0)
    """
    ranked = np.quantile(ratios, SHARES)
    gap = float(ratios.mean() - ranked.mean()) * LEVELS
    if gap > 0:  # a long tail: the topmost ratio stands for all beyond it
        ranked[-1] += gap
    return ranked

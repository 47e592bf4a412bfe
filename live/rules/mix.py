"""The order value's part of a gap, split into the mix of tiers and the value within the tiers (rule P4).

The value of a piece of the plan is that of the mix of tiers it was made from. Other shares of the tiers, at the usual value of
each, raise or lower it by a factor m, the mix; what is left (prices, pieces an order) lies within the tiers. In the chain
visitors x conversion x mix x within, LMDI gives the mix L * ln(m), so mix and within add up to the order value's part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log


@dataclass(frozen=True)
class TierSales:
    """What one tier sold in a window: pieces, and revenue in minor units."""

    units: int
    revenue_minor: int


def mix_ratio(usual: Mapping[str, TierSales], sold: Mapping[str, TierSales]) -> float | None:
    """Return ln(m): how much the mix of tiers alone moves the value of a piece, as a logarithm.

    None where nothing was sold, or the usual values are not known. A tier without a usual value counts with its own.

    >>> usual = {"A": TierSales(100, 10_000), "C": TierSales(100, 30_000)}
    >>> round(mix_ratio(usual, {"A": TierSales(30, 3_000), "C": TierSales(10, 3_000)}), 4)  # 150 a piece against 200
    -0.2877
    >>> mix_ratio(usual, {"A": TierSales(5, 100), "C": TierSales(5, 100)})  # the usual mix, cheaper: within the tiers
    0.0
    """
    usual_units, units = sum(each.units for each in usual.values()), sum(each.units for each in sold.values())
    usual_minor = sum(each.revenue_minor for each in usual.values())
    if usual_units <= 0 or units <= 0 or usual_minor <= 0:
        return None
    at_usual = 0.0
    for tier, each in sold.items():
        known = usual.get(tier)
        told = known if known is not None and known.units > 0 else each
        at_usual += each.units * (told.revenue_minor / told.units if told.units else 0.0)
    return log((at_usual / units) / (usual_minor / usual_units)) if at_usual > 0 else None


def split_value(part: int, *, means: Sequence[tuple[int, float]], ratios: Sequence[float | None]) -> tuple[int, int] | None:
    """Return the mix of tiers and the value within them, minor units that add up to the order value's `part` exactly.

    `means` are the pieces of the window: the number of their hour and the logarithmic mean of revenue; `ratios` the ln(m) of each
    hour. A piece in which nothing was sold has no mix. None where an hour of the window is not counted by tier.

    >>> split_value(-1000, means=[(0, 4000.0), (1, 2000.0)], ratios=[-0.2, 0.1])
    (-600, -400)
    >>> split_value(-1000, means=[(0, 4000.0)], ratios=[None]) is None
    True
    """
    if not ratios:
        return None
    mix = 0
    for hour, mean in means:
        ratio = ratios[hour] if hour < len(ratios) else None
        if ratio is None:
            return None
        mix += round(mean * ratio)
    return mix, part - mix

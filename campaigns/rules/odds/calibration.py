"""Were the odds right? Forecasts held against what came: only many of them together can tell.

A forecast of 70% is not wrong when the 30% come. Good odds are those of which 70% come true where they say 70%, and of which
eight in ten outcomes lie between P10 and P90.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Scored:
    """One forecast and what came: `profit` is its 1st to 99th percentile, `actual` the profit, both in minor units."""

    p_profit: float
    p_target: float
    profit: Sequence[int]
    actual: int
    reached: bool

    @property
    def place(self) -> float:
        """Where the actual profit lies in the forecast's distribution, 0 to 1 (the probability integral transform)."""
        return place_in(self.profit, self.actual)

    @property
    def is_inside(self) -> bool:
        """Whether the actual profit lies between P10 and P90, both included."""
        return self.profit[9] <= self.actual <= self.profit[89]


@dataclass(frozen=True)
class Calibration:
    """How the forecasts stood together. Brier scores are 0 (certain and right) to 1; 0.25 is what a coin would get.

    `brier_profit`, `brier_target`: mean squared distance of the chance from what came. `expected_profit`: what the Brier score
    would be on average were the chances true. `inside`: share of outcomes between P10 and P90, 0.8 when true. `places`: where
    each outcome lay in its forecast, spread evenly from 0 to 1 when true. `bias`: their mean less a half; below zero the odds
    promised too much.
    """

    count: int
    brier_profit: float
    brier_target: float
    expected_profit: float
    inside: float
    places: tuple[float, ...]
    bias: float


def calibration(forecasts: Sequence[Scored]) -> Calibration | None:
    """Return how the forecasts stood together; None when there is none.

    >>> forecast = Scored(p_profit=0.8, p_target=0.5, profit=range(1, 100), actual=50, reached=True)
    >>> found = calibration([forecast])
    >>> round(found.brier_profit, 2), found.brier_target, found.inside, found.places
    (0.04, 0.25, 1.0, (0.5,))
    """
    if not forecasts:
        return None
    count = len(forecasts)
    places = tuple(one.place for one in forecasts)
    return Calibration(
        count=count,
        brier_profit=sum((one.p_profit - (one.actual > 0)) ** 2 for one in forecasts) / count,
        brier_target=sum((one.p_target - one.reached) ** 2 for one in forecasts) / count,
        expected_profit=sum(one.p_profit * (1 - one.p_profit) for one in forecasts) / count,
        inside=sum(one.is_inside for one in forecasts) / count,
        places=places,
        bias=sum(places) / count - 0.5,
    )


def place_in(percentiles: Sequence[int], actual: int) -> float:
    """Return the share of a distribution below an amount, from its 1st to 99th percentile; beyond them 0.005 and 0.995.

    >>> place_in(range(1, 100), 25), place_in(range(1, 100), -3), place_in([7] * 99, 7)
    (0.25, 0.005, 0.5)
    """
    below, upto = bisect_left(percentiles, actual), bisect_right(percentiles, actual)
    if upto == 0:
        return 0.005
    if below == len(percentiles):
        return 0.995
    if upto > below:
        return (below + 1 + upto) / 200
    low, high = percentiles[below - 1], percentiles[below]
    return float((below + Fraction(actual - low, high - low)) / 100)

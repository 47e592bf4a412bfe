"""What matters most: how far the profit swings when one input alone goes from low to high, and how the two move together.

The swing is the picture, because a person can check it by hand: every other input stays at its likely value. It cannot see that
inputs move together; the rank correlation over all draws beside it can.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from campaigns.rules.figures import half_up
from campaigns.rules.odds.draws import DRAWS, SEED, scores
from campaigns.rules.odds.inputs import NAMES, Case, complete
from campaigns.rules.odds.model import Column, profit_parts


@dataclass(frozen=True)
class Swing:
    """One input: the profit at its low and at its high, minor units; `together`, its rank correlation with the profit."""

    name: str
    at_low: int
    at_high: int
    together: float

    @property
    def width(self) -> int:
        """How far the profit swings, zero or more."""
        return abs(self.at_high - self.at_low)


def tornado(case: Case, profit: Column, *, seed: int = SEED) -> list[Swing]:
    """Return every input that has a width, widest swing first; `profit` are the draws of this case with this seed.

    Two in a hundred of 1,000 visitors buy for 100.00, goods cost nothing: with 800 visitors it is 1,600.00, with 1,200 it is
    2,400.00. Nothing else has a width, so the two move as one.

    >>> from campaigns.rules.odds import answer
    >>> from campaigns.rules.odds.inputs import Estimate
    >>> told = {"conversion": Fraction(1, 50), "order_value": Fraction(10_000)}
    >>> case = {name: Estimate(value, value, value) for name, value in told.items()}
    >>> case["visitors"] = Estimate(Fraction(800), Fraction(1_000), Fraction(1_200))
    >>> odds, draws = answer(case, target_minor=0, seed=SEED, count=200)
    >>> [(swing.name, swing.at_low, swing.at_high, round(swing.together, 2)) for swing in tornado(case, draws.profit)]
    [('visitors', 160000, 240000, 1.0)]
    """
    estimates = complete(case)
    likely = {name: estimate.likely for name, estimate in estimates.items()}
    ranks = _ranked(profit[np.newaxis, :])[0]
    found = []
    for row, (name, estimate) in enumerate(estimates.items()):
        if estimate.low == estimate.high:
            continue
        low, high = (
            half_up(sum(profit_parts(likely | {name: value}).values(), Fraction(0))) for value in (estimate.low, estimate.high)
        )
        together = float(_ranks_of_scores(seed, len(profit))[row] @ ranks)
        found.append(Swing(name, low, high, together))
    return sorted(found, key=lambda swing: (-swing.width, NAMES.index(swing.name)))


@lru_cache(maxsize=4)
def _ranks_of_scores(seed: int = SEED, count: int = DRAWS) -> Column:
    return _ranked(scores(seed, count))


def _ranked(rows: Column) -> Column:
    """Return the ranks of each row, centred and of length one, so that a product of two rows is their rank correlation."""
    ranks = rows.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable").astype(np.float64)
    ranks -= ranks.mean(axis=1, keepdims=True)
    centred: Column = ranks / np.sqrt(np.square(ranks).sum(axis=1, keepdims=True))
    return centred

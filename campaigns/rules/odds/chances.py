"""The answer: how likely a profit is, how much, and what the likely case is made of."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from campaigns.rules.odds.draws import DRAWS, SEED, drawn
from campaigns.rules.odds.inputs import Case, complete, unknown
from campaigns.rules.odds.model import Column, profit_parts, revenue_in, whole_parts

MODEL = 1
"""Which model answered: raised when its arithmetic, correlations or draws change, so that old answers are not mixed in."""
PERCENTILES = tuple(range(1, 100))


@dataclass(frozen=True)
class Outcomes:
    """Profit and revenue of every draw, minor units."""

    profit: Column
    revenue: Column


@dataclass(frozen=True)
class Odds:
    """The odds of a sale. Money is whole minor units, chances are 0 to 1.

    `profit` and `revenue` hold the 1st to the 99th percentile. `hurts` is the round loss that is exceeded at least one time in
    ten, with its chance; None when a loss is rarer than that. `parts` are those of the likely case and add up to `likely`.
    `unknown` names the inputs nobody has told: they count as nothing.
    """

    p_profit: float
    p_target: float
    profit: tuple[int, ...]
    revenue: tuple[int, ...]
    hurts: tuple[int, float] | None
    parts: dict[str, int]
    likely: int
    likely_revenue: int
    unknown: tuple[str, ...]

    def profit_at(self, percentile: int) -> int:
        """Return the profit below which so many per cent of the draws lie (1 to 99)."""
        return self.profit[percentile - 1]


def outcomes(case: Case, *, seed: int = SEED, count: int = DRAWS) -> Outcomes:
    """Return profit and revenue of every draw of the full model."""
    parts = profit_parts(drawn(case, seed=seed, count=count))
    return Outcomes(np.sum(list(parts.values()), axis=0), revenue_in(parts))


def likely_parts(case: Case) -> dict[str, Fraction]:
    """Return the parts of the profit with every input at its likely value, exact."""
    return profit_parts({name: estimate.likely for name, estimate in complete(case).items()})


def answer(case: Case, *, target_minor: int, seed: int = SEED, count: int = DRAWS) -> tuple[Odds, Outcomes]:
    """Return the odds of a case, and the draws they come from. `target_minor` is the revenue the plan asks for.

    A profit is more than nothing; the target is reached at it. The same seed gives the same answer.
    """
    found = outcomes(case, seed=seed, count=count)
    exact = likely_parts(case)
    parts = whole_parts(exact)
    profit = _percentiles(found.profit)
    return (
        Odds(
            p_profit=float(np.mean(found.profit > 0)),
            p_target=float(np.mean(found.revenue >= target_minor)),
            profit=profit,
            revenue=_percentiles(found.revenue),
            hurts=_hurts(found.profit, profit[9]),
            parts=parts,
            likely=sum(parts.values()),
            likely_revenue=parts["goods"] + parts["discounts"],
            unknown=tuple(unknown(case)),
        ),
        found,
    )


def _percentiles(column: Column) -> tuple[int, ...]:
    return tuple(round(float(value)) for value in np.percentile(column, PERCENTILES))


def _hurts(profit: Column, p10: int) -> tuple[int, float] | None:
    """Return the largest round loss (1, 2 or 5 with zeros) that the tenth percentile still exceeds, and how likely it is."""
    if p10 > -1:
        return None
    loss = round_below(-p10)
    return loss, float(np.mean(profit < -loss))


def round_below(amount: int) -> int:
    """Return the largest 1, 2 or 5 with zeros that is not above an amount of at least 1.

    >>> round_below(1), round_below(93_000_000), round_below(49)
    (1, 50000000, 20)
    """
    power: int = 10 ** (len(str(amount)) - 1)
    return next(step * power for step in (5, 2, 1) if step * power <= amount)

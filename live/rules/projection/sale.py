"""Where a sale, or a part of one, will end: its plan or the last sale's size, corrected by what is sold against the usual curve.

A sale breaks every curve of ordinary days, so it is judged by its own kind: the log of the total around what was expected of it,
and the log odds of the share sold by now around the share that earlier sales, or the plan's curve, had sold by now. Both beliefs
meet on a grid of totals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from live.rules.projection.days import Floats
from live.rules.projection.ordinary import QUANTILES

GRID = 600
FROM_SLOTS = 3  # half an hour: earlier nothing can be said
PLAN_DOUBT, LAST_DOUBT, NO_DOUBT = 0.35, 0.5, 1.0  # log deviations of a total from a plan, from the last sale grown, from nothing
ONE_SALE, OTHER_KIND, LEAST_CURVE = 0.30, 1.2, 0.15
PLANNED_CURVE = 0.6  # a plan's curve that no sale of one's own has shown: between an earlier sale's and another kind's
SURE_FROM = 3  # sales whose spread can be believed
LEAST_SHARE = 1e-4


@dataclass(frozen=True)
class Expected:
    """What a total is believed to be before anything is sold: its logarithm around log `total` with deviation `doubt`."""

    total: float
    doubt: float


@dataclass(frozen=True)
class Curve:
    """The share believed to be sold by now, 0 to 1, and the deviation of its log odds."""

    share: float
    doubt: float


@dataclass(frozen=True)
class End:
    """Where it ends: 10%, 50% and 90% quantiles, the mean and deviation of the logarithm, and the grid behind them."""

    low: float
    middle: float
    high: float
    log_mean: float
    log_deviation: float
    totals: Floats
    below: Floats

    def p_at_least(self, goal: float) -> float:
        """Return the probability (0 to 1) that it ends at or above a goal."""
        if goal <= self.totals[0]:
            return 1.0
        return float(1 - np.interp(goal, self.totals, self.below))


def curve_of(shares: Sequence[float], *, planned: float | None) -> Curve | None:
    """Return what is believed sold by now: the shares of earlier sales of this kind, else the plan's; None without either.

    One or two sales: their mean, +-0.30 in log odds. From three on their own spread counts, at least 0.15.

    >>> curve_of([0.5], planned=0.3), curve_of([], planned=0.3)
    (Curve(share=0.5, doubt=0.3), Curve(share=0.3, doubt=0.6))
    """
    told = [_odds(share) for share in shares]
    if not told:
        return None if planned is None else Curve(planned, PLANNED_CURVE)
    mean = sum(told) / len(told)
    doubt = ONE_SALE
    if len(told) >= SURE_FROM:
        spread = sqrt(sum((each - mean) ** 2 for each in told) / (len(told) - 1))
        doubt = max(LEAST_CURVE, spread * sqrt(1 + 1 / len(told)))
    return Curve(float(1 / (1 + np.exp(-mean))), doubt)


def expected_of(*, plan: float | None, past: Sequence[float], last: float | None, growth: float = 1.0) -> Expected | None:
    """Return the total believed in beforehand: the plan, else the last sale times the shop's growth since.

    `past`: log(actual / plan) of earlier sales; from three on their spread is the doubt of the plan, and their mean its bias.

    >>> expected_of(plan=100.0, past=[], last=None), expected_of(plan=None, past=[], last=80.0, growth=1.5)
    (Expected(total=100.0, doubt=0.35), Expected(total=120.0, doubt=0.5))
    """
    if plan is not None and plan > 0:
        if len(past) < SURE_FROM:
            return Expected(plan, PLAN_DOUBT)
        bias = sum(past) / len(past)
        spread = sqrt(sum((each - bias) ** 2 for each in past) / (len(past) - 1))
        return Expected(plan * float(np.exp(bias)), max(LEAST_CURVE, spread * sqrt(1 + 1 / len(past))))
    if last is not None and last > 0:
        return Expected(last * growth, LAST_DOUBT)
    return None


def ending(*, sold: float, curve: Curve | None, expected: Expected) -> End:
    """Return where it ends, from what is sold so far; without a curve, or before anything is sold, the expectation alone."""
    low = log(max(sold, expected.total * 1e-4))
    high = max(log(expected.total) + 5 * expected.doubt, low + 1.5)
    logs = np.linspace(low + 1e-9, high, GRID)
    belief = -((logs - log(expected.total)) ** 2) / (2 * expected.doubt**2)
    if curve is not None and sold > 0:
        share = np.clip(sold / np.exp(logs), LEAST_SHARE, 1 - LEAST_SHARE)
        odds = np.log(share / (1 - share))
        belief = belief - (odds - _odds(curve.share)) ** 2 / (2 * curve.doubt**2) - np.log(1 - share)
    density = np.exp(belief - belief.max())
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    below /= below[-1]
    ends = np.exp(np.interp(QUANTILES, below, logs))
    weights = density / density.sum()
    mean = float((weights * logs).sum())
    low_end, middle, high_end = (max(sold, float(end)) for end in ends)
    return End(
        low=low_end,
        middle=middle,
        high=high_end,
        log_mean=mean,
        log_deviation=float(np.sqrt((weights * (logs - mean) ** 2).sum())),
        totals=np.exp(logs),
        below=below,
    )


def share_by(curve: Sequence[int], *, slot: int, length: int, hours: int = 6) -> float | None:
    """Return the share an earlier sale had sold by the same moment of a sale `length` slots long; None when it sold nothing.

    The first six hours are matched by time since the start, the rest by the fraction of what remains.

    >>> share_by([10] * 288, slot=18, length=144), share_by([10] * 288, slot=90, length=144)
    (0.0625, 0.5625)
    """
    total = sum(curve)
    if total <= 0:
        return None
    first = min(hours * 6, length, len(curve))
    if slot <= first or length <= first:
        at = float(min(slot, len(curve)))
    else:
        at = first + (slot - first) * (len(curve) - first) / (length - first)
    whole = int(at)
    sold = sum(curve[:whole]) + (at - whole) * (curve[whole] if whole < len(curve) else 0)
    return sold / total


def _odds(share: float) -> float:
    clipped = min(1 - LEAST_SHARE, max(LEAST_SHARE, share))
    return log(clipped / (1 - clipped))

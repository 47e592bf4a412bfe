"""From a rate and a stock to the moment the last piece is gone, along the curve of the coming slots.

Under a Gamma law of the rate (shape a, mean m) the weight that passes until S purchases have come is m-scaled beta prime with
(S, a): the ratio of two Gamma variables. Its quantiles are exact (the inverse of the incomplete beta function), and the curve
turns weight into minutes. A rate drifts on the way, so the further the end, the less the past says about it.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from inventory.rules.runout.rate import Numbers, Rates

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
DRIFT_AN_HOUR = 0.02
"""By how much the variance of a rate, as a share of its mean, grows with every hour ahead."""
SLOT_MINUTES = 10.0


@dataclass(frozen=True)
class Curve:
    """The weights of the coming slots; of the running slot only what is left of it, `first_minutes` of its ten."""

    weights: Numbers
    first_minutes: float = SLOT_MINUTES

    def minutes(self, weight: Numbers) -> Numbers:
        """Return after how many minutes so much weight has passed; infinite beyond the curve's end.

        >>> Curve(np.array([1.0, 1.0, 2.0])).minutes(np.array([0.5, 3.0, 9.0])).tolist()
        [5.0, 25.0, inf]
        """
        passed = np.concatenate([[0.0], np.cumsum(self.weights)])
        ends = np.concatenate([[0.0], self.first_minutes + SLOT_MINUTES * np.arange(len(self.weights))])
        found: Numbers = np.interp(weight, passed, ends)
        return np.where(weight <= passed[-1], found, np.inf)

    def until(self, minutes: float) -> float:
        """Return the weight of the coming minutes.

        >>> Curve(np.array([1.0, 1.0, 2.0])).until(25)
        3.0
        """
        passed = np.concatenate([[0.0], np.cumsum(self.weights)])
        ends = np.concatenate([[0.0], self.first_minutes + SLOT_MINUTES * np.arange(len(self.weights))])
        return float(np.interp(minutes, ends, passed))


@dataclass(frozen=True)
class RunOuts:
    """Minutes until the last piece of each SKU is gone: one in ten sooner than `low`, one in ten later than `high`.

    Infinite: not before the curve ends. 0: gone already.
    """

    low: Numbers
    likely: Numbers
    high: Numbers


def run_outs(*, rates: Rates, stock: Numbers, curve: Curve) -> RunOuts:
    """Return when the stock of each SKU is gone at its rate; stock below zero counts as none.

    A hundred pieces at ten a slot last a hundred minutes, more or less:

    >>> ten = Rates(np.array([10.0]), np.array([60.0]), np.array([1.0]))
    >>> gone = run_outs(rates=ten, stock=np.array([100.0]), curve=Curve(np.ones(144)))
    >>> [round(float(part[0])) for part in (gone.low, gone.likely, gone.high)]
    [75, 101, 141]
    """
    left = np.maximum(stock, 0.0)
    near = curve.minutes(left / rates.mean)
    hours = np.where(np.isfinite(near), near, SLOT_MINUTES * len(curve.weights)) / 60
    shape = faded(rates.shape, hours)
    purchases = np.maximum(left / rates.clump, 1e-9)
    scale = shape / rates.mean * rates.clump
    parts = []
    for chance in (LOW, MIDDLE, HIGH):
        share = scipy.special.betaincinv(purchases, shape, chance)
        weight = scale * share / np.maximum(1.0 - share, 1e-12)
        parts.append(np.where(left > 0, curve.minutes(weight), 0.0))
    return RunOuts(*parts)


def gone_within(*, rates: Rates, stock: Numbers, curve: Curve, minutes: float) -> Numbers:
    """Return the chance of each SKU that its stock is gone within so many minutes.

    >>> ten = Rates(np.array([10.0, 10.0]), np.array([60.0, 60.0]), np.array([1.0, 1.0]))
    >>> gone_within(rates=ten, stock=np.array([30.0, 0.0]), curve=Curve(np.ones(144)), minutes=30).round(2).tolist()
    [0.5, 1.0]
    """
    left = np.maximum(stock, 0.0)
    shape = faded(rates.shape, np.full(len(left), minutes / 60))
    scale = shape / rates.mean * rates.clump
    passed = curve.until(minutes)
    chance = scipy.special.betainc(np.maximum(left / rates.clump, 1e-9), shape, passed / (passed + scale))
    found: Numbers = np.where(left > 0, chance, 1.0).astype(np.float64)
    return found


def faded(shape: Numbers, hours: Numbers) -> Numbers:
    """Return how much of what is known of a rate holds so many hours ahead."""
    less: Numbers = 1.0 / (1.0 / shape + DRIFT_AN_HOUR * hours)
    return less

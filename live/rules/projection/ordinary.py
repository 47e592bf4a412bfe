"""Where an ordinary day will end: the usual day, corrected by today as far as that was right on the shop's own days.

For each of seven credibilities k the rest of the day is R_k = (1 - S) L (k + A / L) / (k + S): A sold so far, S the usual share
of a day by now, L what a usual day comes to. Small k believes today alone (the curve's share), large k the usual day alone.
They are blended by how well each did at this time of the day on past days, and the band is what the blend missed by on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from live.rules.projection.days import Cap, Floats, fading
from live.rules.projection.samples import DECILES, Sample, conformal, quantiles_of, share_below

KAPPAS = np.array([0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0])
QUANTILES = (0.1, 0.5, 0.9)
BAND_HALF_LIFE = 30.0
POWER = 0.75  # errors grow with this power of what is still to come
BAND_DAYS, BAND_DOUBT = 40.0, 3.0
FLOOR = 0.002
UNUSUAL = 2.0  # deviations from which a start is called unusual; from twice of it on today alone is believed


@dataclass(frozen=True)
class Errors:
    """What was missed by on past days at each slot, newest last: by the blend, and by the curve's share alone.

    `blend` and `share`: (final - sold - rest) / rest^0.75, days x slots. `ages` in days.
    """

    ages: Floats
    blend: Floats
    share: Floats


@dataclass(frozen=True)
class Forecast:
    """Where the day ends: the 10%, 50% and 90% quantiles, and all of the distribution; how far today speaks, how odd it is.

    `today_counts` is the part (0 to 1) of the rest that today decides, the other is the usual level. `surprise` in deviations;
    `sold` what is sold so far. All in the unit of the values.
    """

    sold: float
    low: float
    middle: float
    high: float
    today_counts: float
    surprise: float
    rest: float
    sample: Sample

    @property
    def is_unusual(self) -> bool:
        """Whether the day began in a way that needs a reason: a bigger day, an earlier one, or a sale nobody told of."""
        return abs(self.surprise) > UNUSUAL

    def p_at_least(self, goal: float) -> float:
        """Return the probability (0 to 1) that the day ends at or above a goal; 1 when it is sold already."""
        if goal <= self.sold:
            return 1.0
        if self.rest <= 0:
            return 0.0
        return 1.0 - share_below(self.sample, (goal - self.sold - self.rest) / self.rest**POWER)


@dataclass(frozen=True)
class Morning:
    """All that is known before a day begins, enough to answer at any slot of it. Made by `history.History`.

    `share`: usual part of a day's total sold by the end of each slot. `level`: usual total. `weights`: credibilities x slots,
    adding up to 1 in each slot. `spread`: deviation of log(sold / usual) at each slot. `unit`: one usual order. `start_variance`:
    mean square of past log(final / level). `near`: slots to each side whose errors count too. `days`: clean days behind it.
    """

    day: date
    share: Floats
    level: float
    cap: Cap
    weights: Floats
    errors: Errors
    spread: Floats
    unit: float
    start_variance: float
    near: int
    days: int

    def rests(self, capped: Floats) -> Floats:
        """Return the rest of the day of each credibility at the end of each slot, from what is sold (capped, running total)."""
        kappa, share = KAPPAS[:, None], self.share[: len(capped)]
        rest = (1 - share) * self.level * (kappa + capped / self.level) / (kappa + share)
        return np.maximum(rest, self._floor(len(capped)))

    def blend(self, rests: Floats) -> Floats:
        """Return the blended rest at each slot."""
        blended: Floats = (self.weights[:, : rests.shape[1]] * rests).sum(axis=0)
        return np.maximum(blended, self._floor(rests.shape[1]))

    def _floor(self, slots: int) -> Floats:
        floor: Floats = FLOOR * self.level * (1 - np.arange(1, slots + 1) / len(self.share))
        return floor

    def surprises(self, capped: Floats) -> Floats:
        """Return log(sold / usual by now) at each slot, with one order added to both so that nothing sold has an answer."""
        odd: Floats = np.log((capped + self.unit) / (self.level * self.share[: len(capped)] + self.unit))
        return odd

    def forecast(self, values: Floats, orders: Floats | None) -> Forecast:
        """Return where the day ends, from its closed slots so far (at least one)."""
        slot = len(values) - 1
        sold = float(values.sum())
        capped = np.cumsum(self.cap.of(values, orders))
        rests = self.rests(capped)
        rest = float(self.blend(rests)[slot])
        sample = self._sample(self.errors.blend, slot, rest)
        low, middle, high = _ends(sold, rest, sample)
        surprise = float(self.surprises(capped)[slot] / self.spread[slot])
        doubt = min(1.0, max(0.0, (abs(surprise) - UNUSUAL) / UNUSUAL))
        if doubt > 0:
            alone = float(rests[0, slot])
            own = _ends(sold, alone, self._sample(self.errors.share, slot, alone))
            low = _mix(low, min(low, own[0]), doubt)
            high = _mix(high, max(high, own[2]), doubt)
            middle = min(max(_mix(middle, own[1], doubt / 2), low), high)
        share = self.share[slot]
        counts = float((self.weights[:, slot] * share / (KAPPAS + share)).sum())
        return Forecast(sold, low, middle, high, counts, surprise, rest, _widened(sample, sold, rest, (low, middle, high), doubt))

    def _sample(self, errors: Floats, slot: int, rest: float) -> Sample:
        """Return past errors around a slot beside made-up ones, which count less the more days are known."""
        first, last = max(0, slot - self.near), min(len(self.share), slot + self.near + 1)
        weights = fading(self.errors.ages, BAND_HALF_LIFE)
        values = errors[:, first:last]
        each = np.repeat(weights / (2 * self.near + 1), last - first)
        doubt = BAND_DOUBT * max(0.0, 1 - len(errors) / BAND_DAYS)
        made_up, of_each = np.empty(0), np.empty(0)
        if doubt > 0:
            share = self.share[slot]
            sd = np.sqrt(self.start_variance * 0.25 / (0.25 + share) + 0.004 / max(1 - share, 0.02))
            made_up = (np.exp(DECILES * sd) - 1) * max(rest, 0.0) ** (1 - POWER)
            of_each = np.full(len(DECILES), doubt / len(DECILES))
        return conformal(
            np.concatenate([values.ravel(), made_up]), np.concatenate([each, of_each]), size=float(weights.sum()) + doubt
        )


def _ends(sold: float, rest: float, sample: Sample) -> tuple[float, float, float]:
    low, middle, high = (sold + max(0.0, rest + z * rest**POWER) for z in quantiles_of(sample, QUANTILES))
    return float(low), float(middle), float(high)


def _mix(one: float, other: float, part: float) -> float:
    """Return the geometric mean, `part` of it the other; a day without sales mixes in plain numbers."""
    return one ** (1 - part) * other**part if one > 0 and other > 0 else one * (1 - part) + other * part


def _widened(sample: Sample, sold: float, rest: float, ends: Sequence[float], doubt: float) -> Sample:
    """Return the sample stretched so that its quantiles are the widened ones, for the odds must not contradict the band."""
    if doubt <= 0 or rest <= 0:
        return sample
    told = (np.array(ends) - sold - rest) / rest**POWER
    have = quantiles_of(sample, QUANTILES)
    shift = np.interp(sample.values, have, told - have)
    return Sample(np.maximum.accumulate(sample.values + shift), sample.below)

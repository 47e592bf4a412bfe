"""What a shop's past days teach, day by day: each is first projected as it would have been then, and then learned from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from live.rules.projection.days import Cap, Day, Floats, cap_of, fading, is_broken
from live.rules.projection.defaults import generic_share
from live.rules.projection.level import DOUBT_DAYS, VARIANCE_HALF_LIFE, level_of, variance_of
from live.rules.projection.ordinary import KAPPAS, POWER, Errors, Morning

SHARE_HALF_LIFE, SAME_WEEKDAY_DOUBT, DEFAULT_DOUBT = 60.0, 4.0, 0.5
MOST_WEIGHT = 3.0
LEAST_SHARE = 0.0001
ERROR_DEFAULT = 0.15
LEAST_ERROR = 1e-5
SHARPNESS = 4
MOST_ERROR = 2.0
BAND_HALF_LIFE = 30.0
SPREAD_DEFAULT = 0.5**2
START_DEFAULT = 0.5**2
CAP_DAYS, UNIT_DAYS = 60, 14
KEPT_DAYS = 150  # five half-lives of the band: what is older weighs next to nothing
PLAN_ONLY_BELOW = 2  # clean days


@dataclass
class History:
    """The clean, ordinary days of a shop in order, and what was missed by on each. Days of one length of slots.

    `opening`: the share curve to start from, as long as a day; else a generic online day.
    """

    slots: int
    opening: Floats | None = None
    days: list[Day] = field(default_factory=list)
    skipped: list[tuple[date, str]] = field(default_factory=list)
    _totals: list[float] = field(default_factory=list)  # capped
    _curves: list[Floats] = field(default_factory=list)  # capped, running
    _parts: list[Floats] = field(default_factory=list)  # squared log errors of each credibility
    _blend: list[Floats] = field(default_factory=list)
    _share: list[Floats] = field(default_factory=list)
    _surprise: list[Floats] = field(default_factory=list)
    _start: list[float] = field(default_factory=list)

    @property
    def near(self) -> int:
        """Half an hour of slots; none where a slot is an hour."""
        return 3 * self.slots // 144

    def learn(self, day: Day) -> Morning | None:
        """Take one more day in, which must be younger than all before; return what was known in its morning.

        Days of a sale and broken days are remembered by their date and reason and teach nothing.
        """
        morning = self.morning(day.date)
        if day.is_sale or is_broken(day, self.days):
            self.skipped.append((day.date, "sale" if day.is_sale else "broken"))
            return morning
        capped = np.cumsum((morning.cap if morning else Cap()).of(day.values, day.orders))
        if morning is not None:
            self._remember(morning, day, capped)
        else:
            self._forget_nothing()
        self.days.append(day)
        self._totals.append(max(float(capped[-1]), 1e-9))
        self._curves.append(capped)
        return morning

    def _forget_nothing(self) -> None:
        """Keep the lists of errors as long as the days: nothing was foreseen of this one."""
        hole = np.full(self.slots, np.nan)
        self._parts.append(np.full((len(KAPPAS), self.slots), np.nan))
        self._blend.append(hole)
        self._share.append(hole)
        self._surprise.append(hole)
        self._start.append(np.nan)

    def _remember(self, morning: Morning, day: Day, capped: Floats) -> None:
        sold = np.cumsum(day.values)
        total = max(day.total, 1e-9)
        rests = morning.rests(capped)
        blend = morning.blend(rests)
        log_errors = np.log(total) - np.log(np.maximum(sold + rests, 1e-9))
        self._parts.append(np.clip(log_errors, -MOST_ERROR, MOST_ERROR) ** 2)
        self._blend.append(_missed(total - sold, blend))
        self._share.append(_missed(total - sold, rests[0]))
        self._surprise.append(morning.surprises(capped))
        self._start.append(float(np.log(max(capped[-1], 1e-9) / morning.level)))

    def morning(self, day: date, *, level: float | None = None) -> Morning | None:
        """Return all that is known before a day begins; None before the first clean day, unless a `level` is told (a plan)."""
        if not self.days and level is None:
            return None
        days = self.days[-KEPT_DAYS:]
        ages = np.array([(day - each.date).days for each in days], dtype=float)
        count = len(days)
        usual = level if level is not None else self._level(day, ages, count)
        near = self.near
        known = [index for index in range(-count, 0) if not np.isnan(self._start[index])]
        error_ages = np.array([(day - self.days[index].date).days for index in known], dtype=float)
        start = np.array([self._start[index] for index in known])
        return Morning(
            day=day,
            share=self._shares(day, ages, count),
            level=max(usual, 1e-9),
            cap=cap_of(days[-CAP_DAYS:]),
            weights=self._weights(known, error_ages, near),
            errors=Errors(error_ages, self._stack(self._blend, known), self._stack(self._share, known)),
            spread=self._spread(known, error_ages, near),
            unit=self._unit(days[-UNIT_DAYS:], usual),
            start_variance=variance_of(start, error_ages, doubt=START_DEFAULT),
            near=near,
            days=len(self.days),
        )

    def _level(self, day: date, ages: Floats, count: int) -> float:
        logs = np.log(np.array(self._totals[-count:]))
        weekdays = np.array([each.date.weekday() for each in self.days[-count:]])
        return level_of(logs, ages, weekdays, day.weekday())

    def _shares(self, day: date, ages: Floats, count: int) -> Floats:
        """Return the usual share of a day sold by the end of each slot: days of this weekday, all days, and a default."""
        default = self.opening if self.opening is not None else generic_share(self.slots)
        if not count:
            return _clipped(default)
        totals = np.array(self._totals[-count:])
        curves = np.stack(self._curves[-count:]) / totals[:, None]
        weights = fading(ages, SHARE_HALF_LIFE)
        sized = weights * np.sqrt(np.minimum(totals / np.median(totals), MOST_WEIGHT))
        sized = np.maximum(sized, 1e-12)
        of_all = np.average(curves, axis=0, weights=sized)
        same = np.array([each.date.weekday() == day.weekday() for each in self.days[-count:]])
        share = of_all
        if same.any():
            n_same = float(weights[same].sum())
            of_same = np.average(curves[same], axis=0, weights=sized[same])
            share = (n_same * of_same + SAME_WEEKDAY_DOUBT * of_all) / (n_same + SAME_WEEKDAY_DOUBT)
        n_all = float(weights.sum())
        share = (n_all * share + DEFAULT_DOUBT * default) / (n_all + DEFAULT_DOUBT)
        return _clipped(share)

    def _weights(self, known: list[int], ages: Floats, near: int) -> Floats:
        """Return how much each credibility counts at each slot: the inverse of its past squared error there, sharpened."""
        weights = fading(ages, VARIANCE_HALF_LIFE)
        sums = np.full((len(KAPPAS), self.slots), DOUBT_DAYS * ERROR_DEFAULT)
        if known:
            squares = np.stack([self._parts[index] for index in known])
            sums += _around(np.tensordot(weights, squares, axes=1), near)
        mean = sums / (weights.sum() + DOUBT_DAYS)
        sharp = (mean + LEAST_ERROR) ** -SHARPNESS
        parts: Floats = sharp / sharp.sum(axis=0)
        return parts

    def _spread(self, known: list[int], ages: Floats, near: int) -> Floats:
        weights = fading(ages, BAND_HALF_LIFE)
        sums = np.full(self.slots, DOUBT_DAYS * SPREAD_DEFAULT)
        if known:
            squares = np.stack([self._surprise[index] for index in known]) ** 2
            sums += _around(np.tensordot(weights, squares, axes=1)[None, :], near)[0]
        spread: Floats = np.sqrt(sums / (weights.sum() + DOUBT_DAYS))
        return spread

    def _stack(self, rows: list[Floats], known: list[int]) -> Floats:
        return np.stack([rows[index] for index in known]) if known else np.empty((0, self.slots))

    @staticmethod
    def _unit(days: list[Day], level: float) -> float:
        counts = [float(day.orders.sum()) if day.orders is not None else day.total for day in days]
        return level / max(float(np.mean(counts)), 1.0) if counts else level / 100


def learned(days: Sequence[Day]) -> History:
    """Return the history of these days, in order and of one length; at least one."""
    past = History(len(days[0].values))
    for day in days:
        past.learn(day)
    return past


def _clipped(share: Floats) -> Floats:
    clipped: Floats = np.clip(share, LEAST_SHARE, 1.0)
    return clipped


def _missed(left: Floats, rest: Floats) -> Floats:
    """Return (left - rest) / rest^0.75 where anything was expected, else 0."""
    safe = np.maximum(rest, 1e-9)
    return np.where(rest > 0, (left - rest) / safe**POWER, 0.0)


def _around(rows: Floats, near: int) -> Floats:
    """Return the mean over the slots to both sides, of which there are fewer at the ends."""
    if not near:
        return rows
    sums = np.cumsum(np.concatenate([np.zeros((len(rows), 1)), rows], axis=1), axis=1)
    slots = rows.shape[1]
    last = np.minimum(np.arange(slots) + near + 1, slots)
    first = np.maximum(np.arange(slots) - near, 0)
    means: Floats = (sums[:, last] - sums[:, first]) / (last - first)
    return means

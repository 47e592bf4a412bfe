"""How good the projection would have been on the days that are known.

Each is projected from the days before it and its own slots so far. Beside the projection stand the plain methods it must beat:
run rate (sold / elapsed part of the trading hours), curve (sold / usual share of that weekday), their mean, and level (sold +
rest of the mean of the last four days of that weekday). They get the quantiles of their
own past misses at the same time of the day.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from live.rules.projection.days import Day, Floats
from live.rules.projection.history import History
from live.rules.projection.ordinary import QUANTILES, Forecast, Morning

FROM_DAYS = 10  # days since the first known one before a day is scored
FIRST_HOURS = 3
LAST_SHARE = 0.95
RIVALS = ("run_rate", "curve", "mean", "level")
BLEND = "blend"
METHODS = (BLEND, *RIVALS)
TENTHS = 10
OPEN_FROM, OPEN_TO = 0.005, 0.995
SAME_WEEKDAY_FROM = 4
NO_SALES = 1e-9


@dataclass
class Tally:
    """What one method missed by at one time of the day: sums over the scored days."""

    count: int = 0
    inside: int = 0
    pinball: float = 0.0
    errors: list[float] = field(default_factory=list)

    def add(self, ends: Sequence[float], total: float) -> None:
        """Take one projection in: its three quantiles, and what the day came to."""
        self.count += 1
        self.inside += ends[0] <= total <= ends[2]
        self.pinball += pinball(ends, total)
        self.errors.append(abs(ends[1] - total) / total)

    @property
    def coverage(self) -> float | None:
        """The part of the projections whose 80% band held the end; None without any."""
        return self.inside / self.count if self.count else None

    @property
    def mean_pinball(self) -> float | None:
        """The mean pinball loss as a share of the day's end."""
        return self.pinball / self.count if self.count else None

    @property
    def median_error(self) -> float | None:
        """The median of |middle - end| / end."""
        return float(np.median(self.errors)) if self.errors else None


@dataclass
class Backtest:
    """The scores: by tenth of the day's usual share, all together, and the odds held against what happened."""

    days: int = 0
    skipped: list[tuple[date, str]] = field(default_factory=list)
    by_share: dict[int, dict[str, Tally]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    pooled: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    odds: dict[int, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))

    def add(self, share: float, ends: dict[str, Sequence[float]], total: float) -> None:
        """Take in what every method said at one moment of one day."""
        tenth = min(TENTHS - 1, int(share * TENTHS))
        for name, told in ends.items():
            self.by_share[tenth][name].add(told, total)
            self.pooled[name].add(told, total)

    def add_odds(self, odds: float, reached: bool) -> None:
        """Take in one probability and whether it came true."""
        cell = self.odds[min(TENTHS - 1, int(odds * TENTHS))]
        cell[0] += 1
        cell[1] += odds
        cell[2] += reached

    def ratio(self, to: Sequence[str]) -> float | None:
        """Return the blend's pinball loss over the least of these rivals'; None without scored days or a rival that missed."""
        mine = self.pooled[BLEND].mean_pinball
        best = min((self.pooled[name].mean_pinball or 0.0 for name in to), default=0.0)
        return mine / best if mine is not None and best > 0 else None


def pinball(ends: Sequence[float], total: float) -> float:
    """Return the mean pinball loss of the three quantiles as a share of the total.

    >>> round(pinball((80, 100, 130), 110), 4)
    0.0303
    """
    losses = [
        (total - end) * quantile if total >= end else (end - total) * (1 - quantile)
        for quantile, end in zip(QUANTILES, ends, strict=True)
    ]
    return float(sum(losses)) / len(losses) / total


def backtest(days: Sequence[Day], *, from_days: int = FROM_DAYS) -> Backtest:
    """Project every day as it would have been done then, every slot from three hours after opening until nearly all is sold.

    `days` in order, all of one length. Scored are clean, ordinary days at least `from_days` days after the first known one.
    """
    slots = len(days[0].values) if days else 0
    past, found, rivals = History(slots), Backtest(), _Rivals()
    for day in days:
        before = len(past.days)
        morning = past.learn(day)
        if len(past.days) == before:
            continue
        if morning is not None:
            told = rivals.told(morning, day)
            if (day.date - days[0].date).days >= from_days and day.total > 0:
                _score(found, morning, day, told, rivals)
            rivals.learn(day, told)
        rivals.days.append(day)
    found.skipped = past.skipped
    return found


def _score(found: Backtest, morning: Morning, day: Day, told: dict[str, Floats], rivals: "_Rivals") -> None:
    found.days += 1
    opening = int(np.argmax(morning.share >= OPEN_FROM))
    goals = [morning.level * part for part in (0.8, 1.0, 1.25)]
    for slot in range(opening + FIRST_HOURS * len(day.values) // 24 - 1, len(day.values)):
        if morning.share[slot] >= LAST_SHARE:
            break
        if slot < 0 or (rests := rivals.ends(told, day, slot)) is None:
            continue
        orders = None if day.orders is None else day.orders[: slot + 1]
        said: Forecast = morning.forecast(day.values[: slot + 1], orders)
        found.add(float(morning.share[slot]), {BLEND: (said.low, said.middle, said.high), **rests}, day.total)
        for goal in goals:
            found.add_odds(said.p_at_least(goal), day.total >= goal)


class _Rivals:
    """The plain methods, and what each missed by on past days at each slot; the quantiles of that as of this morning."""

    def __init__(self) -> None:
        self.days: list[Day] = []
        self.misses: dict[str, list[Floats]] = {name: [] for name in RIVALS}
        self.usual: dict[str, Floats] = {}

    def told(self, morning: Morning, day: Day) -> dict[str, Floats]:
        """Return what each method says of the day's end at the end of each slot."""
        slots = len(day.values)
        sold = np.cumsum(day.values)
        same = [each for each in self.days if each.date.weekday() == day.date.weekday()]
        like = same if len(same) >= SAME_WEEKDAY_FROM else self.days
        shares = np.stack([np.cumsum(each.values) / max(each.total, NO_SALES) for each in like]).mean(axis=0)
        opening, closing = int(np.argmax(morning.share >= OPEN_FROM)), int(np.argmax(morning.share >= OPEN_TO))
        hours = np.clip((np.arange(1, slots + 1) - opening) / max(closing + 1 - opening, 1), 1e-3, 1.0)
        usual = float(np.mean([each.total for each in like[-4:]]))
        rate, curve = sold / hours, sold / np.maximum(shares, 1e-3)
        self.usual = {name: _quantiles_of_columns(np.array(self.misses[name]).reshape(-1, slots)) for name in RIVALS}
        return {
            "run_rate": rate,
            "curve": curve,
            "mean": (rate + curve) / 2,
            "level": sold + (1 - shares) * usual,
        }

    def learn(self, day: Day, told: dict[str, Floats]) -> None:
        """Keep by how much each method missed, as a ratio."""
        for name, ends in told.items():
            self.misses[name].append(np.where(np.cumsum(day.values) > 0, day.total / np.maximum(ends, NO_SALES), np.nan))

    def ends(self, told: dict[str, Floats], day: Day, slot: int) -> dict[str, Sequence[float]] | None:
        """Return the three quantiles of each method at a slot; None before anything is sold: most can say nothing then."""
        sold = float(day.values[: slot + 1].sum())
        found: dict[str, Sequence[float]] = {}
        for name in RIVALS:
            ratios = self.usual[name][:, slot]
            if sold <= 0 or np.isnan(ratios[0]):
                return None
            found[name] = [max(sold, float(told[name][slot]) * float(ratio)) for ratio in ratios]
        return found


def _quantiles_of_columns(rows: Floats) -> Floats:
    """Return the quantiles of what is known in each column, all columns at once; NaN where nothing is."""
    if not len(rows):
        return np.full((len(QUANTILES), rows.shape[1]), np.nan)
    ordered = np.sort(rows, axis=0)  # what is not known comes last
    last = np.maximum(np.isfinite(ordered).sum(axis=0) - 1, 0)
    place = np.outer(QUANTILES, last)
    below = np.floor(place).astype(np.intp)
    column = np.arange(rows.shape[1])
    low, high = ordered[below, column], ordered[np.minimum(below + 1, last), column]
    found: Floats = low + (high - low) * (place - below)
    return found

"""A sale day of many SKUs, made from a seed: what F10 is measured on. The forecast sees of it only what an import would tell.

    python -m tests.inventory.rules.sale_day [SEED ...]

prints the figures of docs/inventory.md. The day: an opening at 0:00, peaks at 10:00 and 21:00. Every SKU has its own share of
it, a rate that wanders from slot to slot, purchases of several pieces, some are promoted at a moment nobody planned, and its plan
is wrong by about 40%. Stock is between a fifth and three times what is really asked for.
"""

import sys
from dataclasses import astuple, dataclass

import numpy as np

from inventory.rules.runout.horizon import Curve, run_outs
from inventory.rules.runout.line import lines, unseen_minutes
from inventory.rules.runout.rate import Numbers, Rates, rates

HOURS = [128, 52, 20, 10, 6, 6, 9, 18, 30, 46, 58, 50, 44, 42, 42, 44, 44, 42, 46, 58, 74, 88, 76, 70]
WARM_UP = 12  # slots before the opening, with the trickle of a warm-up
SLOTS = 144
AFTER = 60
RECENT_SLOTS = 12
NEVER = 1e9
HELD_OUT = range(301, 311)  # the constants were chosen on seeds 1 to 6; 101 to 110 and 201 to 210 were looked at
LOOK_MINUTES = 3  # the worker works the run-outs out so often
WARNED_MINUTES = 30.0
LATE_MINUTES = 180.0


@dataclass(frozen=True)
class Day:
    """Pieces asked for of each SKU in each minute from the warm-up on, the plan's curve by slot, expectations and stock."""

    asked: Numbers
    curve: Numbers
    expected: Numbers
    stock: Numbers


@dataclass(frozen=True)
class Score:
    """What became of the warnings.

    Of the stock-outs, those warned half an hour before; of the alerts, those that were false (not gone when the sale ended:
    the substitute went up for nothing), those gone more than three hours later, those gone inside the interval told.
    """

    stock_outs: int
    warned: int
    alerts: int
    false: int
    late: int
    inside: int

    @property
    def warned_share(self) -> float:
        return self.warned / self.stock_outs

    @property
    def false_share(self) -> float:
        return self.false / self.alerts

    @property
    def inside_share(self) -> float:
        return self.inside / (self.alerts - self.false)

    def __add__(self, other: "Score") -> "Score":
        return Score(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        warned = f"{self.stock_outs} stock-outs, {self.warned_share:.1%} warned in time"
        late = f"{self.late / self.alerts:.1%} gone more than three hours later"
        alerts = f"{self.alerts} alerts, {self.false_share:.1%} false, {late}"
        return f"{warned}; {alerts}; {self.inside_share:.1%} inside the interval of 80%"


def make_day(seed: int, skus: int = 400) -> Day:
    chance = np.random.default_rng(seed)
    opening = np.repeat(HOURS, 6).astype(float)
    opening[:6] *= np.array([1.9, 1.3, 0.9, 0.75, 0.6, 0.55])
    curve = np.concatenate([np.full(WARM_UP, 3.0), opening, np.full(AFTER, 8.0)])
    curve /= curve[WARM_UP : WARM_UP + SLOTS].mean()
    a_day = np.exp(chance.normal(4.6, 1.1, skus))  # a median of 100 pieces, some thousands at the top
    wander = np.zeros((skus, len(curve)))
    for slot in range(1, len(curve)):
        wander[:, slot] = 0.985 * wander[:, slot - 1] + chance.normal(0, 0.05, skus)
    rate = a_day[:, None] / SLOTS * curve * np.exp(wander)
    for sku in np.flatnonzero(chance.random(skus) < 0.2):  # promoted: by a live stream, by the platform
        start = chance.integers(WARM_UP + 6, WARM_UP + SLOTS - 18)
        length = chance.integers(6, 19)
        rate[sku, start : start + length] *= chance.uniform(1.4, 2.6)
    clump = chance.choice([1.0, 1.3, 2.0, 3.5], skus, p=[0.35, 0.35, 0.2, 0.1])
    a_minute = np.repeat(rate / 10, 10, axis=1) / clump[:, None]
    orders = chance.poisson(a_minute * chance.gamma(4.0, 0.25, a_minute.shape))
    extra = np.where(clump[:, None] > 1, chance.poisson(orders * (clump[:, None] - 1)), 0)
    asked = (orders + extra).astype(float)
    expected = a_day * np.exp(chance.normal(0, 0.4, skus)) / SLOTS
    stock = np.ceil(a_day * chance.uniform(0.2, 3.0, skus))
    return Day(asked, curve, expected, stock)


@dataclass(frozen=True)
class Seen:
    """What is known at a moment: the rates, what is left, the curve from there on."""

    rates: Rates
    left: Numbers
    curve: Curve


def seen_at(day: Day, passed: Numbers, as_of: int) -> Seen:
    """Return what an import made at this minute would let us know."""
    slot, into = divmod(as_of, 10)
    first = max(0, slot - RECENT_SLOTS)
    count = slot - first + (into > 0)
    recent = np.zeros((len(day.stock), 10 * count))
    recent[:, : as_of - 10 * first] = day.asked[:, 10 * first : as_of]
    weights = day.curve[first : first + count].copy()
    coming = day.curve[slot:].copy()
    if into:
        weights[-1] *= into / 10
        coming[0] *= 1 - into / 10
    known = rates(
        taken=recent.reshape(len(recent), -1, 10).sum(axis=2),
        weights=weights,
        expected=day.expected,
        earlier_taken=passed[:, 10 * first - 1] if first else np.zeros(len(recent)),
        earlier_weight=float(day.curve[:first].sum()),
    )
    return Seen(known, day.stock - passed[:, as_of - 1], Curve(coming, 10.0 - into))


def replay(day: Day, *, every: int = 10, known_after: int = 5) -> Score:
    """Bring orders in every `every` minutes, `known_after` minutes old; look every three, and note each SKU's first alert."""
    passed = np.cumsum(day.asked, axis=1)
    end = 10 * (WARM_UP + SLOTS)
    gone_at = np.where(passed[:, end - 1] >= day.stock, (passed >= day.stock[:, None]).argmax(axis=1) + 1.0, NEVER)
    rang_at, low, high = (np.full(len(day.stock), NEVER) for _ in range(3))
    unseen = 0.0
    for now in range(60, end):
        is_import = (now - 60) % every == 0
        if is_import:
            as_of = now - known_after
            seen = seen_at(day, passed, as_of)
        elif now % LOOK_MINUTES:
            continue
        before, unseen = unseen, unseen_minutes(now - as_of, interval=every)
        if is_import or unseen != before:  # the line moves with nothing else
            line = lines(rates=seen.rates, curve=seen.curve, data_minutes=unseen)
        rings = (seen.left <= line) & (rang_at == NEVER) & (now < gone_at)
        if rings.any():
            told = run_outs(rates=seen.rates, stock=seen.left, curve=seen.curve)
            rang_at[rings] = now
            low[rings], high[rings] = as_of + told.low[rings], as_of + told.high[rings]
    is_out, rang = gone_at < NEVER, rang_at < NEVER
    return Score(
        stock_outs=int(is_out.sum()),
        warned=int((is_out & (gone_at - rang_at >= WARNED_MINUTES)).sum()),
        alerts=int(rang.sum()),
        false=int((rang & ~is_out).sum()),
        late=int((rang & is_out & (gone_at - rang_at > LATE_MINUTES)).sum()),
        inside=int((rang & is_out & (low <= gone_at) & (gone_at <= high)).sum()),
    )


if __name__ == "__main__":
    seeds = [int(text) for text in sys.argv[1:]] or HELD_OUT
    for every, known_after in ((10, 5), (20, 10), (30, 15)):
        total = sum((replay(make_day(seed), every=every, known_after=known_after) for seed in seeds), Score(0, 0, 0, 0, 0, 0))
        print(f"data every {every} minutes, {known_after} old: {total}")  # noqa: T201 - a report at the terminal

"""What a sale really brought: what came less what would have come, measured on placebo sales of the same shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np

from review.rules.effect.answer import NET, Amount, DayTold, Effect, amount_of
from review.rules.effect.nearness import Fit, fitted
from review.rules.effect.placebo import LEAST_APART, Placebos, placebos_of
from review.rules.effect.spans import BOUGHT, PARTS, Bools, Floats, Span, Whole, open_days, span_of, unbroken

LEAST_DAYS = 42  # days of business: with fewer nothing is said
REACH = 400  # days of history: older ones say little of this level and cost time
BOTH_SIDES = 14  # ordinary days after the span: with fewer the reckoning looks back alone
BETTER = 0.95  # other series are used when they narrow the misses to this
LEAST_BESIDE = 0.8  # of the days learned from must be known of another series


@dataclass(frozen=True)
class Series:
    """Days from `first` on in order. `values`: what each brought. `ordinary`: may be learned from, no sale moved it.

    `told`: counts where it lies in the span: its data are there and no other sale ran. `beside`: other series of the same days
    that the sale cannot have moved, NaN where not known.
    """

    first: date
    values: Floats
    ordinary: Bools
    told: Bools
    beside: Mapping[str, Floats]

    @property
    def weekdays(self) -> Whole:
        """The weekday of each day, Monday 0."""
        found: Whole = (np.arange(len(self.values)) + self.first.weekday()) % 7
        return found


def effect_of(series: Series, *, start: int, end: int) -> Effect:
    """Return what a sale on the days [start, end) of a series brought."""
    values, length = series.values, len(series.values)
    span = span_of(start, end, length)
    places = np.arange(length)
    outside = (places < span.before) | (places >= span.after)
    near = unbroken(values, span)
    here = (places >= max(near.start, span.before - REACH)) & (places < min(near.stop, span.after + REACH))
    is_open = open_days(values, series.weekdays, series.ordinary & outside & here)
    taught = series.ordinary & outside & is_open & here
    looks_back = span.after < end + BOUGHT or int(taught[span.after :].sum()) < BOTH_SIDES
    if looks_back:
        taught[span.after :] = False
    days, gap = np.flatnonzero(taught), np.flatnonzero(is_open & series.told & ~outside)
    left_out = tuple(np.flatnonzero(~outside & ~(is_open & series.told) & _business(series, is_open)).tolist())
    if len(days) < LEAST_DAYS or not len(gap):
        return Effect(span, {}, (), len(days), max(LEAST_DAYS - len(days), 0), 0, looks_back, left_out, ())
    found = _measured(series, days, gap, span, looks_back=looks_back)
    parts = {part: found.amount(span.part(part)) for part in (*PARTS, NET)}
    told = {part: amount for part, amount in parts.items() if amount is not None}
    needed = LEAST_APART * span.length * found.placebos.usual - found.placebos.covered
    missing = 0 if NET in told else max(ceil(needed), 1)
    return Effect(
        span,
        told if NET in told else {},
        found.days(gap - span.before) if NET in told else (),
        len(days),
        missing,
        len(found.placebos.came),
        looks_back,
        left_out,
        found.beside,
    )


def _business(series: Series, is_open: Bools) -> Bools:
    """Return the days of weekdays on which the shop is open at all."""
    weekdays = series.weekdays
    return np.isin(weekdays, np.unique(weekdays[is_open]))


@dataclass(frozen=True)
class _Measured:
    """What came and would have come on each day of the span (0 where left out), beside the placebos."""

    span: Span
    came: Floats
    expected: Floats
    placebos: Placebos
    beside: tuple[str, ...]

    def amount(self, places: slice) -> Amount | None:
        """Return some days of the span together; None where there are none or chance is not known."""
        chance = self.placebos.chance(places)
        expected = float(self.expected[places].sum())
        return None if chance is None or expected <= 0 else amount_of(float(self.came[places].sum()), expected, chance)

    def days(self, told: Whole) -> tuple[DayTold, ...]:
        """Return the span day by day."""
        of_a_day = self.placebos.of_a_day()
        running = self.placebos.running()
        found, counted = [], set(told.tolist())
        for place in range(self.span.length):
            chance = running[place]
            if place not in counted or of_a_day is None or chance is None:
                found.append(DayTold(self.span.before + place))
                continue
            came, expected = (float(each[place]) for each in (self.came, self.expected))
            so_far = amount_of(float(self.came[: place + 1].sum()), float(self.expected[: place + 1].sum()), chance)
            found.append(DayTold(self.span.before + place, came, amount_of(came, expected, of_a_day), so_far))
        return tuple(found)


def _measured(series: Series, days: Whole, gap: Whole, span: Span, *, looks_back: bool) -> _Measured:
    """Fit the days with and without the other series, and keep what misses less on the placebos."""
    values = series.values[days]
    beside = {name: rows for name, rows in _beside(series, days).items() if np.isfinite(rows[gap]).all()}

    def tried(names: tuple[str, ...]) -> tuple[Fit, Placebos]:
        fit = fitted(values, days, [beside[name][days] for name in names])
        return fit, placebos_of(fit, values, span, looks_back=looks_back)

    used: tuple[str, ...] = ()
    fit, placebos = tried(used)
    if beside:
        other, beside_placebos = tried(tuple(beside))
        alone, together = placebos.chance(slice(None)), beside_placebos.chance(slice(None))
        if alone and together and together.spread < BETTER * alone.spread:
            fit, placebos, used = other, beside_placebos, tuple(beside)
    rows = np.array([beside[name][gap] for name in used]).reshape(len(used), len(gap))
    came, expected = np.zeros(span.length), np.zeros(span.length)
    came[gap - span.before] = series.values[gap]
    expected[gap - span.before] = placebos.lift * np.exp(fit.foreseen(gap, rows))
    return _Measured(span, came, expected, placebos, used)


def _beside(series: Series, days: Whole) -> dict[str, Floats]:
    """Return the other series as logarithms freed of their middle and their weekdays; 0 on taught days where not known."""
    found = {}
    weekdays = series.weekdays
    for name, values in series.beside.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(values > 0, np.log(values), np.nan)
        if np.isfinite(logs[days]).mean() < LEAST_BESIDE:
            continue
        for weekday in range(7):
            here = weekdays == weekday
            taught = logs[days][weekdays[days] == weekday]
            logs[here] -= np.nanmedian(taught) if np.isfinite(taught).any() else 0.0
        logs[days] = np.nan_to_num(logs[days])
        found[name] = logs
    return found

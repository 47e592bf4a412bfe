"""Which reckoning of a shop's days misses least: the rivals of decision 23, each asked for the same weeks from the same past.

`python -m bench.effect [FILE]`: on made-up shops, and on the daily sums of a file of order lines (Online Retail II as Parquet).
statsmodels is no dependency; where it happens to be installed its unobserved components are asked too.
"""

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable

import numpy as np

from bench.planted import Floats, ordinary
from live.rules.projection.level import level_of
from review.rules.effect.nearness import fitted

AHEAD, PAST, EVERY = 22, 200, 25  # days foreseen, days learned from, days between two questions
Rival = Callable[[Floats, int], Floats]


def weekday_level(values: Floats, ahead: int) -> Floats:
    """Return the level of late by weekday, as the board foresees ordinary days."""
    logs, ages = np.log(values), np.arange(len(values), 0, -1).astype(float)
    weekdays = np.arange(len(values)) % 7
    levels = [level_of(logs, ages, weekdays, weekday) for weekday in range(7)]
    return np.array([levels[(len(values) + day) % 7] for day in range(ahead)])


def smoothing(values: Floats, ahead: int) -> Floats:
    """Return exponential smoothing of the logarithms with a damped trend and weekdays, its rates by the least one-day miss."""
    logs = np.log(values)
    best: tuple[float, Floats] | None = None
    for rates in ((a, b, c) for a in (0.05, 0.15, 0.3, 0.5) for b in (0.0, 0.02) for c in (0.02, 0.1)):
        miss, told = _smoothed(logs, rates, ahead)
        if best is None or miss < best[0]:
            best = (miss, told)
    assert best is not None
    return np.exp(best[1])


def _smoothed(logs: Floats, rates: tuple[float, float, float], ahead: int, damp: float = 0.97) -> tuple[float, Floats]:
    level, trend = float(logs[:14].mean()), 0.0
    week = [float(logs[day:28:7].mean() - logs[:28].mean()) for day in range(7)]
    missed = 0.0
    for day, log in enumerate(logs):
        miss = log - (level + damp * trend + week[day % 7])
        missed += miss**2 if day >= 28 else 0.0
        level += damp * trend + rates[0] * miss
        trend = damp * trend + rates[1] * miss
        week[day % 7] += rates[2] * miss
    steps = np.cumsum(damp ** np.arange(1, ahead + 1))
    return missed, np.array([level + steps[day] * trend + week[(len(logs) + day) % 7] for day in range(ahead)])


def nearness(values: Floats, ahead: int) -> Floats:
    """Return what the review uses: days near in time and of one weekday are alike."""
    fit = fitted(values, np.arange(len(values)))
    return np.exp(fit.foreseen(np.arange(len(values), len(values) + ahead), np.empty((0, ahead))))


def components(values: Floats, ahead: int) -> Floats:
    """Return the local level with weekdays of statsmodels, by maximum likelihood."""
    models = importlib.import_module("statsmodels.tsa.statespace.structural")
    fit = models.UnobservedComponents(np.log(values), level="local level", seasonal=7).fit(disp=0)
    return np.asarray(np.exp(fit.forecast(ahead)))


RIVALS: dict[str, Rival] = {"weekday level": weekday_level, "smoothing": smoothing, "nearness": nearness}
if importlib.util.find_spec("statsmodels"):
    RIVALS["unobserved components"] = components


def questions(shops: list[Floats], every: int = EVERY) -> list[tuple[Floats, float]]:
    """Return (past, what the weeks after it brought) of every question."""
    found = []
    for values in shops:
        cuts = range(100, len(values) - AHEAD + 1, every)
        found += [(values[max(0, cut - PAST) : cut], float(values[cut : cut + AHEAD].sum())) for cut in cuts]
    return found


def measured(asked: list[tuple[Floats, float]]) -> dict[str, tuple[float, float, float]]:
    """Return of each rival its usual miss of the sum (logarithm, freed of its mean), the mean, milliseconds a question."""
    found = {}
    for name, rival in RIVALS.items():
        began = time.perf_counter()
        misses = np.array([np.log(came / rival(past, AHEAD).sum()) for past, came in asked])
        spent = (time.perf_counter() - began) / len(asked) * 1000
        found[name] = (float(misses.std()), float(misses.mean()), spent)
    return found


def days_of(path: str) -> Floats:
    """Return the daily sums of a file of order lines; closed days get the median of the two weeks around."""
    import pandas as pd  # noqa: PLC0415

    rows = pd.read_parquet(path)
    rows = rows[~rows["Invoice"].astype(str).str.startswith("C") & (rows["Price"] > 0) & (rows["Quantity"] > 0)]
    sums = (rows["Quantity"] * rows["Price"]).groupby(pd.to_datetime(rows["InvoiceDate"]).dt.normalize()).sum()
    days = sums.reindex(pd.date_range(sums.index.min(), sums.index.max()))
    return days.fillna(days.rolling(15, center=True, min_periods=1).median()).to_numpy()


def main() -> None:
    """Print the table of the decision."""
    asked = {"made-up shops": questions([ordinary(np.random.default_rng(seed), 300) for seed in range(30)])}
    if len(sys.argv) > 1:
        asked[sys.argv[1]] = questions([days_of(sys.argv[1])], every=3)
    for place, some in asked.items():
        print(f"{place}: {len(some)} questions")
        for name, (miss, mean, spent) in measured(some).items():
            print(f"  {name:24} usual miss {miss:.3f}   mean {mean:+.3f}   {spent:.1f} ms")


if __name__ == "__main__":
    main()

"""Learn how far forecasts are off, by making them anew for windows of the past and holding them against what came."""

import numpy as np
from numpy.typing import NDArray

from inventory.rules.demand.errors import Errors, assumed_errors, evened
from inventory.rules.demand.sales import HALF_LIFE, Numbers, Sales

FIRST_DAYS = 60
"""Days of history before the first window: a rate out of less is noise."""
MOST_WINDOWS = 40
CLASSES = 12
LEAST_OF_CLASS, LEAST_WINDOWS, LEAST_NEW = 100, 3, 50
MOST_DAYS = 28


def learn_errors(
    sales: Sales, *, days: int, lead: int = 0, half_life: float = HALF_LIFE, classes: int = CLASSES, levelled: bool = True
) -> Errors:
    """Return what forecasts of `days` days, made `lead` days before their first, have come to in this shop.

    A window begins every quarter of its length, at least weekly, from the 61st day on; the newest 40 count. Each product known
    by then is forecast from the days before, as `daily_rates` does; a window in which its shelf was empty is left out. A shop
    with fewer than three windows or a hundred forecasts has no errors of its own: `assumed_errors`. `classes`: of sizes, at most;
    `levelled`: each window's total is taken as forecast rightly. Both are there for the back-test to try others.
    """
    starts = _starts(sales.days, days, lead)
    past = _Past(sales) if starts else None
    found = [one for start in starts if past and (one := past.window(start, days, lead, half_life)) is not None]
    if len(found) < LEAST_WINDOWS or sum(len(forecast) for forecast, _actual, _new in found) < LEAST_OF_CLASS:
        return assumed_errors()
    totals = np.array([actual.sum() / forecast.sum() for forecast, actual, _new in found])
    factors = totals if levelled else np.ones(len(totals))
    forecasts = np.concatenate([forecast * factor for (forecast, _a, _n), factor in zip(found, factors, strict=True)])
    actuals = np.concatenate([actual for _forecast, actual, _new in found])
    sizes, ratios = _classes(forecasts, actuals, classes)
    fresh = [new / new.mean() for _forecast, _actual, new in found if len(new)]
    firsts = np.concatenate(fresh) if fresh else np.empty(0)
    new = evened(firsts) if len(firsts) >= LEAST_NEW else assumed_errors().new
    return Errors(sizes, ratios, new, float(np.std(np.log(totals))), len(found), len(forecasts))


def sale_errors(sales: Sales, *, days: int, lift: float = 1.0, lead: int = 0) -> Errors:
    """Return the errors for a sale of `days` days that sells `lift` times what as many ordinary days bring.

    How far a forecast is off depends on its pieces and hardly on its days. A day on which a product sells twenty pieces is off as
    ten ordinary days of two are, and not as one: of that one, one in seven brings nothing. So the windows are as long as the
    ordinary days that bring the pieces of the sale, at most four weeks, or of its own length where the history is too short.
    """
    like = max(days, min(MOST_DAYS, round(days * lift)))
    errors = learn_errors(sales, days=like, lead=lead)
    return learn_errors(sales, days=days, lead=lead) if errors.is_assumed and like > days else errors


def _starts(known_days: int, days: int, lead: int) -> list[int]:
    """Return the days on which forecasts are made, the newest first, each window lying inside the history."""
    step = max(7, days // 4)
    return list(range(known_days - days - lead, FIRST_DAYS - 1, -step))[:MOST_WINDOWS]


class _Past:
    """The history made ready for many windows: what is asked of each of them, summed up once."""

    def __init__(self, sales: Sales) -> None:
        self.counted = sales.units * sales.known
        self.known = sales.known.astype(np.float64)
        self.sums = np.cumsum(np.pad(sales.units, ((0, 0), (1, 0))), axis=1)
        self.told = np.cumsum(np.pad(self.known, ((0, 0), (1, 0))), axis=1)

    def window(self, start: int, days: int, lead: int, half_life: float) -> tuple[Numbers, Numbers, Numbers] | None:
        """Return forecasts and actual pieces of the products known at `start`, and the pieces of those first sold after it.

        None when nothing was forecast or nothing sold.
        """
        back = min(start, int(half_life * 8))  # older days weigh less than a two-hundredth
        weights = 0.5 ** (np.arange(back - 1, -1, -1) / half_life)
        pieces, weight = self.counted[:, start - back : start] @ weights, self.known[:, start - back : start] @ weights
        first, last = start + lead, start + lead + days
        after = self.sums[:, last] - self.sums[:, first]
        held = (pieces > 0) & (self.told[:, last] - self.told[:, first] == days)
        forecast, actual = pieces[held] / weight[held] * days, after[held]
        if not forecast.sum() or not actual.sum():
            return None
        return forecast, actual, after[(self.told[:, first] == 0) & (after > 0)]


def _classes(forecasts: Numbers, actuals: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Return the middle (logarithm) and the 99 ratios of each class of forecasts of like size."""
    count = int(np.clip(len(forecasts) // LEAST_OF_CLASS, 1, most))
    places: NDArray[np.int64] = np.digitize(forecasts, np.quantile(forecasts, np.linspace(0, 1, count + 1)[1:-1]))
    kept = [places == place for place in range(count) if (places == place).any()]
    sizes = np.array([np.log(forecasts[one]).mean() for one in kept])
    return sizes, np.array([evened(actuals[one] / forecasts[one]) for one in kept])

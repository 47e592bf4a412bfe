"""The draws in steps of a round amount, with nothing always on the edge of two of them: no bar is both loss and profit."""

from dataclasses import dataclass

import numpy as np

from campaigns.rules.odds.model import Column

BARS = 36


@dataclass(frozen=True)
class Bar:
    """Draws from `low` up to `high` (minor units, half open) and their share; the outermost bars hold what lies beyond too."""

    low: int
    high: int
    share: float


def bars(profit: Column) -> list[Bar]:
    """Return one to three dozen bars that hold every draw; draws that are all the same make one bar.

    The range is that of the middle 99 of 100 draws; the half per cent beyond each end stands in the outermost bar.

    >>> [(bar.low, bar.high, bar.share) for bar in bars(np.array([-50.0, 20.0, 20.0, 70.0]))][0]
    (-50, -45, 0.25)
    """
    low, high = (float(value) for value in np.quantile(profit, [0.005, 0.995]))
    step = _round_above((high - low) / BARS)
    first, last = int(np.floor(low / step)), int(np.floor(high / step))
    places = np.clip(np.floor(profit / step).astype(np.int64), first, last)
    counts = np.bincount(places - first, minlength=last - first + 1)
    shares = [count / len(profit) for count in counts.tolist()]
    return [Bar(place * step, (place + 1) * step, share) for place, share in enumerate(shares, first)]


def _round_above(amount: float) -> int:
    """Return the smallest 1, 2, 2.5 or 5 with zeros that is a whole amount and at least this one."""
    power = 1
    while 10 * power < amount:
        power *= 10
    steps = [power, 2 * power, 5 * power // 2 if power > 1 else 5, 5 * power, 10 * power]
    return next(step for step in steps if step >= amount)

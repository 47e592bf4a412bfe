"""By how much the same reckoning misses where no sale was: placebo sales laid over the shop's own ordinary days."""

from dataclasses import dataclass

import numpy as np
import scipy

from review.rules.effect.nearness import Fit
from review.rules.effect.spans import Floats, Span

STEP = 2  # days from one placebo to the next
WARM_UP = 28  # days before the first placebo that is seen from the past alone
LEAST_APART = 4.0  # placebos that do not overlap: fewer say nothing of chance
LEAST_KNOWN = 0.6  # of the usual days of business in a placebo must be known
INSIDE = 0.9
SEEN = 0.8
SEASON = 0.2  # from one side nobody sees whether a season has begun: how far a month of one takes a shop, in logarithms


@dataclass(frozen=True)
class Chance:
    """How far chance alone takes a sum of days from what is foreseen, in logarithms. `apart`: placebos that share no day."""

    spread: float
    apart: float

    @property
    def half_width(self) -> float:
        """How far to both sides nine in ten misses lie; wider the fewer placebos there are.

        >>> round(Chance(0.1, 5).half_width, 3), round(Chance(0.1, 50).half_width, 3)
        (0.234, 0.169)
        """
        return self.spread * float(scipy.special.stdtrit(self.apart - 1, (1 + INSIDE) / 2) * np.sqrt(1 + 1 / self.apart))

    @property
    def seen(self) -> float:
        """How large an effect must be to be told from chance in four of five cases."""
        return self.half_width + self.spread * float(scipy.special.stdtrit(self.apart - 1, SEEN))


@dataclass(frozen=True)
class Placebos:
    """What came and what was foreseen, a row a placebo, a column a day of its span; 0 on days that are not known.

    `lift`: what all days brought over what the middle of the law foresees: large orders are in it. `covered`: days of business
    the placebos lie in; `usual`: the share of days that are days of business. `doubt`: what placebos cannot know, in logarithms.
    """

    came: Floats
    foreseen: Floats
    lift: float
    covered: float
    usual: float
    doubt: float

    def chance(self, places: slice) -> Chance | None:
        """Return what chance does to the sum of some days of the span; None with too few placebos to tell."""
        came, foreseen = self.came[:, places].sum(axis=1), self.foreseen[:, places].sum(axis=1)
        some = (came > 0) & (foreseen > 0)
        length = max(self.came[:, places].shape[1] * self.usual, 1.0)
        apart = min(float(some.sum()), self.covered / length)
        if apart < LEAST_APART:
            return None
        logs = np.log(came[some] / (self.lift * foreseen[some]))
        return Chance(float(np.sqrt(np.mean(logs**2) + self.doubt**2)), apart)

    def of_a_day(self) -> Chance | None:
        """Return what chance does to a single day; None with too few days to tell."""
        some = (self.came > 0) & (self.foreseen > 0)
        if some.sum() < LEAST_APART:
            return None
        logs = np.log(self.came[some] / (self.lift * self.foreseen[some]))
        return Chance(float(np.sqrt(np.mean(logs**2) + self.doubt**2)), max(self.covered, LEAST_APART))

    def running(self) -> list[Chance | None]:
        """Return what chance does to the running sum up to each day of the span."""
        return [self.chance(slice(0, place + 1)) for place in range(self.came.shape[1])]


def placebos_of(fit: Fit, values: Floats, span: Span, *, looks_back: bool) -> Placebos:
    """Return placebo sales of this span all over the days of a fit; `values` are what those days really brought."""
    days, length = fit.days, span.length
    first, last = int(days[0]), int(days[-1])
    begin = first + (WARM_UP if looks_back else 0)
    usual = len(days) / (last - first + 1)
    rows: list[tuple[Floats, Floats]] = []
    for start in range(begin, last - length + 2, STEP):
        low, high = (int(place) for place in np.searchsorted(days, (start, start + length)))
        if high - low < max(LEAST_KNOWN * usual * length, 1):
            continue
        came, foreseen = np.zeros(length), np.zeros(length)
        at = days[low:high] - start
        came[at] = values[low:high]
        foreseen[at] = np.exp(fit.without(low, high, looks_back=looks_back))
        rows.append((came, foreseen))
    all_came, all_foreseen = (np.array([row[place] for row in rows]).reshape(-1, length) for place in (0, 1))
    lift = float(all_came.sum() / all_foreseen.sum()) if rows else 1.0
    return Placebos(all_came, all_foreseen, lift, float((days >= begin).sum()), usual, SEASON if looks_back else 0.0)

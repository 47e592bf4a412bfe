"""What a day would have brought: days near in time are alike, days of one weekday are alike, the rest is chance.

The logarithms of the days are taken for one draw of a normal law in which two days vary together the more the nearer they are
(a level that wanders, in a quick and a slow part), when they fall on one weekday, and as the series beside them go (other shops).
How much of each is chosen by the likelihood of the shop's own days. In that law every question has an answer in closed form: what
a run of days would have been, seen from all other days, or from the days before it alone. So each placebo costs a small solve.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
import scipy

from review.rules.effect.spans import Floats, Whole

QUICK_DAYS, SLOW_DAYS = 7.0, 60.0
MIXES = ((0.0, 0.1), (0.0, 0.5), (0.3, 0.1), (0.3, 0.5), (0.3, 2.0), (1.0, 0.5), (1.0, 2.0))
WEEKDAY, BESIDE, MEAN = 4.0, 4.0, 100.0
AROUND, CAP_DEVIATIONS = 15, 3.0
_MAD = 1.4826


@dataclass(frozen=True)
class Law:
    """How two days vary together, in units of the noise of one day: (quick level, slow level), and the series beside."""

    quick: float
    slow: float

    def shared(self, apart: Whole, beside: Floats, beside_others: Floats) -> Floats:
        """Return how days so far apart vary together; `beside`: a row a series, a column a day."""
        far = np.arange(int(apart.max(initial=0)) + 1)
        levels = self.slow * np.exp(-far / SLOW_DAYS) + self.quick * np.exp(-far / QUICK_DAYS)
        found: Floats = (MEAN + levels + WEEKDAY * (far % 7 == 0))[apart]
        return found + BESIDE * (beside.T @ beside_others) if len(beside) else found


@dataclass(frozen=True)
class Fit:
    """The law laid on the known days of a series: `days` their places in order, `logs` what they brought, capped and centred."""

    law: Law
    days: Whole
    logs: Floats
    beside: Floats
    centre: float
    lower: Floats

    @cached_property
    def inverse(self) -> Floats:
        """The inverse of how the known days vary together."""
        found: Floats = scipy.linalg.cho_solve((self.lower, True), np.eye(len(self.days)))
        return found

    @cached_property
    def weights(self) -> Floats:
        """What each known day counts for in what is foreseen."""
        found: Floats = scipy.linalg.cho_solve((self.lower, True), self.logs)
        return found

    @cached_property
    def surprises(self) -> Floats:
        """What each day brought beyond what the days before it led to expect, freed of scale."""
        found: Floats = scipy.linalg.solve_triangular(self.lower, self.logs, lower=True)
        return found

    def foreseen(self, days: Whole, beside: Floats) -> Floats:
        """Return the logarithm of what other days would have brought, seen from all known days."""
        return self.centre + self.law.shared(_apart(days, self.days), beside, self.beside) @ self.weights

    def without(self, first: int, last: int, *, looks_back: bool) -> Floats:
        """Return the logarithm of what the known days [first, last) (of the fit) would have been had they not been known.

        `looks_back`: seen from the days before them alone, else from all others.
        """
        here = slice(first, last)
        if looks_back:
            missed: Floats = self.lower[here, here] @ self.surprises[here]
        else:
            missed = np.asarray(np.linalg.solve(self.inverse[here, here], self.weights[here]), dtype=np.float64)
        foreseen: Floats = self.centre + self.logs[here] - missed
        return foreseen


def fitted(values: Floats, days: Whole, beside: Sequence[Floats] = ()) -> Fit:
    """Return the likeliest law for these days; `values` are above zero, `beside` holds a value a day for each other series."""
    logs = np.log(values)
    centre = float(np.median(logs))
    logs = _capped(logs - centre, days)
    rows = np.array(beside, dtype=np.float64).reshape(len(beside), len(days))
    apart = _apart(days, days)
    best: tuple[float, Law, Floats] | None = None
    for mix in MIXES:
        law = Law(*mix)
        shared = law.shared(apart, rows, rows)
        shared[np.diag_indices(len(days))] += 1.0
        lower: Floats = scipy.linalg.cholesky(shared, lower=True, overwrite_a=True, check_finite=False)
        surprises: Floats = scipy.linalg.solve_triangular(lower, logs, lower=True, check_finite=False)
        likely = -float(np.log(np.diag(lower)).sum()) - 0.5 * len(days) * log(max(float(np.mean(surprises**2)), 1e-12))
        if best is None or likely > best[0]:
            best = (likely, law, lower)
    assert best is not None  # noqa: S101 - there are laws
    return Fit(best[1], days, logs, rows, centre, best[2])


def _apart(days: Whole, others: Whole) -> Whole:
    found: Whole = np.abs(days[:, None] - others[None, :])
    return found


def _capped(logs: Floats, days: Whole) -> Floats:
    """Cut what stands out of the days around it, so that one order of a hundred times the usual bends no level.

    A day may stand out of the two weeks around it as much as its weekday does.
    """
    apart = logs - scipy.ndimage.median_filter(logs, size=AROUND, mode="nearest")
    for weekday in range(7):
        same = days % 7 == weekday
        if same.any():
            apart[same] -= np.median(apart[same])
    spread = _MAD * float(np.median(np.abs(apart)))
    if spread <= 0:
        return logs
    capped: Floats = logs - apart + np.clip(apart, -CAP_DEVIATIONS * spread, CAP_DEVIATIONS * spread)
    return capped

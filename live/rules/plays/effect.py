"""What a card did: the hours after it against what was projected when it was taken, with an interval (F14). Pure.

The projection of the next hours is the plan of these slots times a level. Two views of the level are put together: what the sale
still has to come (the board's outlook) / what the plan still has, and the last two hours / their plan; where they differ, the
doubt widens by half of the difference. An hour besides misses its level by itself, as the sale's own hours did so far.

ln(actual / projected) over the hours known since is then one measurement with that error. It is shrunk towards what the card did
in earlier uses: a card never used is expected to do nothing, give or take 10%. Everything is a logarithm of revenue.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import exp, log, sqrt
from typing import Any

HOURS, HOUR_SLOTS, LEAST_SLOTS = 3, 6, 3
NEVER_USED = 0.10
BETWEEN_USES = 0.05
USUAL_NOISE, LEAST_NOISE = 0.12, 0.03
USUAL_DOUBT = 0.15
EIGHTY = 1.2816  # a normal deviation's reach to 10% and 90%


@dataclass(frozen=True)
class Seen:
    """The next hours as they were projected: the first slot (since the start of the sale), the plan of each, level and doubts."""

    cut: int
    planned: Sequence[int]
    level: float
    doubt: float
    noise: float

    def as_dict(self) -> dict[str, Any]:
        """Return it to be kept as JSON."""
        return {**asdict(self), "planned": list(self.planned)}


@dataclass(frozen=True)
class Prior:
    """What is believed of a card before its hours are counted: mean and deviation of its effect, from so many uses."""

    mean: float = 0.0
    deviation: float = NEVER_USED
    uses: int = 0


@dataclass(frozen=True)
class Effect:
    """What a card did: mean and 80% interval of its effect as a share of the projected sales, and in minor units over the slots.

    `raw` and `error` are the measurement before it is shrunk, for the prior of the next sale. `can_tell`: the interval leaves
    nothing out on one side. `least`: the smallest effect that this measurement could have told from nothing.
    """

    slots: int
    projected_minor: int
    actual_minor: int
    raw: float
    error: float
    share: float
    low: float
    high: float
    least: float
    can_tell: bool

    @property
    def minor(self) -> int:
        """The effect over the counted slots."""
        return round(self.projected_minor * self.share)

    def as_dict(self) -> dict[str, Any]:
        """Return it to be kept as JSON."""
        return {**{name: _rounded(value) for name, value in asdict(self).items()}, "minor": self.minor}


def level_of(
    *, outlook: tuple[float, float, float] | None, planned_left: float, recent: tuple[float, float] | None
) -> tuple[float, float]:
    """Return the level of the coming hours against their plan, and its doubt.

    `outlook`: what is still to come at 10%, 50% and 90%, `planned_left` the plan of the same time; `recent`: plan and sales of
    the last two hours. With neither the plan stands, with the usual doubt.

    >>> level, doubt = level_of(outlook=(60.0, 80.0, 100.0), planned_left=100.0, recent=None)
    >>> round(level, 2), round(doubt, 3)
    (0.8, 0.199)
    >>> level_of(outlook=None, planned_left=0.0, recent=(100.0, 70.0))
    (0.7, 0.15)
    """
    views = []
    if outlook is not None and planned_left > 0 and min(outlook) > 0:
        low, middle, high = outlook
        views.append((log(middle / planned_left), log(high / low) / (2 * EIGHTY)))
    if recent is not None and min(recent) > 0:
        views.append((log(recent[1] / recent[0]), USUAL_DOUBT))
    if not views:
        return 1.0, USUAL_DOUBT
    weights = [1 / max(doubt, 0.02) ** 2 for _mean, doubt in views]
    mean = sum(weight * view[0] for weight, view in zip(weights, views, strict=True)) / sum(weights)
    apart = abs(views[0][0] - views[-1][0]) / 2
    return exp(mean), sqrt(1 / sum(weights) + apart**2)


def noise_of(ratios: Sequence[float]) -> float:
    """Return how far an hour misses its level by itself, from ln(actual / plan) of the sale's hours in order.

    >>> round(noise_of([0.0, 0.1, 0.0, 0.1, 0.0]), 3), noise_of([])
    (0.098, 0.12)
    """
    steps = [b - a for a, b in pairwise(ratios)]
    seen = sum(step * step for step in steps) / 2
    return max(LEAST_NOISE, sqrt((seen + 4 * USUAL_NOISE**2) / (len(steps) + 4)))


def effect_of(seen: Seen, *, sold: Sequence[int], prior: Prior) -> Effect | None:
    """Return what a card did, from the sales of each slot since it was taken; None before half an hour is known or planned.

    >>> seen = Seen(cut=60, planned=[1000] * 18, level=0.7, doubt=0.03, noise=0.05)
    >>> told = effect_of(seen, sold=[910] * 18, prior=Prior())
    >>> told.can_tell, round(told.share, 2), round(told.raw, 3)
    (True, 0.25, 0.262)
    >>> effect_of(seen, sold=[910] * 2, prior=Prior()) is None
    True
    """
    known = min(len(sold), len(seen.planned), HOURS * HOUR_SLOTS)
    projected, actual = seen.level * sum(seen.planned[:known]), sum(sold[:known])
    if known < LEAST_SLOTS or projected <= 0 or actual <= 0:
        return None
    raw = log(actual / projected)
    error = sqrt(seen.doubt**2 + seen.noise**2 / (known / HOUR_SLOTS))
    weight = prior.deviation**2 / (prior.deviation**2 + error**2)
    mean, deviation = prior.mean + weight * (raw - prior.mean), sqrt(weight) * error
    low, high = mean - EIGHTY * deviation, mean + EIGHTY * deviation
    return Effect(
        slots=known,
        projected_minor=round(projected),
        actual_minor=actual,
        raw=raw,
        error=error,
        share=exp(mean) - 1,
        low=exp(low) - 1,
        high=exp(high) - 1,
        least=exp(EIGHTY * error / sqrt(weight)) - 1,
        can_tell=low > 0 or high < 0,
    )


def prior_of(uses: Sequence[tuple[float, float]]) -> Prior:
    """Return what earlier uses of a card, each (raw, error), let expect of the next one.

    >>> prior_of([]).deviation, prior_of([(0.2, 0.05)] * 4).uses
    (0.1, 4)
    >>> round(prior_of([(0.2, 0.05)] * 4).mean, 3)
    0.178
    """
    if not uses:
        return Prior()
    weights = [1 / (error**2 + BETWEEN_USES**2) for _raw, error in uses]
    whole = sum(weights) + 1 / NEVER_USED**2
    mean = sum(weight * raw for weight, (raw, _error) in zip(weights, uses, strict=True)) / whole
    return Prior(mean, sqrt(1 / whole + BETWEEN_USES**2), len(uses))


def _rounded(value: Any) -> Any:
    return round(value, 5) if isinstance(value, float) else value

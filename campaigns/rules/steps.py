"""Steps of 满减 that fit the baskets a shop really sells (playbook P6). Pure; money in minor units.

The response is assumed, not known, and stated: of the baskets that lie up to `within` below a step, the part `lift` adds exactly
what is missing; all others stay as they are. Nobody is assumed to buy who would not have bought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
CANDIDATE_RANKS = (40, 50, 60, 70, 80, 90, 95)
CHOSEN_RANKS = (50, 75, 92)


@dataclass(frozen=True)
class Response:
    """How buyers are assumed to answer: shares from 0 to 1. `off` is what a step gives as a share of what it asks for."""

    within: Fraction = Fraction(20, 100)
    lift: Fraction = Fraction(30, 100)
    off: Fraction = Fraction(20, 100)


@dataclass(frozen=True)
class StepsOutcome:
    """What steps come to on past baskets under the response.

    `reach_now` and `reach_then`: share of the baskets at or above the first step, before and after. `value_now_minor` and
    `value_then_minor`: mean basket before any discount of the steps. `cost_minor`: discount of the steps per basket, on the mean.
    `lifted`: share of the baskets that add something. `gain_minor`: per basket, what is added at the margin less the discount;
    None when no margin is known.
    """

    steps: tuple[tuple[int, int], ...]
    reach_now: float
    reach_then: float
    lifted: float
    value_now_minor: int
    value_then_minor: int
    cost_minor: int
    gain_minor: int | None


def tried(values: Ints, steps: Sequence[tuple[int, int]], response: Response, *, margin: Fraction | None = None) -> StepsOutcome:
    """Return what these rising steps come to on baskets of these values. `margin` is the part of an added yuan that is kept.

    Three baskets of 100, 450 and 500 with 499 less 100 and everybody within a fifth adding what is missing: the second goes to
    499, both pay 100 less, so 200 of three baskets, 66.67 each.

    >>> found = tried(np.array([10000, 45000, 50000]), [(49900, 10000)], Response(lift=Fraction(1)))
    >>> round(found.reach_now, 2), round(found.reach_then, 2), found.value_then_minor, found.cost_minor
    (0.33, 0.67, 36633, 6667)
    """
    count = len(values)
    if not count or not steps:
        return StepsOutcome(tuple(steps), 0.0, 0.0, 0.0, 0, 0, 0, None)
    asked = np.array([step[0] for step in steps], dtype=np.int64)
    off = np.array([0, *(step[1] for step in steps)], dtype=np.int64)
    place = np.searchsorted(asked, values, side="right")  # how many steps a basket has reached
    following = np.append(asked, np.iinfo(np.int64).max)[place]
    near = (place < len(asked)) & (values >= np.ceil(following * float(1 - response.within)))
    lift = np.where(near, float(response.lift), 0.0)
    added = np.where(near, following - values, 0) * lift
    then = off[np.minimum(place + 1, len(steps))]
    cost = off[place] * (1 - lift) + then * lift
    reach_now = float((place > 0).mean())
    reach_then = reach_now + float(np.where(place == 0, lift, 0.0).mean())
    gain = None if margin is None else round(float(added.mean()) * float(margin) - float(cost.mean()))
    return StepsOutcome(
        tuple((int(start), int(saves)) for start, saves in steps),
        reach_now,
        reach_then,
        float(lift.mean()),
        round(float(values.mean())),
        round(float((values + added).mean())),
        round(float(cost.mean())),
        gain,
    )


def candidates(values: Ints, response: Response, *, unit: int = 100) -> list[tuple[int, int]]:
    """Return single steps just above popular values: what to ask for, and what to give; rising, each once. Empty for no baskets.

    `unit` is one whole unit of the currency in minor units. Asked is the next amount ending in 9 that lies above a percentile
    of the values; given is the response's share of it, rounded down to 5 or 10 units.

    >>> candidates(np.array([9900] * 5 + [29900] * 5), Response())
    [(10900, 2000), (30900, 6000)]
    """
    if not len(values):
        return []
    ranks = np.percentile(values, CANDIDATE_RANKS, method="nearest")
    return sorted({step for value in ranks if (step := step_above(int(value), response, unit=unit))[1] > 0})


def chosen(values: Ints, response: Response, *, unit: int = 100) -> tuple[tuple[int, int], ...]:
    """Return up to three rising steps above the middle, the upper quarter and the top of the values; empty for no baskets.

    >>> chosen(np.arange(100, 100_100, 100), Response())
    ((50900, 10000), (75900, 15000), (92900, 18000))
    """
    if not len(values):
        return ()
    kept: list[tuple[int, int]] = []
    for value in np.percentile(values, CHOSEN_RANKS, method="nearest"):
        step = step_above(int(value), response, unit=unit)
        if step[1] > 0 and (not kept or (step[0] >= kept[-1][0] * 12 // 10 and step[1] > kept[-1][1])):
            kept.append(step)
    return tuple(kept)


def step_above(value: int, response: Response, *, unit: int) -> tuple[int, int]:
    """Return the step that asks for the next amount ending in 9 above a value (in whole units), with what it gives.

    >>> step_above(49_900, Response(), unit=100), step_above(0, Response(), unit=100)
    ((50900, 10000), (900, 0))
    """
    whole = value // unit
    asked = (whole + 1) // 10 * 10 + 9
    given = int(asked * response.off)
    round_to = 10 if given >= 50 else 5
    return asked * unit, given // round_to * round_to * unit

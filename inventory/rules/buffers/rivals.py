"""What others hold: a flat share above the plan, the platform's demand, classic safety stock; and the best flat share."""

from statistics import NormalDist

import numpy as np

from inventory.rules.buffers.costing import expected_costs
from inventory.rules.buffers.newsvendor import in_packs
from inventory.rules.buffers.terms import Losses, Numbers, Units

SHARES = tuple(share / 100 for share in (*range(-100, 100, 2), *range(100, 401, 10)))
"""The flat shares that are tried: from nothing at all to five times the plan."""


def flat_units(planned: Numbers, share: float, packs: Units | None = None) -> Units:
    """Return the plan and a flat share above it, rounded up to whole pieces and cartons.

    >>> flat_units(np.array([10.0, 7.0]), 0.2).tolist(), flat_units(np.array([10.0]), 0.2, np.array([10])).tolist()
    ([12, 9], [20])
    """
    return in_packs(np.maximum(planned * (1 + share), 0.0), packs)


def safety_units(planned: Numbers, deviation: Numbers, days: Numbers, service: float, packs: Units | None = None) -> Units:
    """Return the plan and classic safety stock: z x the daily deviation x the root of the days to be covered, never below zero.

    `days`: the sale, or the supplier's lead time where that is longer. A product whose deviation is not known gets the plan.

    >>> safety_units(np.array([100.0]), np.array([5.0]), np.array([9.0]), 0.95).tolist()
    [125]
    """
    z = NormalDist().inv_cdf(service)
    return in_packs(np.maximum(planned + z * np.nan_to_num(deviation) * np.sqrt(days), 0.0), packs)


def best_flat(atoms: Numbers, planned: Numbers, losses: Losses, packs: Units | None = None) -> tuple[float, float]:
    """Return the one flat share that costs the least over all products whose losses are known, and what it costs, minor units.

    It is found with the very distributions the costs are counted with: no flat rule could do better. Without any such product
    (0.0, 0.0).
    """
    known = losses.is_known
    if not known.any():
        return 0.0, 0.0
    some, plan = Losses(losses.short[known], losses.over[known]), planned[known]
    cartons = None if packs is None else packs[known]
    held = atoms[known]
    costs = [float(expected_costs(held, flat_units(plan, share, cartons), some).total.sum()) for share in SHARES]
    place = int(np.argmin(costs))
    return SHARES[place], costs[place]

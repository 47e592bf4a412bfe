"""The amount that costs the least: held against the demand, one more piece would cost as much as it saves."""

import numpy as np

from inventory.rules.buffers.costing import expected_costs
from inventory.rules.buffers.terms import Losses, Numbers, Units


def critical_ratio(losses: Losses) -> Numbers:
    """Return the chance of enough pieces that costs the least: short / (short + over); NaN where nothing is advised.

    >>> critical_ratio(Losses(np.array([48.0, np.nan]), np.array([16.0, 21.2]))).tolist()
    [0.75, nan]
    """
    known = losses.is_known
    unknown = np.full(len(losses.short), np.nan)
    return np.asarray(np.divide(losses.short, losses.short + losses.over, out=unknown, where=known))


def cheapest_units(atoms: Numbers, losses: Losses, packs: Units | None = None) -> Units:
    """Return the pieces to hold of each product that cost the least in expectation, in whole cartons where `packs` > 1.

    The expected cost is convex in the amount and lowest at the critical ratio's place among the equally likely `atoms`; of the
    whole cartons it is lowest at the one just below or just above, so both are tried and the cheaper (then the smaller) taken.
    A product whose losses are not known gets 0: nobody may read that as advice.

    >>> atoms = np.array([np.arange(1.0, 100.0)])  # 1 to 99 pieces, equally likely
    >>> cheapest_units(atoms, Losses(np.array([30.0]), np.array([10.0]))).tolist()
    [75]
    >>> cheapest_units(atoms, Losses(np.array([30.0]), np.array([10.0])), np.array([24])).tolist()
    [72]
    """
    ratio = np.nan_to_num(critical_ratio(losses))
    count = atoms.shape[1]
    place = np.clip(np.ceil(ratio * count - 1e-9).astype(np.int64) - 1, 0, count - 1)
    best = np.take_along_axis(atoms, place[:, None], axis=1)[:, 0]
    carton = np.ones(len(best), dtype=np.int64) if packs is None else np.maximum(packs, 1)
    below = np.floor(best / carton + 1e-9).astype(np.int64) * carton
    above = below + carton
    known = Losses(np.nan_to_num(losses.short), np.nan_to_num(losses.over))
    is_above_cheaper = expected_costs(atoms, above, known).total < expected_costs(atoms, below, known).total - 1e-9
    return np.where(losses.is_known, np.where(is_above_cheaper, above, below), 0)


def in_packs(units: Numbers | Units, packs: Units | None = None) -> Units:
    """Round pieces up to whole ones, and to whole cartons where `packs` > 1.

    >>> in_packs(np.array([10.2, 25.0]), np.array([1, 12])).tolist()
    [11, 36]
    """
    carton = np.ones(len(units), dtype=np.int64) if packs is None else np.maximum(packs, 1)
    return np.asarray(np.ceil(units / carton - 1e-9).astype(np.int64) * carton)

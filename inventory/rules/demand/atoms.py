"""The demand of each product as 99 equally likely amounts."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from inventory.rules.demand.errors import LEVELS, SHARES, Errors, Numbers, evened

_STEPS = 15


def demand_atoms(planned: Numbers, errors: Errors, *, level: float, is_new: NDArray[np.bool_] | None = None) -> Numbers:
    """Return the demand of each product as 99 equally likely amounts of pieces, ascending, a row each.

    `planned`: pieces expected of each product; `level`: by how much the plan's total may be off (standard deviation of its
    logarithm; 0 takes it as met). A product between two classes of sizes gets a mixture of both; `is_new` ones get the errors
    of new products. A product nothing is planned for has no demand.

    >>> from inventory.rules.demand.errors import assumed_errors
    >>> atoms = demand_atoms(np.array([0.0, 100.0]), assumed_errors(), level=0.0)
    >>> atoms.shape, float(atoms[0].max()), bool(atoms[1, 9] < 100 < atoms[1, 89])
    ((2, 99), 0.0, True)
    """
    rows = np.array([widened(row, level) for row in errors.ratios])
    size = np.log(np.maximum(planned, 1e-9))
    after = np.clip(np.searchsorted(errors.sizes, size), 1, max(1, len(errors.sizes) - 1))
    if len(errors.sizes) == 1:
        ratios = np.repeat(rows, len(planned), axis=0)
    else:
        low, high = errors.sizes[after - 1], errors.sizes[after]
        share = np.clip((size - low) / (high - low), 0.0, 1.0)[:, None]
        ratios = rows[after - 1] * (1 - share) + rows[after] * share
    if is_new is not None:
        ratios[is_new] = widened(errors.new, level)
    atoms: Numbers = ratios * planned[:, None]
    return atoms


def widened(ratios: Numbers, level: float) -> Numbers:
    """Return ratios that are off by a common factor as well, whose logarithm has this standard deviation; 99 again.

    >>> even = widened(np.ones(99), 0.3)
    >>> bool(even[0] < 0.6 < 1.0 < 1.7 < even[-1]), round(float(np.median(even)), 2)
    (True, 1.0)
    """
    if not level:
        return ratios
    bell = NormalDist()
    factors = np.exp(level * np.array([bell.inv_cdf((step + 0.5) / _STEPS) for step in range(_STEPS)]))
    return evened((ratios[:, None] * factors).ravel())


def at_share(atoms: Numbers, share: float) -> Numbers:
    """Return the amount of pieces below which this share of the demand lies, for each product.

    >>> at_share(np.array([np.arange(99.0)]), 0.1).tolist(), at_share(np.array([np.arange(99.0)]), 0.5).tolist()
    ([9.4], [49.0])
    """
    place = float(np.clip(share * LEVELS - 0.5, 0, LEVELS - 1))
    below = int(place)
    above = min(below + 1, LEVELS - 1)
    return np.asarray(atoms[:, below] + (atoms[:, above] - atoms[:, below]) * (place - below))


def mean_of(atoms: Numbers) -> Numbers:
    """Return the expected pieces of each product."""
    return np.asarray(atoms.mean(axis=1))


__all__ = ["LEVELS", "SHARES", "at_share", "demand_atoms", "mean_of", "widened"]

"""What an amount costs: in expectation over the demand that may come, or for the demand that did come."""

from dataclasses import dataclass

import numpy as np

from inventory.rules.buffers.terms import Losses, Numbers, Units


@dataclass(frozen=True)
class Costs:
    """What each product's amount costs, minor units (parts of them too): pieces too few and pieces too many."""

    too_few: Numbers
    too_many: Numbers

    @property
    def total(self) -> Numbers:
        """Both together."""
        return self.too_few + self.too_many


def expected_costs(atoms: Numbers, units: Units | Numbers, losses: Losses) -> Costs:
    """Return the expected costs of holding `units` against equally likely demands; NaN where the losses are not known.

    >>> costs = expected_costs(np.array([[0.0, 10.0, 20.0, 30.0]]), np.array([20]), Losses(np.array([4.0]), np.array([1.0])))
    >>> costs.too_few.tolist(), costs.too_many.tolist()  # a quarter of the time 10 short; 20, 10, 0, 0 over
    ([10.0], [7.5])
    """
    missing = np.maximum(atoms - units[:, None], 0.0).mean(axis=1)
    left = units - atoms.mean(axis=1) + missing
    return Costs(missing * losses.short, left * losses.over)


def first_sold(atoms: Numbers, packs: Units) -> Numbers:
    """Return the share of the first piece, or of the first carton, that is sold on average.

    Nothing is held of a product exactly when this share is below what pays: one less the critical ratio.

    >>> first_sold(np.array([[0.0, 0.0, 0.0, 2.0], [0.0, 6.0, 12.0, 30.0]]), np.array([1, 12])).tolist()
    [0.25, 0.625]
    """
    return np.asarray(np.minimum(atoms, packs[:, None]).mean(axis=1) / packs)


def realised_costs(demand: Numbers, units: Units | Numbers, losses: Losses) -> Costs:
    """Return what holding `units` cost when this demand came.

    >>> costs = realised_costs(np.array([7.0, 2.0]), np.array([5, 5]), Losses(np.array([4.0, 4.0]), np.array([1.0, 1.0])))
    >>> costs.total.tolist()
    [8.0, 3.0]
    """
    return Costs(np.maximum(demand - units, 0.0) * losses.short, np.maximum(units - demand, 0.0) * losses.over)

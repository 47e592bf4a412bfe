"""All columns of the buffers of a sale at once: demand, amounts of every rule, what each of them costs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventory.rules.buffers.costing import Costs, expected_costs, first_sold
from inventory.rules.buffers.newsvendor import cheapest_units, critical_ratio
from inventory.rules.buffers.rivals import flat_units, safety_units
from inventory.rules.buffers.terms import Losses, Numbers, Terms, Units, losses_of
from inventory.rules.demand import Errors, at_share, demand_atoms, mean_of

ADVISED, FLAT, PLATFORM, SAFETY = "advised", "flat", "platform", "safety"
RULES = (ADVISED, FLAT, PLATFORM, SAFETY)


@dataclass(frozen=True)
class Facts:
    """What is known of each product, a row each: pieces planned, price and cost (minor units, NaN unknown), pieces in a carton.

    `is_new`: never sold before; `replaceable`: another product can take its place; `deviation`: standard deviation of its
    pieces a day (NaN unknown); `cover_days`: for how many days classic safety stock must last.
    """

    planned: Numbers
    price: Numbers
    cost: Numbers
    packs: Units
    is_new: NDArray[np.bool_]
    replaceable: NDArray[np.bool_]
    deviation: Numbers
    cover_days: Numbers


@dataclass(frozen=True)
class Reckoned:
    """The answer, a row for each product. `units` and `costs` by rule; where nothing can be advised `units["advised"]` is 0.

    `first`: the share of the first piece (or carton) that is sold on average.
    """

    losses: Losses
    ratio: Numbers
    mean: Numbers
    low: Numbers
    middle: Numbers
    high: Numbers
    first: Numbers
    units: Mapping[str, Units]
    costs: Mapping[str, Costs]


def reckon(facts: Facts, errors: Errors, terms: Terms, *, level: float) -> Reckoned:
    """Return demand (P10, P50, P90, mean), amounts and expected costs; costs are NaN where they are not known.

    >>> from inventory.rules.demand import assumed_errors
    >>> one, no = np.array([100.0]), np.array([False])
    >>> facts = Facts(one, one * 90, one * 30, np.array([1]), no, no, one / 10, one / 10)
    >>> found = reckon(facts, assumed_errors(), Terms(), level=0.0)
    >>> bool(found.costs["advised"].total[0] <= found.costs["flat"].total[0]), found.units["flat"].tolist()
    (True, [120])
    """
    atoms = demand_atoms(facts.planned, errors, level=level, is_new=facts.is_new)
    losses = losses_of(facts.price, facts.cost, terms, replaceable=facts.replaceable)
    units: dict[str, Units] = {
        ADVISED: cheapest_units(atoms, losses, facts.packs),
        FLAT: flat_units(facts.planned, terms.flat, facts.packs),
        PLATFORM: flat_units(facts.planned, terms.platform, facts.packs),
        SAFETY: safety_units(facts.planned, facts.deviation, facts.cover_days, terms.service, facts.packs),
    }
    counted = countable(losses)
    return Reckoned(
        losses,
        critical_ratio(losses),
        mean_of(atoms),
        at_share(atoms, 0.1),
        at_share(atoms, 0.5),
        at_share(atoms, 0.9),
        first_sold(atoms, np.maximum(facts.packs, 1)),
        units,
        {rule: expected_costs(atoms, amount, counted) for rule, amount in units.items()},
    )


def countable(losses: Losses) -> Losses:
    """Return losses that are NaN wherever no amount can be advised, so that no cost is counted of such a product."""
    known = losses.is_known
    return Losses(np.where(known, losses.short, np.nan), np.where(known, losses.over, np.nan))

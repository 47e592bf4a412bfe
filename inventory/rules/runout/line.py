"""The alert line: below it a substitute goes up and the ads stop (playbook L4)."""

import math

import numpy as np
import scipy

from inventory.rules.runout.horizon import Curve, faded
from inventory.rules.runout.rate import Numbers, Rates

SWAP_MINUTES = 65.0
"""From the alert to the substitute on the page: half an hour's warning and the swap itself."""
GONE_CHANCE = 0.22
"""An alert is due once a product is gone in that time with this chance: rates rise unannounced, and sure is too late."""
SAFETY_SHARE = 0.0
"""So much more on top; a person's caution."""
# Both were chosen on seeds 1 to 6 of the replay in tests/inventory/rules/sale_day.py, and are judged on others.
STEP_MINUTES = 10


def unseen_minutes(age: float, *, interval: float) -> float:
    """Return how long nobody saw what was sold: the age of the orders in whole steps of ten minutes.

    At least one step, at most two intervals. In steps, so that a line does not move with every look; data older than two usual
    intervals are told to be old, and are no reason to alarm about everything.

    >>> unseen_minutes(0, interval=10), unseen_minutes(21, interval=30), unseen_minutes(600, interval=30)
    (10.0, 30.0, 60.0)
    """
    steps = max(1, math.ceil(age / STEP_MINUTES))
    return float(min(STEP_MINUTES * steps, max(STEP_MINUTES, 2 * interval)))


def lines(
    *,
    rates: Rates,
    curve: Curve,
    data_minutes: float = 10.0,
    swap_minutes: float = SWAP_MINUTES,
    safety_share: float = SAFETY_SHARE,
) -> Numbers:
    """Return for each SKU the most pieces that are gone within the time of a swap with a chance of GONE_CHANCE; at least 1.

    `data_minutes`: how long before this look the orders end that are known (`unseen_minutes`); the curve begins where they end.
    The pieces are whole, `safety_share` of them comes on top. It is `horizon.gone_within` solved for the stock.

    >>> ten = Rates(np.array([10.0, 0.001]), np.array([60.0, 1.5]), np.array([1.0, 1.6]))
    >>> lines(rates=ten, curve=Curve(np.ones(144))).tolist()
    [86.0, 1.0]
    """
    minutes = swap_minutes + data_minutes
    shape = faded(rates.shape, np.full(len(rates.mean), minutes / 60))
    passed = curve.until(minutes)
    scale = shape / rates.mean * rates.clump
    need = rates.clump * scipy.special.btdtria(GONE_CHANCE, shape, passed / (passed + scale)) * (1.0 + safety_share)
    whole: Numbers = np.maximum(1.0, np.floor(np.nan_to_num(need).round(6)))
    return whole

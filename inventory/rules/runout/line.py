"""The alert line: below it a substitute goes up and the ads stop (playbook L4)."""

import numpy as np

from inventory.rules.runout.horizon import Curve
from inventory.rules.runout.rate import Numbers, Rates

SWAP_MINUTES = 65.0
"""From the alert to the substitute on the page: half an hour's warning and the swap itself."""
SAFETY_SHARE = 0.4
"""So much more than is likely to be sold in that time, because rates rise unannounced."""
# Both were chosen on seeds 1 to 6 of the replay in tests/inventory/rules/sale_day.py, and are judged on others.


def lines(
    *,
    rates: Rates,
    curve: Curve,
    data_minutes: float = 10.0,
    swap_minutes: float = SWAP_MINUTES,
    safety_share: float = SAFETY_SHARE,
) -> Numbers:
    """Return for each SKU the pieces that a swap needs at its rate, with the safety share, whole and at least 1.

    `data_minutes`: from one import to the next. Nobody sees what is sold in between, so it is added to the time of the swap.

    >>> ten = Rates(np.array([10.0, 0.001]), np.array([60.0, 1.5]), np.array([1.0, 1.6]))
    >>> lines(rates=ten, curve=Curve(np.ones(144))).tolist()
    [105.0, 1.0]
    """
    need = rates.mean * curve.until(swap_minutes + data_minutes) * (1.0 + safety_share)
    whole: Numbers = np.maximum(1.0, np.ceil(need.round(6)))
    return whole

"""How many contacts each half hour brings, from the planned curve (playbook P12, L6).

Three kinds of work, three kinds of people: **pre-sale** answers visitors, **after-sale** answers buyers, **chase** writes to
those who have not paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SLOTS = 3  # ten-minute slots in a half hour
INTERVAL_SECONDS = 1_800
ROLES = ("presale", "aftersale", "chase")
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Rates:
    """What one visitor or order causes.

    `presale`: contacts per visitor, or None where the plan says the inquiries itself. `aftersale`: contacts per paid order,
    spread evenly over the `aftersale_hours` after it. `chase`: messages per paid order (unpaid orders follow the paid ones).
    """

    presale: float | None = None
    aftersale: float = 0.05
    aftersale_hours: int = 12
    chase: float = 0.1


def half_hours(slots: Sequence[int]) -> Counts:
    """Sum ten-minute slots to half hours; a sale that ends inside one has a shorter last one.

    >>> half_hours([1, 2, 3, 4]).tolist()
    [6.0, 4.0]
    """
    values = np.asarray(slots, dtype=np.float64)
    padded = np.concatenate([values, np.zeros(-len(values) % SLOTS)])
    return np.add.reduceat(padded, np.arange(0, len(padded), SLOTS)) if len(padded) else padded


def contacts(*, visitors: Sequence[int], paid_orders: Sequence[int], inquiries: Sequence[int], rates: Rates) -> dict[str, Counts]:
    """Return the contacts of each half hour of the sale by role; the three sequences are its ten-minute slots.

    After-sale contacts that fall after the end of the sale are left out: they belong to the days after it.

    >>> found = contacts(visitors=[300] * 6, paid_orders=[60, 0, 0, 0, 0, 0], inquiries=[9] * 6,
    ...                  rates=Rates(presale=None, aftersale=0.1, aftersale_hours=1, chase=0.5))
    >>> {role: values.tolist() for role, values in found.items()}
    {'presale': [27.0, 27.0], 'aftersale': [3.0, 3.0], 'chase': [30.0, 0.0]}
    """
    came, paid = half_hours(visitors), half_hours(paid_orders)
    asked = half_hours(inquiries) if rates.presale is None else came * rates.presale
    after = np.zeros_like(paid)
    length = max(1, rates.aftersale_hours * 2)
    for shift in range(min(length, len(paid))):
        after[shift:] += paid[: len(paid) - shift] * (rates.aftersale / length)
    return {"presale": asked, "aftersale": after, "chase": paid * rates.chase}

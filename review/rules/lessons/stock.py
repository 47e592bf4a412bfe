"""Was the flat share of stock beyond the plan too large or too small (playbook P8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from review.rules.lessons.finding import Finding

KEPT = 0.9
APART = 0.05
STEP = 0.05


@dataclass(frozen=True)
class Held:
    """A product: pieces that were planned, pieces sold, whether it sold out (then more would have been wanted)."""

    expected: float
    sold: int
    is_gone: bool = False


def share_needed(products: Sequence[Held]) -> float | None:
    """Return the share beyond the plan that would have kept nine in ten planned pieces in stock; None without a plan.

    Each product counts by its planned pieces. One that sold out wanted at least what it sold.

    >>> share_needed([Held(100, 90), Held(100, 104), Held(100, 110), Held(10, 30)])
    0.1
    """
    planned = sorted((max(0.0, one.sold / one.expected - 1), one.expected) for one in products if one.expected > 0)
    whole, counted = sum(weight for _share, weight in planned), 0.0
    for share, weight in planned:
        counted += weight
        if counted >= KEPT * whole:
            return round(share, 10)
    return None


def stock_off(products: Sequence[Held], *, flat: float, left: int) -> list[Finding]:
    """Return the flat share as too large (pieces are left) or too small (products sold out), from 5 points apart on.

    The share proposed is the one that was needed, rounded up to the next 5%.

    >>> small = [Held(100, 90), Held(100, 104), Held(100, 110)]
    >>> [(one.code, one.value) for one in stock_off(small, flat=0.2, left=56)]
    [('buffer_large', 0.1)]
    >>> [(one.code, one.value) for one in stock_off([Held(100, 140, is_gone=True)], flat=0.2, left=0)]
    [('buffer_small', 0.4)]
    """
    needed = share_needed(products)
    if needed is None:
        return []
    gone = sum(one.is_gone for one in products)
    figures = {"flat": flat, "needed": needed, "left": left, "gone": gone}
    value = round(ceil(round(needed / STEP, 6)) * STEP, 2)
    if flat - value >= APART - 1e-9 and left > 0:
        return [Finding("buffer_large", "", "warehouse", "shortcoming", "P8", figures, change="buffer_flat", value=value)]
    if value - flat >= APART - 1e-9 and gone:
        return [Finding("buffer_small", "", "warehouse", "shortcoming", "P8", figures, change="buffer_flat", value=value)]
    return []

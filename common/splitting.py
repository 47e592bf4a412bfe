"""An amount split into parts that add up to it exactly. Pure: rules use it too.

`campaigns.rules.split` and `imports.prepare.splitting` are the same law on arrays, where a click or a million lines wait for it;
tests hold them to this one.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

Weight = int | float | Fraction


def split_minor(total: int, weights: Sequence[Weight]) -> list[int]:
    """Split an amount by weights so that the parts add up to it exactly, by largest remainder.

    Each part is within one unit of its exact share. Units left over go to the largest remainders; equal remainders to
    the lower index. Weights that are all zero split evenly. A negative total is split as its positive counterpart with
    the sign put back. No weights are allowed only for a total of zero. Raises ValueError for negative or endless weights.

    >>> split_minor(100, [1, 1, 1])
    [34, 33, 33]
    >>> split_minor(6_200_000_00, [25, 20, 20, 20, 15])
    [155000000, 124000000, 124000000, 124000000, 93000000]
    >>> split_minor(-5, [0, 0])
    [-3, -2]
    """
    if not weights:
        if total:
            raise ValueError(f"{total} cannot be split into no parts.")
        return []
    whole = _as_integers(weights)
    divisor = sum(whole)
    amount = abs(total)
    parts = [amount * weight // divisor for weight in whole]
    remainders = [amount * weight % divisor for weight in whole]
    left_over = amount - sum(parts)
    for index in sorted(range(len(parts)), key=lambda place: (-remainders[place], place))[:left_over]:
        parts[index] += 1
    return parts if total >= 0 else [-part for part in parts]


def _as_integers(weights: Sequence[Weight]) -> list[int]:
    """Return weights of the same proportions as integers; all ones where all are zero."""
    for weight in weights:
        if not math.isfinite(weight) or weight < 0:
            raise ValueError(f"A weight must be zero or more and finite, not {weight}.")
    if all(isinstance(weight, int) for weight in weights):
        whole = [int(weight) for weight in weights]
    else:
        exact = [Fraction(weight) for weight in weights]
        scale = math.lcm(*(weight.denominator for weight in exact))
        whole = [int(weight * scale) for weight in exact]
    return whole if any(whole) else [1] * len(whole)

"""RFM: how recently, how often, how much, each scored 1 to 5 by where a buyer stands among the buyers of the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SCORES = 5


@dataclass(frozen=True)
class Cuts:
    """The values that part the buyers into fifths, ascending, of last payment, paid orders and money; empty without buyers."""

    recency: tuple[Any, ...] = ()
    frequency: tuple[int, ...] = ()
    money: tuple[int, ...] = ()


def cut_places(count: int) -> list[int]:
    """Return the places, from 0, of the values that part `count` sorted values into fifths.

    >>> cut_places(10), cut_places(1), cut_places(0)
    ([2, 4, 6, 8], [0, 0, 0, 0], [])
    """
    return [count * part // SCORES for part in range(1, SCORES)] if count else []


def score(value: Any, cuts: Sequence[Any]) -> int | None:
    """Return 1 to 5: one more than the cuts the value reaches; None where value or cuts are not known.

    Equal values have equal scores, in whatever order the rows come, so that fifths need not be of equal size.

    >>> [score(value, (2, 4, 6, 8)) for value in (1, 2, 7, 9)], score(None, (1, 2, 3, 4))
    ([1, 2, 4, 5], None)
    """
    if value is None or not cuts:
        return None
    return 1 + sum(1 for cut in cuts if value >= cut)

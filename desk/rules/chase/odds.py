"""The chance that an unpaid order is still paid: hazards by age since placing, for each value and standing, with shrinkage.

A hazard is the part of the orders that come unpaid into a stretch of their age which pay in it. Few orders say little, so each
group leans on the shop as a whole, and the shop on what is usual, by as many orders as `LEAN`. A group is the value of an order
against the mean (0: below half, 1: around it, 2: over double) and the buyer's standing when it was placed (paid orders before:
0: none, 1: one, 2: two to four, 3: more). Not the tier of today: who paid has a better one because of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log1p

EDGES = (0, 1, 2, 3, 6, 12, 24, 48, 72, 144, 432)
"""Ages in slots of ten minutes at which a stretch begins; the last one ends where asking ends."""
USUAL = (0.55, 0.12, 0.08, 0.12, 0.10, 0.08, 0.08, 0.04, 0.05, 0.03)
"""The hazard of each stretch in a shop nobody knows yet."""
LEAN = 50.0
Group = tuple[int, int]


@dataclass(frozen=True)
class Count:
    """Orders of a group whose unpaid life ended in a stretch: `paid` by payment, `left` otherwise (closed, or seen no longer)."""

    group: Group
    stretch: int
    paid: int
    left: int


@dataclass(frozen=True)
class Odds:
    """Fitted hazards: of each group and of the shop as a whole, one for each stretch; and the mean value of an order."""

    hazards: Mapping[Group, tuple[float, ...]]
    whole: tuple[float, ...]
    mean_minor: float | None
    orders: int

    def chance(self, group: Group, age_slots: float, until_slots: float) -> float:
        """Return the chance that an order of the group, unpaid at an age, pays before it is `until_slots` old.

        >>> Odds({}, (0.5, 0.5) + (0.0,) * 8, None, 0).chance((0, 0), 0, 2)
        0.75
        >>> Odds({}, (0.5,) * 10, None, 0).chance((0, 0), 5, 5)
        0.0
        """
        hazards = self.hazards.get(group, self.whole)
        stays = 0.0  # the log of the chance to stay unpaid
        for place, hazard in enumerate(hazards):
            first, last = EDGES[place], EDGES[place + 1]
            inside = min(last, until_slots) - max(first, age_slots)
            if inside > 0:
                stays += log1p(-min(hazard, 0.999_999)) * inside / (last - first)
        return 1 - exp(stays) if stays else 0.0


def stretch_of(slots: int) -> int:
    """Return the stretch an age in slots lies in; older than the last counts as the last.

    >>> [stretch_of(slots) for slots in (-1, 0, 1, 5, 6, 431, 9_999)]
    [0, 0, 1, 3, 4, 9, 9]
    """
    return max((place for place in range(len(EDGES) - 1) if EDGES[place] <= slots), default=0)


def value_of(amount_minor: int, mean_minor: float | None) -> int:
    """Return the value band of an amount: 0 below half of the mean, 2 over double, else 1.

    >>> [value_of(amount, 100.0) for amount in (49, 50, 200, 201)], value_of(5, None)
    ([0, 1, 1, 2], 1)
    """
    if mean_minor is None:
        return 1
    return 0 if 2 * amount_minor < mean_minor else 2 if amount_minor > 2 * mean_minor else 1


def standing_of(paid_before: int) -> int:
    """Return the standing of a buyer with so many paid orders before.

    >>> [standing_of(paid) for paid in (0, 1, 2, 4, 5)]
    [0, 1, 2, 2, 3]
    """
    return 0 if paid_before < 1 else 1 if paid_before == 1 else 2 if paid_before < 5 else 3


def fit(counts: Iterable[Count], mean_minor: float | None = None) -> Odds:
    """Return the hazards these orders speak for. Without an order they are the usual ones.

    >>> odds = fit([Count((1, 0), 0, 950, 50)])
    >>> round(odds.whole[0], 3), odds.whole[1] == USUAL[1]
    (0.954, True)
    """
    paid: dict[Group, list[int]] = {}
    left: dict[Group, list[int]] = {}
    size = len(EDGES) - 1
    for one in counts:
        paid.setdefault(one.group, [0] * size)[one.stretch] += one.paid
        left.setdefault(one.group, [0] * size)[one.stretch] += one.left
    whole = _hazards([sum(column) for column in zip(*paid.values(), strict=True)] or [0] * size,
                     [sum(column) for column in zip(*left.values(), strict=True)] or [0] * size, USUAL)  # fmt: skip
    hazards = {group: _hazards(paid[group], left[group], whole) for group in sorted(paid)}
    orders = sum(map(sum, paid.values())) + sum(map(sum, left.values()))
    return Odds(hazards, whole, mean_minor, orders)


def _hazards(paid: list[int], left: list[int], leans_on: tuple[float, ...]) -> tuple[float, ...]:
    """Return paid / at risk of each stretch, leaning on others by LEAN orders; who left was at risk in half of it."""
    found = []
    at_risk = float(sum(paid) + sum(left))
    for place, prior in enumerate(leans_on):
        exposed = at_risk - left[place] / 2
        found.append((paid[place] + LEAN * prior) / (exposed + LEAN))
        at_risk -= paid[place] + left[place]
    return tuple(found)

"""The classic ABC by revenue, to compare with: the first 80 per cent of the revenue are A, the next 15 B, the rest C."""

from collections import Counter
from collections.abc import Iterable, Mapping

FIRST, SECOND = 8_000, 9_500


def volume_classes(revenue: Mapping[str, int]) -> dict[str, str]:
    """Return the class of each SKU by its part in the running total of revenue, the largest first, equal ones by SKU.

    A product belongs to the class in which its part begins; without any revenue all are C.

    >>> volume_classes({"x": 80, "y": 15, "z": 5})
    {'x': 'A', 'y': 'B', 'z': 'C'}
    """
    total = sum(revenue.values())
    classes: dict[str, str] = {}
    before = 0
    for sku in sorted(revenue, key=lambda one: (-revenue[one], one)):
        place = before * 10_000
        classes[sku] = "C" if not total or place >= SECOND * total else "B" if place >= FIRST * total else "A"
        before += revenue[sku]
    return classes


def cross_table(both: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Count how often each tier ("" is none) meets each class by volume; every cell is there.

    >>> cross_table([("C", "A"), ("C", "C")])["C"]
    {'A': 1, 'B': 0, 'C': 1}
    """
    counted = Counter(both)
    return {tier: {volume: counted[tier, volume] for volume in "ABC"} for tier in ("A", "B", "C", "")}

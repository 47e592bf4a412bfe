"""What a pair is good for: complementary goods, a hot item beside one that earns, and what both leave (playbook P4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

HOT_SHARE = 0.1
"""Hot is a draw (tier A) or among this share of the goods with the most baskets."""
_LEAST_KNOWN = 4


@dataclass(frozen=True)
class Side:
    """One product of a pair.

    `baskets`: how many hold it. `price_minor`: what was paid for a piece on average, `cost_minor` what it costs, in minor units;
    None where it is not known. `tier` and `category` are empty where nobody said.
    """

    sku: str
    category: str
    tier: str
    baskets: int
    price_minor: int | None
    cost_minor: int | None

    @property
    def margin_share(self) -> float | None:
        """What a piece leaves, as a share of its price; None where price or cost is not known."""
        if not self.price_minor or self.cost_minor is None:
            return None
        return (self.price_minor - self.cost_minor) / self.price_minor


def complements(first: Side, second: Side) -> bool | None:
    """Tell whether two products are of different kinds (skirt and top), never two of the same; None where one has no category.

    >>> skirt, top = Side("S", "skirts", "A", 9, None, None), Side("T", "tops", "C", 5, None, None)
    >>> complements(skirt, top), complements(skirt, skirt), complements(top, Side("X", "", "", 1, None, None))
    (True, False, None)
    """
    if not first.category or not second.category:
        return None
    return first.category.casefold() != second.category.casefold()


def margin_minor(first: Side, second: Side) -> int | None:
    """Return what one piece of each leaves together, in minor units; None where a price or a cost is not known.

    >>> margin_minor(Side("S", "", "", 9, 9_900, 7_000), Side("T", "", "", 5, 5_900, 1_900))
    6900
    """
    left = 0
    for side in (first, second):
        if side.price_minor is None or side.cost_minor is None:
            return None
        left += side.price_minor - side.cost_minor
    return left


def profit_from(sides: Iterable[Side]) -> float | None:
    """Return the margin share from which a product counts as one that earns: the upper quarter of those known.

    None where fewer than four are known: then the tier alone tells.

    >>> profit_from(Side(str(n), "", "", 1, 100, 100 - n) for n in (10, 20, 30, 40, 50))
    0.4
    """
    known = [share for side in sides if (share := side.margin_share) is not None]
    return quantiles(known, n=4, method="inclusive")[2] if len(known) >= _LEAST_KNOWN else None


def hot_side(first: Side, second: Side, *, hot_from: int, profit_from: float | None) -> str:
    """Name the SKU that draws when the other one earns; empty when the pair is none of those.

    Hot: tier A, or in at least `hot_from` baskets. Earns: tier C, or a margin share of at least `profit_from`. A product that is
    both needs a partner that earns too.

    >>> coat, scarf = Side("COAT", "", "A", 900, None, None), Side("SCARF", "", "C", 200, None, None)
    >>> hot_side(scarf, coat, hot_from=500, profit_from=None), hot_side(scarf, scarf, hot_from=500, profit_from=None)
    ('COAT', '')
    """
    for hot, other in sorted([(first, second), (second, first)], key=lambda pair: (pair[0].tier != "A", -pair[0].baskets)):
        is_hot = hot.tier == "A" or hot.baskets >= hot_from
        share = other.margin_share
        earns = other.tier == "C" or (profit_from is not None and share is not None and share >= profit_from)
        if is_hot and earns and other.tier != "A":
            return hot.sku
    return ""

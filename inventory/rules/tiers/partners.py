"""Which profit products lie in the same baskets as the products that draw traffic."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from inventory.rules.tiers.baskets import Baskets, Numbers

Partners = Mapping[str, Mapping[str, int]]
MOST_TOGETHER = 20


@dataclass(frozen=True)
class Beside:
    """Order value of the baskets with products of a group: baskets, what was paid for all in them, in minor units."""

    baskets: int
    revenue: int

    @property
    def order_value(self) -> int | None:
        """Paid a basket, in minor units, rounded down; None without baskets."""
        return self.revenue // self.baskets if self.baskets else None


def with_any(baskets: Baskets, group: Collection[str]) -> tuple[Numbers, Beside]:
    """Count for each product the baskets in which another product of the group lies beside it; tell of the group's own baskets.

    >>> two = Baskets(np.array([0, 0, 1]), np.array([0, 1, 1]), np.ones(3, dtype=np.int64), np.array([100, 900, 900]),
    ...               ["sock", "coat"], np.array([0, 0]))
    >>> count, own = with_any(two, ["sock"])
    >>> count.tolist(), own.order_value
    ([0, 1], 1000)
    """
    wanted = set(group)
    chosen = np.array([sku in wanted for sku in baskets.skus], dtype=bool)
    basket, product, paid = baskets.pairs
    if not chosen.any() or not len(product):
        return np.zeros(len(baskets.skus), dtype=np.int64), Beside(0, 0)
    member = chosen[product]
    members = np.bincount(basket, weights=member, minlength=baskets.count).astype(np.int64)
    others = members[basket] - member
    count = np.bincount(product, weights=others > 0, minlength=len(baskets.skus)).astype(np.int64)
    own = members > 0
    total = np.bincount(basket, weights=paid, minlength=baskets.count)
    return count, Beside(int(own.sum()), int(total[own].sum()))


def partners(baskets: Baskets, ones: Collection[str], others: Collection[str]) -> Partners:
    """Return for each SKU of `ones` the SKUs of `others` bought together with it and in how many baskets, the most often first.

    At most MOST_TOGETHER of each; a SKU that never met any is left out.

    >>> two = Baskets(np.array([0, 0, 1]), np.array([0, 1, 1]), np.ones(3, dtype=np.int64), np.ones(3, dtype=np.int64),
    ...               ["sock", "coat"], np.array([0, 0]))
    >>> partners(two, ["sock"], ["coat"])
    {'sock': {'coat': 1}}
    """
    place = {sku: number for number, sku in enumerate(baskets.skus)}
    basket, product, _paid = baskets.pairs
    right = np.isin(product, [place[sku] for sku in others if sku in place])
    ends = np.searchsorted(basket[right], np.arange(baskets.count + 1))
    held = product[right]
    found: dict[str, dict[str, int]] = {}
    left = np.isin(product, [place[sku] for sku in ones if sku in place])
    order = np.argsort(product[left], kind="stable")
    products, baskets_of = product[left][order], basket[left][order]
    for one in np.split(np.arange(len(products)), np.flatnonzero(np.diff(products)) + 1):
        if not len(one):
            continue
        met = _met(baskets_of[one], ends, held)
        mine = int(products[one[0]])
        counts = {baskets.skus[other]: count for other, count in met if other != mine}
        if counts:
            found[baskets.skus[mine]] = dict(list(counts.items())[:MOST_TOGETHER])
    return found


def _met(mine: Numbers, ends: Numbers, held: Numbers) -> list[tuple[int, int]]:
    """Count what lies in these baskets, the most often first; of equals the lower number."""
    starts, sizes = ends[mine], ends[mine + 1] - ends[mine]
    if not sizes.sum():
        return []
    places = np.repeat(starts - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) + np.arange(sizes.sum())
    others, counts = np.unique(held[places], return_counts=True)
    ranked = np.lexsort((others, -counts))[: MOST_TOGETHER + 1]
    return [(int(others[each]), int(counts[each])) for each in ranked]

"""What each product does in the baskets of a window, counted."""

from dataclasses import dataclass

import numpy as np

from inventory.rules.tiers.baskets import Baskets, Numbers


@dataclass(frozen=True)
class Figures:
    """Columns along `Baskets.skus`. Money in minor units.

    `orders`: baskets that hold the product. `first_orders`: those that are their buyer's first. `single_orders`: those that hold
    nothing else. `attached`: what was paid for other products in its baskets. `baskets`, `first_baskets`: of the shop.
    """

    orders: Numbers
    units: Numbers
    revenue: Numbers
    first_orders: Numbers
    single_orders: Numbers
    attached: Numbers
    baskets: int
    first_baskets: int


def firsts(baskets: Baskets, before: Numbers) -> Numbers:
    """Return 1 for each basket that is its buyer's first, else 0. `before`: numbers of buyers who bought before, ascending.

    A buyer nobody knows (0) has no first basket.

    >>> lines = Baskets(*(np.zeros(0, dtype=np.int64),) * 4, [], np.array([7, 0, 8, 7, 9]))
    >>> firsts(lines, np.array([8])).tolist()
    [1, 0, 0, 0, 1]
    """
    found = np.zeros(baskets.count, dtype=np.int64)
    buyers, first = np.unique(baskets.buyers, return_index=True)
    new = (buyers != 0) & ~np.isin(buyers, before)
    found[first[new]] = 1
    return found


def figures(baskets: Baskets, before: Numbers) -> Figures:
    """Count what each product does. `before`: buyers who bought before the window, ascending.

    >>> two = Baskets(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([1, 2, 1]), np.array([990, 4_000, 990]),
    ...               ["sock", "coat"], np.array([5, 5]))
    >>> told = figures(two, np.zeros(0, dtype=np.int64))
    >>> told.orders.tolist(), told.single_orders.tolist(), told.attached.tolist(), told.first_orders.tolist()
    ([2, 1], [1, 0], [4000, 990], [1, 1])
    """
    width = len(baskets.skus)
    first = firsts(baskets, before)
    basket, product, paid = baskets.pairs
    kinds = np.bincount(basket, minlength=baskets.count)
    total = np.bincount(basket, weights=paid, minlength=baskets.count).astype(np.int64)

    def by_product(values: Numbers) -> Numbers:
        return np.bincount(product, weights=values, minlength=width).astype(np.int64)

    return Figures(
        orders=np.bincount(product, minlength=width).astype(np.int64),
        units=np.bincount(baskets.product, weights=baskets.units, minlength=width).astype(np.int64),
        revenue=by_product(paid),
        first_orders=by_product(first[basket]),
        single_orders=by_product((kinds[basket] == 1).astype(np.int64)),
        attached=by_product(total[basket] - paid),
        baskets=int((kinds > 0).sum()),
        first_baskets=int(first[kinds > 0].sum()) if baskets.count else 0,
    )

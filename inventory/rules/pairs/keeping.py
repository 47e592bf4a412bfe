"""Which pairs are kept: the strongest of all, and the strongest of every product, so that each has its partners."""

import numpy as np

from inventory.rules.pairs.counting import Ints
from inventory.rules.pairs.expected import Floats


def best_rows(first: Ints, second: Ints, extra: Floats, *, overall: int, each: int, most: int) -> Ints:
    """Return the places of the pairs to keep, those with most baskets beyond chance first.

    Kept are the best `overall`, and the best `each` of every product; at most `most`. Pairs that are equal keep their order.

    >>> first, second = np.array([0, 0, 2]), np.array([1, 2, 3])
    >>> best_rows(first, second, np.array([9.0, 5.0, 1.0]), overall=1, each=1, most=9).tolist()
    [0, 1, 2]
    >>> best_rows(first, second, np.array([9.0, 5.0, 1.0]), overall=1, each=0, most=9).tolist()
    [0]
    """
    order = np.argsort(-extra, kind="stable").astype(np.int64)
    kept = np.zeros(order.size, dtype=np.bool_)
    kept[:overall] = True
    for side in (first[order], second[order]):
        kept |= _place_within(side) < each
    return order[kept][:most]


def _place_within(products: Ints) -> Ints:
    """Return for each entry how many entries of the same product stand before it."""
    by_product = np.argsort(products, kind="stable")
    sorted_products = products[by_product]
    begins = np.flatnonzero(np.r_[True, sorted_products[1:] != sorted_products[:-1]]) if products.size else by_product
    run = np.repeat(begins, np.diff(np.r_[begins, products.size]))
    places = np.empty(products.size, dtype=np.int64)
    places[by_product] = np.arange(products.size) - run
    return places

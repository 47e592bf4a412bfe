"""Count in how many baskets two products lie together, for all products at once, in bounded memory.

Baskets and products are numbers from 0. The table basket x product is kept sparse; the product of the table with itself is made
for some columns at a time, so that what is held grows with the pairs kept and not with the square of the products.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from inventory.rules.pairs.expected import Floats, expected_counts

Ints = NDArray[np.int64]
MOST_GOODS = 200
"""A basket of more different goods is a reseller's: it would weigh as 20,000 pairs and says nothing of two of them."""
_AT_ONCE = 8_000_000  # pairs of lines that are multiplied before the sums are sifted


@dataclass(frozen=True)
class PairCounts:
    """The pairs counted. `first` < `second` are products, `count` the baskets that hold both, in no particular order.

    `baskets`: the baskets counted, those of at least two different goods. `singles`: in how many of them each product lies.
    `expected`: the baskets with both that chance alone would give. `left_out`: baskets of too many goods, which count nowhere.
    """

    baskets: int
    left_out: int
    singles: Ints
    first: Ints
    second: Ints
    count: Ints
    expected: Floats


def count_pairs(basket: Ints, product: Ints, *, products: int, min_count: int = 1, most: int = MOST_GOODS) -> PairCounts:
    """Return how often each two products lie in one basket, those that do in at least `min_count` (from 1) of them.

    `basket`, `product`: one entry a line; several lines of a product in a basket count once. A basket of one product or of more
    than `most` is left out. Exact: equal to walking every pair of every basket.

    >>> counted = count_pairs(np.array([0, 0, 0, 1, 1, 2]), np.array([0, 1, 1, 0, 1, 1]), products=2)
    >>> counted.baskets, counted.singles.tolist(), counted.count.tolist()
    (2, [2, 2], [2])
    """
    key = np.unique(basket.astype(np.int64) * products + product)
    basket, product = np.divmod(key, products) if key.size else (key, key)
    names, basket = np.unique(basket, return_inverse=True)
    sizes = np.bincount(basket, minlength=names.size)
    kept = ((sizes >= 2) & (sizes <= most))[basket]
    singles = np.bincount(product[kept], minlength=products).astype(np.int64)
    # A pair is never in more baskets than either of its products.
    often = singles >= max(1, min_count)
    place = np.cumsum(often) - 1
    counted = kept & often[product]
    found = _together(basket[counted], place[product[counted]], names.size, int(often.sum()), min_count)
    told = np.flatnonzero(often).astype(np.int64)
    first, second = told[found[0]], told[found[1]]
    return PairCounts(
        baskets=int(((sizes >= 2) & (sizes <= most)).sum()),
        left_out=int((sizes > most).sum()),
        singles=singles,
        first=first,
        second=second,
        count=found[2],
        expected=expected_counts(basket[kept], product[kept], first, second, products=products),
    )


def _together(basket: Ints, product: Ints, baskets: int, products: int, min_count: int) -> tuple[Ints, Ints, Ints]:
    nothing = np.zeros(0, dtype=np.int64)
    found: list[tuple[Ints, Ints, Ints]] = [(nothing, nothing, nothing)]
    if product.size:
        table = scipy.sparse.csr_array((np.ones(product.size, dtype=np.int32), (basket, product)), shape=(baskets, products))
        turned = table.T.tocsr()
        work = np.bincount(product, weights=np.bincount(basket)[basket], minlength=products).astype(np.float64)
        for start, end in _blocks(work):
            sums = (turned[start:end] @ table).tocoo()
            kept = (sums.row + start < sums.col) & (sums.data >= min_count)
            rows = sums.row[kept].astype(np.int64) + start
            found.append((rows, sums.col[kept].astype(np.int64), sums.data[kept].astype(np.int64)))
    first, second, count = (np.concatenate(column) for column in zip(*found, strict=True))
    return first, second, count


def _blocks(work: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield runs of products whose work is at most _AT_ONCE together, of one product at least."""
    start, held = 0, 0.0
    for number, own in enumerate(work):
        if held and held + own > _AT_ONCE:
            yield start, number
            start, held = number, 0.0
        held += own
    if work.size:
        yield start, work.size

"""How often chance alone would put two products into one basket, when baskets are of different sizes.

A basket of fifty goods holds any two of them more likely than one of three. Against a chance that forgets this, every two look
bought together: of a real shop's lines dealt out at random into its own baskets, half of the pairs passed as remarkable. So
baskets are compared with baskets of about the same size (strata, as Mantel and Haenszel 1959 did), and within them by the
configuration model: each place of a basket is filled by how often a product sells (Newman, Strogatz and Watts 2001).
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from inventory.rules.pairs.counting import Ints

Floats = NDArray[np.float64]
_GROWTH = 1.35
"""From one stratum of basket sizes to the next."""


def expected_counts(basket: "Ints", product: "Ints", first: "Ints", second: "Ints", *, products: int) -> Floats:
    """Return for each pair (`first`, `second`) the baskets in which chance alone would put both.

    `basket`, `product`: one entry for each product of each basket, without doubles; a basket holds two or more.

    Four baskets of two goods; each of A and B lies in two of them. A basket with A has one more place, and of the other six
    places B has two: so a basket with A holds B one time in four by this reckoning (B's two of the eight places).

    >>> lines = np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([0, 1, 0, 2, 1, 3, 4, 5])
    >>> expected_counts(*lines, np.array([0]), np.array([1]), products=6).tolist()
    [0.5]
    """
    sizes = np.bincount(basket)
    stratum = np.floor(np.log(np.maximum(sizes, 2) / 2.0) / np.log(_GROWTH) + 1e-9).astype(np.int64)
    expected = np.zeros(first.size)
    for number in np.unique(stratum[sizes > 0]).tolist():
        own = sizes[(stratum == number) & (sizes > 0)].astype(np.float64)
        held = np.bincount(product[stratum[basket] == number], minlength=products).astype(np.float64)
        expected += held[first] * held[second] * (own * (own - 1)).sum() / own.sum() ** 2
    return expected

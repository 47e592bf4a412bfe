"""Many baskets in columns, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.pricing.baskets import Basket, BasketLine
from campaigns.rules.pricing.offers import Payer

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class BasketTable:
    """Baskets as columns: one entry a basket, or one entry a line (`line_...`).

    `line_basket` is the basket's place; a basket's lines may stand anywhere. `line_product` is a place in `products`, which
    are (sku, tier, category, shop); `tier` a place in `tiers`, `held` one in `coupons`. Money in minor units, `at` in slots.
    Every basket has at least one line; a line at least one piece, no price below zero and no deposit above the price.
    """

    at: Ints
    tier: Ints
    held: Ints
    freight: Ints
    line_basket: Ints
    line_no: Ints
    line_product: Ints
    line_price: Ints
    line_units: Ints
    line_deposit: Ints
    products: Sequence[tuple[str, str, str, str]]
    tiers: Sequence[str] = ("",)
    coupons: Sequence[frozenset[str]] = (frozenset(),)

    @property
    def length(self) -> int:
        """How many baskets it holds."""
        return len(self.at)

    def basket(self, place: int) -> Basket:
        """Return one of them as an object."""
        return Basket(
            tuple(self._line(line) for line in np.flatnonzero(self.line_basket == place).tolist()),
            self.tiers[int(self.tier[place])],
            int(self.at[place]),
            self.coupons[int(self.held[place])],
            int(self.freight[place]),
        )

    def only(self, places: Ints) -> "BasketTable":
        """Return the baskets at some places (rising), with their lines in the same order."""
        renamed = np.full(self.length, -1, dtype=np.int64)
        renamed[places] = np.arange(len(places))
        basket = renamed[self.line_basket]
        kept = basket >= 0
        heads = {name: getattr(self, name)[places] for name in ("at", "tier", "held", "freight")}
        names = ("line_no", "line_product", "line_price", "line_units", "line_deposit")
        return replace(self, **heads, line_basket=basket[kept], **{name: getattr(self, name)[kept] for name in names})

    def _line(self, line: int) -> BasketLine:
        sku, tier, category, shop = self.products[int(self.line_product[line])]
        price, units, deposit = (int(column[line]) for column in (self.line_price, self.line_units, self.line_deposit))
        return BasketLine(int(self.line_no[line]), sku, price, units, tier, category, shop, deposit)


def table_of(baskets: Sequence[Basket]) -> BasketTable:
    """Put baskets into columns. Their `used` is left behind: a table knows the limits of a single order alone.

    >>> found = table_of([Basket((BasketLine(1, "a", 500), BasketLine(2, "b", 900, 2)))])
    >>> found.line_price.tolist(), found.basket(0).lines[1].units
    ([500, 900], 2)
    """
    products: dict[tuple[str, str, str, str], int] = {}
    tiers: dict[str, int] = {}
    coupons: dict[frozenset[str], int] = {}
    heads = [
        (
            basket.at,
            tiers.setdefault(basket.buyer_tier, len(tiers)),
            coupons.setdefault(basket.coupons, len(coupons)),
            basket.freight_minor,
        )
        for basket in baskets
    ]
    lines = [
        (
            place,
            line.line_no,
            products.setdefault((line.sku, line.tier, line.category, line.shop), len(products)),
            line.unit_price_minor,
            line.units,
            line.deposit_minor,
        )
        for place, basket in enumerate(baskets)
        for line in basket.lines
    ]
    at, tier, held, freight = np.array(heads, dtype=np.int64).reshape(-1, 4).T
    basket, number, product, price, units, deposit = np.array(lines, dtype=np.int64).reshape(-1, 6).T
    return BasketTable(
        at=at,
        tier=tier,
        held=held,
        freight=freight,
        line_basket=basket,
        line_no=number,
        line_product=product,
        line_price=price,
        line_units=units,
        line_deposit=deposit,
        products=tuple(products),
        tiers=tuple(tiers),
        coupons=tuple(coupons),
    )


@dataclass(frozen=True)
class ManyTotals:
    """The sums of many priced baskets: one entry a basket, one column an offer (in the order of `offers`) or payer.

    The same figures as `Totals`: list + freight list - sum of discounts = total; the payers' columns add up to the discounts.
    The lines, in the order of the table: what is paid for each, and what others than the shop bear of its discounts, in
    ten-thousandths of a minor unit.
    """

    offers: tuple[str, ...]
    total_minor: Ints
    list_minor: Ints
    freight_minor: Ints
    discounts_minor: Ints
    uses: Ints
    worth_minor: Ints
    payers_minor: Ints
    line_paid_minor: Ints
    line_funded_bp: Ints
    payers: tuple[Payer, ...] = tuple(Payer)

    @property
    def discount_minor(self) -> Ints:
        """All discounts of each basket."""
        found: Ints = self.discounts_minor.sum(axis=1)
        return found

"""Products as a file that goes in again as it came out."""

from collections.abc import Iterable, Iterator
from itertools import compress

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from inventory.models import Product
from inventory.words import HEADERS, header_row, word_of
from orders.models import Shop

COSTLY = frozenset({"cost_minor", "floor_minor"})
"""Columns for those who may see costs only."""


def product_lines(shop: Shop, products: Iterable[Product], *, with_costs: bool = True) -> Iterator[list[Cell]]:
    """Yield the header, then each product with the columns of our product list; unknown is an empty cell.

    Without costs the columns that tell some are left out.
    """
    exponent = exponent_of(shop.currency)
    names = [name for name, _english, _chinese in HEADERS]
    shown = [with_costs or name not in COSTLY for name in names]
    yield list(compress(header_row(), shown))
    for product in products:
        cells: list[Cell] = []
        for name in compress(names, shown):
            if name == "supplier":
                cells.append(product.supplier.name if product.supplier else "")
            elif name.endswith("_minor"):
                minor = getattr(product, name)
                cells.append(None if minor is None else from_minor(minor, exponent))
            elif name in {"status", "kind"}:
                cells.append(word_of(getattr(product, name)))
            else:
                cells.append(getattr(product, name))
        yield cells

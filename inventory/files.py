"""Products as a file that goes in again as it came out."""

from collections.abc import Iterable, Iterator

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from inventory.models import Product
from inventory.words import HEADERS, header_row, word_of
from orders.models import Shop


def product_lines(shop: Shop, products: Iterable[Product]) -> Iterator[list[Cell]]:
    """Yield the header, then each product with the columns of our product list; unknown is an empty cell."""
    exponent = exponent_of(shop.currency)
    yield [*header_row()]
    for product in products:
        cells: list[Cell] = []
        for name, _english, _chinese in HEADERS:
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

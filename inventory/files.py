"""Products as a file that goes in again as it came out."""

from collections.abc import Iterable, Iterator
from itertools import compress

from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from inventory.models import Product
from inventory.queries.deliveries import DeliveryLine
from inventory.rules.products import COSTS
from inventory.words import HEADERS, header_row, word_of
from orders.models import Shop


def product_lines(shop: Shop, products: Iterable[Product], *, with_costs: bool = True) -> Iterator[list[Cell]]:
    """Yield the header, then each product with the columns of our product list; unknown is an empty cell.

    Without costs the columns that tell some are left out.
    """
    exponent = exponent_of(shop.currency)
    names = [name for name, _english, _chinese in HEADERS]
    shown = [with_costs or name not in COSTS for name in names]
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


def delivery_cells(shop: Shop, lines: Iterable[DeliveryLine], *, with_costs: bool) -> Iterator[list[Cell]]:
    """Yield the header, then each line of the replenishment list; costs only for who may see them and never to be sent."""
    exponent = exponent_of(shop.currency)
    header: list[Cell] = [
        _("SKU"), _("Title"), _("Supplier"), _("Pieces"), _("Cartons"), _("Pieces in a carton"), _("State"),
        _("Ordered on"), _("Promised for"), _("Needed on"), _("Note"),
    ]  # fmt: skip
    yield header + ([_("Cost of a piece"), _("Cost")] if with_costs else [])
    for line in lines:
        row = line.row
        days = [None if day is None else day.isoformat() for day in (row.ordered_on, row.promised_on, line.needed_on)]
        cells: list[Cell] = [
            row.sku, line.title, line.supplier, row.units, line.cartons, line.pack_units, row.get_state_display(), *days, row.note
        ]  # fmt: skip
        if with_costs:
            amounts = (line.cost_minor, line.amount_minor)
            cells += [None if minor is None else from_minor(minor, exponent) for minor in amounts]
        yield cells

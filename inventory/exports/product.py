"""The sales of one product as a table for a spreadsheet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from common.windows import local_time
from inventory.queries.product import Sales
from orders.models import Shop


def sales_lines(shop: Shop, sku: str, sales: Sales) -> Iterator[list[Cell]]:
    """Yield the header, then a line a period on the shop's clock; amounts in the shop's currency."""
    yield [_("SKU"), _("Begins"), _("Pieces sold"), _("Revenue"), _("Refunds")]
    exponent = exponent_of(shop.currency)
    for slot, units, revenue, refund in zip(sales.starts, sales.units, sales.revenue_minor, sales.refund_minor, strict=True):
        begins = f"{local_time(slot, shop.time_zone):%Y-%m-%d %H:%M}"
        yield [sku, begins, units, from_minor(revenue, exponent), from_minor(refund, exponent)]

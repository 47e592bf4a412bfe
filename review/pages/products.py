"""All products of a sale with what each left."""

from typing import Any

from django.utils.translation import gettext as _

from review.models import SkuMoney
from review.pages.tables import Body, Column, Table, _table, products
from review.rules.money.ledger import COSTS
from review.words.parts import part_label


def product_table(body: Body, found: Any) -> Table:
    """Return the products as found: pieces, revenue, refunds, each cost, profit; without a known cost of goods no profit."""
    rows = [_row(one) for one in found]
    columns = [Column(_("SKU")), Column(_("Pieces"), "count", is_wide=True), Column(_("Revenue"), "money")]
    columns += [Column(part_label("refund"), "money", is_wide=True)]
    columns += [Column(part_label(name), "money", is_wide=True) for name in COSTS]
    columns += [Column(_("Profit"), "money")]
    return _table("products", products(body).title, columns, rows, body)


def _row(one: SkuMoney) -> list[Any]:
    costs = [one.parts.get(name) for name in COSTS]
    profit = one.profit_minor if one.is_known else None
    return [one.sku or _("without a product"), one.units, one.revenue_minor, one.parts.get("refund"), *costs, profit]

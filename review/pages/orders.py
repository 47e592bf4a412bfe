"""One order of a sale, line by line: its parts down the page, its lines across."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from orders.models import Shop
from review.pages.tables import Body, Column, Table
from review.rules.money.ledger import COSTS
from review.rules.money.totals import AMOUNTS
from review.words.orders import missing_title, order_title, order_why, orders_title, several_title
from review.words.parts import part_label

Line = dict[str, Any]


def order_tables(lines: Sequence[Line]) -> list[tuple[str, Table]]:
    """Return the order of each shop that has one of this number, by shop: two may, each in a currency of its own."""
    shops = Shop.objects.in_bulk({line["shop_id"] for line in lines})
    ordered = sorted(lines, key=lambda line: (line["shop_id"], line["line_no"] or ""))
    return [(shops[key].name, _table(shops[key], list(some))) for key, some in groupby(ordered, key=lambda line: line["shop_id"])]


def order_headline(number: str, tables: Sequence[tuple[str, Table]], body: Body) -> tuple[str, str]:
    """Return what the page says first and why: of the order found, of several, of none, or of all while none is named."""
    if len(tables) == 1:
        [(_shop, table)] = tables
        return table.title, table.rule
    if tables:
        return several_title(number, len(tables)), ""
    if not number:
        return orders_title(body), _("Type the number of an order: it shows line by line what it brought and cost.")
    return missing_title(number, body), _("It may not be paid, or paid before or after the sale; or the number is another.")


def _table(shop: Shop, lines: Sequence[Line]) -> Table:
    """Return every part for each line and all together, in the running state; a cost that is not known is empty."""
    rows: list[list[Any]] = []
    for name in AMOUNTS:
        values = [line[name] for line in lines]
        rows.append([part_label(name), *values, sum(values)])
    for name in (*COSTS, "profit"):
        values = [line[f"running_{name}"] for line in lines]
        known = [value for value in values if value is not None]
        rows.append([part_label(name), *values, sum(known) if known else None])
    columns = [Column(_("Part")), *(Column(line["sku"] or line["line_no"] or _("order"), "money") for line in lines)]
    number, profit = lines[0]["order_no"], sum(line["running_profit"] for line in lines)
    unknown = [name for name in COSTS if any(line[f"running_{name}"] is None for line in lines)]
    title = order_title(number, profit, shop.currency, is_whole=not unknown)
    return Table("order", title, order_why(unknown), [*columns, Column(_("All"), "money")], rows, shop.currency)

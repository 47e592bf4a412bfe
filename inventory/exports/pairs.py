"""Pairs as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from inventory.queries.pairs import PairRow
from orders.models import Shop


def pair_lines(shop: Shop, rows: Iterable[PairRow], *, with_costs: bool) -> Iterator[list[Cell]]:
    """Yield the header, then each pair; amounts in the shop's currency, shares from 0 to 1, unknown is an empty cell.

    The margin of both stands in it only `with_costs`.
    """
    head: list[Cell] = [
        _("SKU"), _("Title"), _("Category"), _("Tier"), _("SKU bought with it"), _("Title bought with it"),
        _("Category bought with it"), _("Tier bought with it"), _("Baskets"), _("Baskets of the first"),
        _("Baskets of the second"), _("Support"), _("Of the first's baskets"), _("Of the second's baskets"), _("Lift"),
        _("Times chance"),
        _("Times chance at least"), _("Baskets beyond chance"), _("Complementary"), _("Draws"), _("Price of both"),
    ]  # fmt: skip
    yield [*head, _("Margin of both")] if with_costs else head
    exponent = exponent_of(shop.currency)
    for row in rows:
        cells: list[Cell] = [
            cell
            for side, title in row.sides
            for cell in (side.sku, title, side.category, side.tier)
        ]  # fmt: skip
        cells += [row.count, row.first.baskets, row.second.baskets]
        cells += [round(value, 6) for value in (row.support, row.confidence, row.back)]
        cells += [round(value, 3) for value in (row.lift, row.times, row.times_low, row.extra)]
        cells += [{True: _("yes"), False: _("no"), None: None}[row.complementary], row.hot]
        cells.append(None if row.price_minor is None else from_minor(row.price_minor, exponent))
        if with_costs:
            cells.append(None if row.margin_minor is None else from_minor(row.margin_minor, exponent))
        yield cells

"""Substitutes as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from inventory.queries.substitutes import Covered


def substitute_lines(rows: Iterable[Covered]) -> Iterator[list[Cell]]:
    """Yield the header, then a line for each substitute of each product; one without any has a line with empty cells."""
    yield [
        _("SKU"), _("Title"), _("Tier"), _("Sold in 28 days"), _("Available"), _("Rank"), _("SKU of the substitute"),
        _("Title of the substitute"), _("Substitute available"), _("Reason"), _("In"),
    ]  # fmt: skip
    for row in rows:
        head: list[Cell] = [row.product.sku, row.product.title, row.product.tier, row.units, row.available]
        for place, one in enumerate(row.substitutes, 1):
            yield [*head, place, one.row.other_sku, one.title, one.available, one.row.reason, _("yes") if one.is_in else ""]
        if not row.substitutes:
            yield [*head, None, "", "", None, "", ""]

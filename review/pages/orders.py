"""One order of a sale, line by line: its parts down the page, its lines across."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from review.pages.tables import Body, Column, Table, _table
from review.rules.money.ledger import COSTS
from review.rules.money.totals import AMOUNTS
from review.words.parts import part_label


def order_table(lines: Sequence[dict[str, Any]], body: Body) -> Table:
    """Return every part of the order for each of its lines and all together, in the running state; unknown costs are empty."""
    rows: list[list[Any]] = []
    for name in AMOUNTS:
        values = [line[name] for line in lines]
        rows.append([part_label(name), *values, sum(values)])
    for name in (*COSTS, "profit"):
        values = [line[f"running_{name}"] for line in lines]
        known = [value for value in values if value is not None]
        rows.append([part_label(name), *values, sum(known) if known else None])
    columns = [Column(_("Part")), *(Column(line["sku"] or line["line_no"] or _("order"), "money") for line in lines)]
    return _table("order", "", [*columns, Column(_("All"), "money")], rows, body)

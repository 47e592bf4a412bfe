"""What is due and what is abnormal, as tables for a spreadsheet."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from dispatch.models import AbnormalOrder
from dispatch.pages.abnormal_words import what
from dispatch.pages.due_rows import ShownOrder
from orders.models import Shop


def due_table(shop: Shop, rows: Iterable[ShownOrder]) -> list[list[Cell]]:
    """Return the open orders, a row each; moments by the shop's clock."""
    exponent, zone = exponent_of(shop.currency), ZoneInfo(shop.time_zone)
    lines: list[list[Cell]] = [
        [_("Order number"), _("Paid"), _("Must leave before"), _("Late"), _("Warehouse"), _("Amount"), _("Abnormal")]
    ]
    for row in rows:
        amount = row.order.total_minor
        lines.append(
            [
                row.order.order_no,
                _written(row.order.paid_at, zone),
                _written(row.due_at, zone),
                _("yes") if row.is_late else None,
                row.warehouse or None,
                None if amount is None else from_minor(amount, exponent),
                "; ".join(str(mark.get_kind_display()) for mark in row.marks) or None,
            ]
        )
    return lines


def abnormal_table(rows: Iterable[AbnormalOrder]) -> list[list[Cell]]:
    """Return abnormal orders, a row each; moments by the clock of their shop."""
    lines: list[list[Cell]] = [
        [
            _("Shop"), _("Order number"), _("Kind"), _("What is wrong"), _("State"), _("Owner"), _("Due"), _("Found"),
            _("Closed"), _("Amount"),
        ]
    ]  # fmt: skip
    for row in rows:
        zone = ZoneInfo(row.shop.time_zone)
        moments = [_written(moment, zone) for moment in (row.due_at, row.found_at, row.closed_at)]
        amount = None if row.amount_minor is None else from_minor(row.amount_minor, exponent_of(row.shop.currency))
        owner = row.owner.shown_name if row.owner else None
        told: list[Cell] = [row.shop.name, row.order_no, str(row.get_kind_display()), what(row), str(row.get_state_display())]
        lines.append([*told, owner, *moments, amount])
    return lines


def _written(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

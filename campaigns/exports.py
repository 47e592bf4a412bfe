"""The target curve as a file: one row for each ten minutes, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries import phase_spans, target_slots
from common.money import exponent_of, from_minor
from common.windows import local_time

Cell = str | int | Decimal
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def target_lines(campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then each slot: day and time of the shop's clock, phase, revenue, visitors, paid orders, inquiries."""
    money = _("Revenue target, {currency}").format(currency=campaign.currency)
    yield [_("Day"), _("Time"), _("Phase"), money, _("Visitors"), _("Paid orders"), _("Inquiries")]
    spans = phase_spans(campaign=campaign)
    exponent = exponent_of(campaign.currency)
    for slot in target_slots(campaign=campaign):
        at = local_time(slot.slot, campaign.time_zone)
        span = next(span for span in spans if slot.slot < span.counts_to_slot)
        yield [
            f"{at:%Y-%m-%d}",
            f"{at:%H:%M}",
            span.name,
            from_minor(slot.revenue_minor, exponent),
            slot.visitors,
            slot.paid_orders,
            slot.inquiries,
        ]


def harmless(cell: Cell) -> Cell:
    """Return the cell so that no spreadsheet takes it for a formula: a text that could be one gets an apostrophe.

    >>> harmless("=1+1"), harmless("Opening"), harmless(-3)
    ("'=1+1", 'Opening', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


def as_csv(campaign: Campaign) -> bytes:
    """Return the curve as CSV: UTF-8 with a mark, so that a spreadsheet reads Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in target_lines(campaign):
        writer.writerow([harmless(cell) for cell in line])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(campaign: Campaign) -> bytes:
    """Return the curve as a workbook with numbers as numbers and texts as texts, never as formulas or links."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Target")[:31])
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    for number, line in enumerate(target_lines(campaign)):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(number, column, str(harmless(cell)), bold if number == 0 else None)
            else:
                sheet.write_number(number, column, cell, money if isinstance(cell, Decimal) else None)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 6, 16)
    book.close()
    return file.getvalue()

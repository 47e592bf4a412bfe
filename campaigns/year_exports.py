"""The calendar of a year as a file: one row a sale, then what is left, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from campaigns.exports import Cell, harmless
from campaigns.queries.year import YearOfSales
from common.money import exponent_of, from_minor

LAST_COLUMN = 8


def year_lines(found: YearOfSales) -> Iterator[list[Cell]]:
    """Yield the header, each sale, the ordinary days and the year: dates, days, target, share of the year, what was sold."""
    exponent = exponent_of(found.currency)

    def money(minor: int | None) -> Cell:
        return "" if minor is None else from_minor(minor, exponent)

    target = _("Revenue target, {currency}").format(currency=found.currency)
    sold = _("Sold, {currency}").format(currency=found.currency)
    yield [_("Sale"), _("Preparation from"), _("From"), _("To"), _("Days"), target, _("Share of the year"), sold]
    for sale in found.sales:
        begins = next((bar.first for bar in sale.bars if bar.kind == "preparation"), sale.first)
        share: Cell = "" if sale.share is None else round(Decimal(sale.share.numerator) / sale.share.denominator, 6)
        dates = [begins.isoformat(), sale.first.isoformat(), sale.last.isoformat()]
        yield [sale.campaign.name, *dates, sale.days, money(sale.target_minor), share, money(sale.actual_minor)]
    yield [_("Ordinary days"), "", "", "", found.days_left, money(found.left_minor), "", ""]
    yield [_("An ordinary day"), "", "", "", 1, money(found.per_day_minor), "", ""]
    yield [_("The year"), "", "", "", found.days, money(found.target_minor), "", ""]
    yield [_("The year before"), "", "", "", "", "", "", money(found.last_year_minor)]


def year_csv(found: YearOfSales) -> bytes:
    """Return the calendar as CSV: UTF-8 with a mark, so that a spreadsheet reads Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in year_lines(found):
        writer.writerow([harmless(cell) for cell in line])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def year_xlsx(found: YearOfSales) -> bytes:
    """Return the calendar as a workbook with numbers as numbers and texts as texts, never as formulas or links."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(str(found.year))
    bold = book.add_format({"bold": True})
    for number, line in enumerate(year_lines(found)):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(number, column, str(harmless(cell)), bold if number == 0 else None)
            else:
                sheet.write_number(number, column, cell)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, LAST_COLUMN, 16)
    book.close()
    return file.getvalue()

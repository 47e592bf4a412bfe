"""The table of numbers as a sheet: CSV with a byte order mark (for Excel), or XLSX.

Text a person typed, such as a shop's name, could begin like a formula and run at the reader's desk: such text gets an
apostrophe in CSV and is written as text in XLSX. Numbers are numbers of ours and stay as they are, also negative ones.
"""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from metrics.definitions import METRICS
from metrics.queries import NumberRow
from metrics.shape import local, plain
from orders.models import Shop

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    >>> safe("=HYPERLINK(1)"), safe("Teashop")
    ("'=HYPERLINK(1)", 'Teashop')
    """
    return f"'{text}" if text.startswith(_RISKY) else text


def as_csv(shop: Shop, rows: Sequence[NumberRow], names: Sequence[str]) -> bytes:
    """Return the table as CSV in UTF-8; unknown is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe(title) for title in _titles(shop, names)])
    for row in rows:
        cells = [plain(METRICS[name], row.values[name], shop.currency) for name in names]
        writer.writerow([safe(shop.name), *_period(shop, row), *("" if cell is None else cell for cell in cells)])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(shop: Shop, rows: Sequence[NumberRow], names: Sequence[str]) -> bytes:
    """Return the table as XLSX, numbers as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("Numbers"))
        bold = book.add_format({"bold": True})
        for column, title in enumerate(_titles(shop, names)):
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(rows, start=1):
            for column, text in enumerate([shop.name, *_period(shop, row)]):
                sheet.write_string(line, column, text)
            for column, name in enumerate(names, start=3):
                value = plain(METRICS[name], row.values[name], shop.currency)
                if value is not None:
                    sheet.write_number(line, column, float(Decimal(value)))
        sheet.freeze_panes(1, 3)
        sheet.set_column(0, len(names) + 2, 16)
    return out.getvalue()


def _titles(shop: Shop, names: Sequence[str]) -> list[str]:
    amounts = [
        f"{METRICS[name].label} ({shop.currency})" if METRICS[name].unit == "money" else str(METRICS[name].label)
        for name in names
    ]
    return [_("Shop"), _("From"), _("Until, not included"), *amounts]


def _period(shop: Shop, row: NumberRow) -> list[str]:
    return [local(slot, shop) or "" for slot in (row.start_slot, row.end_slot)]

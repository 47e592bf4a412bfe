"""A report as a workbook: a first sheet that sums it up, then a sheet a block. Texts stay texts, whatever they begin with."""

from django.utils.translation import gettext as _

from common.spreadsheets import Cell, as_workbook
from review.models import Report
from review.pages.beyond import parts_of
from review.pages.blocks import MAKERS
from review.pages.tables import named
from review.pages.tiles import tiles
from review.papers.sections import marks
from review.words.verdict import verdict, why


def report_workbook(report: Report) -> bytes:
    """Return the workbook; amounts are in the sale's currency, shares from 0 to 1, what is not known is empty."""
    body = report.body
    first: list[list[Cell]] = [[verdict(body)], [why(body)], [" · ".join(marks(report))], []]
    first += [[tile.label, tile.value, tile.note] for tile in tiles(body)]
    tables = [make(body) for make in MAKERS.values()]
    sheets = {_("Verdict"): first} | {named(table.name): table.lines() for table in tables if table.rows}
    for part in parts_of(body, report.campaign):
        sheets[part.label] = part.table.lines()
        if part.long is not None:
            sheets[_("%(name)s, days") % {"name": part.label}] = part.long.lines()
    return as_workbook(sheets, fixed_columns=1)

"""How right we were: odds, projections, buffers and alerts over all reviewed sales, as a page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from common.spreadsheets import Cell, download
from review.pages.calibration import tables_of
from review.queries.calibration import foresight
from review.words.calibration import verdict, why


@requires(Permission.VIEW_COSTS)
@require_GET
def calibration(request: HttpRequest) -> HttpResponse:
    """Show what may be said of each promise."""
    found = foresight()
    context = {
        "verdict": verdict(found),
        "why": why(found),
        "tables": tables_of(found),
        "is_empty": not found.sales and not found.odds,
    }
    return render(request, "review/calibration.html", context)


@requires(Permission.VIEW_COSTS)
@require_GET
def calibration_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Give the four tables below each other as XLSX or CSV."""
    found = foresight()
    lines: list[list[Cell]] = []
    for table in tables_of(found):
        lines += [[], [table.title], *table.lines()]
    return download(verdict(found), lines[1:], name="calibration", ending=ending)

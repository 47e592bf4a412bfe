"""Sale against sale: two to five on one axis, their plans beside them, as picture, table and file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from common.spreadsheets import download
from review.charts.compare import compare_figure
from review.compare_forms import CompareForm
from review.pages.compare import places_table, sales_table
from review.pictures import picture_file
from review.words.compare import key_words, verdict, why


@requires(Permission.VIEW_COSTS)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show the sales that were chosen, at first the two that began last."""
    form = CompareForm.asked(request.GET, at=timezone.now())
    if not form.has_sales:
        return render(request, "review/none.html", {})
    comparison = form.comparison()
    if comparison is None:
        return render(request, "review/compare.html", {"form": form}, status=400)
    context = {
        "form": form,
        "verdict": verdict(comparison),
        "why": why(comparison),
        "figure": compare_figure(comparison),
        "key": key_words(),
        "table": sales_table(comparison),
        "question": request.GET.urlencode(),
    }
    return render(request, "review/compare.html", context)


@requires(Permission.VIEW_COSTS)
@require_GET
def compare_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Give every place of the axis with each sale and its plan as XLSX or CSV, or the picture (PNG)."""
    comparison = CompareForm.asked(request.GET, at=timezone.now()).comparison()
    if comparison is None:
        return HttpResponse(status=400)
    if ending == "png":
        figure = compare_figure(comparison)
        return picture_file(figure, title=verdict(comparison), foot=why(comparison), key=key_words(), name="compare")
    table = places_table(comparison)
    return download(table.title, table.lines(), name="compare", ending=ending, fixed_columns=1)

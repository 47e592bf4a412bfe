"""The year's funnel: buyers won, asked to pay, coming again, month by month."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from common.spreadsheets import download
from orders.models import Shop
from review.charts.funnel import funnel_figure
from review.pages.funnel import funnel_table, funnel_title
from review.pictures import picture_file
from review.queries.funnel import Month, year_of, years_known


@requires(Permission.VIEW_NUMBERS)
@require_GET
def funnel_now(request: HttpRequest) -> HttpResponse:
    """Go to the newest year that is counted, else to this one."""
    years = years_known()
    return redirect("review:funnel", years[0] if years else timezone.now().year)


@requires(Permission.VIEW_NUMBERS)
@require_GET
def funnel(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year by month, `?shop=` for one shop alone."""
    shop, months, currency = _asked(request, year)
    title, why = funnel_title(year, months)
    context = {
        "year": year,
        "years": years_known(),
        "shop": shop,
        "shops": Shop.objects.all(),
        "title": title,
        "why": why,
        "figure": funnel_figure(months),
        "table": funnel_table(year, months, currency) if months else None,
    }
    return render(request, "review/funnel.html", context)


@requires(Permission.VIEW_NUMBERS)
@require_GET
def funnel_export(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    """Give the year as XLSX or CSV, or as a picture (PNG)."""
    shop, months, currency = _asked(request, year)
    if not months:
        raise Http404
    if ending == "png":
        title, _why = funnel_title(year, months)
        return picture_file(funnel_figure(months), title=title, foot=shop.name if shop else "", name=f"funnel-{year}")
    return download(
        str(year), funnel_table(year, months, currency).lines(), name=f"funnel-{year}", ending=ending, fixed_columns=1
    )


def _asked(request: HttpRequest, year: int) -> tuple[Shop | None, list[Month], str]:
    """Return the shop asked for (None: all), its months, and a currency for the table, which holds no money."""
    number = request.GET.get("shop", "")
    shop = Shop.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    if not 2000 <= year <= 2100:
        raise Http404
    return shop, year_of(year, [shop] if shop else list(Shop.objects.all())), shop.currency if shop else "CNY"

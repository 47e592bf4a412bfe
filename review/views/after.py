"""The days after a sale: are the prices back, and do the buyers it won come again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.services import record
from campaigns.models import Campaign
from campaigns.views.plans import person
from common.permissions import Permission, requires
from common.spreadsheets import download
from review.charts.after import cohort_figure
from review.models import AfterSale
from review.pages.after import cohort_table, cohorts_kept, curve_table, price_table
from review.pages.tables import Table
from review.pictures import picture_file, sale_foot
from review.services.after import ask_after
from review.views.waiting import waiting_page
from review.words.after import cohorts_title, key_words, prices_title

PAGE_ROWS = 100


@requires(Permission.VIEW_NUMBERS)
@require_GET
def after(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the prices on their way back and the second purchases, as the worker counted them last."""
    campaign = get_object_or_404(Campaign, pk=pk)
    row = AfterSale.objects.filter(campaign=campaign).first()
    if row is None or not row.cohorts:
        again, is_ahead = reverse("review:after-count", args=[pk]), campaign.ends_at > timezone.now()
        return waiting_page(request, campaign, "after", row, is_ahead=is_ahead, again=again)
    cohorts = cohorts_kept(row.cohorts)
    title, why = cohorts_title(cohorts)
    prices_said, prices_why = prices_title(row.prices)
    pages = Paginator(row.prices["rows"], PAGE_ROWS).get_page(request.GET.get("page", "1"))
    context: dict[str, Any] = {
        "campaign": campaign,
        "row": row,
        "title": title,
        "why": why,
        "figure": cohort_figure(cohorts),
        "key": key_words(),
        "cohorts": cohort_table(campaign, cohorts),
        "prices": price_table(campaign, row.prices, list(pages)) if row.prices["rows"] else None,
        "prices_title": prices_said,
        "prices_why": prices_why,
        "pages": pages,
    }
    return render(request, "review/after/after.html", context)


@requires(Permission.VIEW_NUMBERS)
@require_GET
def after_export(request: HttpRequest, pk: int, name: str, ending: str) -> HttpResponse:
    """Give the prices, the cohorts or their curves as XLSX or CSV, all rows; the curves as a picture (PNG)."""
    campaign = get_object_or_404(Campaign, pk=pk)
    row = AfterSale.objects.filter(campaign=campaign).first()
    if row is None or not row.cohorts:
        raise Http404
    if ending == "png" and name == "curve":
        cohorts, foot = cohorts_kept(row.cohorts), sale_foot(campaign, row.prepared_at)
        title, _why = cohorts_title(cohorts)
        return picture_file(cohort_figure(cohorts), title=title, foot=foot, key=key_words(), name=f"after-{pk}")
    table = _table(campaign, row, name)
    return download(table.title, table.lines(), name=f"after-{campaign.pk}-{name}", ending=ending, fixed_columns=1)


@requires(Permission.VIEW_NUMBERS)
@require_POST
def after_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the days after the sale counted anew; a worker takes it within minutes."""
    campaign = get_object_or_404(Campaign, pk=pk)
    ask_after(campaign=campaign, at=timezone.now())
    record(actor=person(request), action="review.after", target=campaign.name)
    messages.success(request, _("Being counted anew; look again in a few minutes."))
    return redirect("review:after", campaign.pk)


def _table(campaign: Campaign, row: AfterSale, name: str) -> Table:
    if name == "prices":
        return price_table(campaign, row.prices)
    make = {"cohorts": cohort_table, "curve": curve_table}.get(name)
    if make is None:
        raise Http404
    return make(campaign, cohorts_kept(row.cohorts))

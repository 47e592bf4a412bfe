"""What a sale really brought: the answer in words, the picture, its parts, and both tables as files."""

from typing import Any

from django.contrib import messages
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
from review import services
from review.charts.effect import effect_figure
from review.pages.effect import days_table, parts_table
from review.pictures import picture_file, sale_foot
from review.queries.effect import effect_row
from review.views.waiting import waiting_page
from review.words.effect import basis, key_words, verdict, why

TABLES = {"effect": parts_table, "days": days_table}


@requires(Permission.VIEW_COSTS)
@require_GET
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the sale brought as it was measured last; a sale nobody asked about yet is asked for here."""
    campaign = get_object_or_404(Campaign, pk=pk)
    at = timezone.now()
    row = effect_row(campaign)
    if row is None and campaign.ends_at <= at:
        row = services.ask_effect(campaign=campaign, at=at)
    if row is None or not row.body:
        again = reverse("review:measure", args=[pk])
        return waiting_page(request, campaign, "effect", row, is_ahead=campaign.ends_at > at, again=again)
    body = row.body
    context: dict[str, Any] = {
        "campaign": campaign,
        "row": row,
        "verdict": verdict(body),
        "why": why(body),
        "basis": basis(body),
        "figure": effect_figure(body),
        "key": key_words(),
        "parts": parts_table(body),
    }
    return render(request, "review/effect.html", context)


@requires(Permission.VIEW_COSTS)
@require_GET
def effect_file(request: HttpRequest, pk: int, name: str, ending: str) -> HttpResponse:
    """Give the parts (`effect`) or the days (`days`) as XLSX or CSV, the days as a picture (PNG)."""
    campaign = get_object_or_404(Campaign, pk=pk)
    row = effect_row(campaign)
    if row is None or not row.body or name not in TABLES:
        raise Http404
    if ending == "png" and name == "days":
        foot, name = sale_foot(campaign, row.prepared_at), f"effect-{campaign.pk}"
        return picture_file(effect_figure(row.body), title=verdict(row.body), foot=foot, key=key_words(), name=name)
    table = TABLES[name](row.body)
    return download(table.title, table.lines(), name=f"effect-{campaign.pk}-{name}", ending=ending, fixed_columns=1)


@requires(Permission.VIEW_COSTS)
@require_POST
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the effect measured anew; a worker takes it within half a minute."""
    campaign = get_object_or_404(Campaign, pk=pk)
    services.ask_effect(campaign=campaign, at=timezone.now())
    record(actor=person(request), action="review.measure", target=campaign.name)
    messages.success(request, _("The effect is being measured anew; look again in a minute."))
    return redirect("review:effect", campaign.pk)

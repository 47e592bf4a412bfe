"""Incidents: now and earlier, one with its history, seen to in one click, and the banner on the board."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, is_part_of_page, requires
from common.spreadsheets import download
from live.incident_export import incident_rows
from live.models import Incident
from live.page.alerts import tabs as page
from live.queries.alerts import incidents as read
from live.services.alerts import acknowledge, judge
from live.tasks import ring_waiting
from live.views.alerts.frame import frame
from live.views.shared import shared_part

PAGE_ROWS = 30


@requires(Permission.VIEW_BOARD)
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """Show what is open and what is over; htmx gets the list alone."""
    paged = Paginator(read.earlier_incidents(), PAGE_ROWS).get_page(request.GET.get("page"))
    open_rows = [page.incident_row(one) for one in read.open_incidents()]
    context = frame(
        request,
        "incidents",
        title=page.headline(read.standing()),
        rows=open_rows,
        earlier=[page.incident_row(one) for one in paged.object_list],
        paged=paged,
        older=f"page={paged.next_page_number()}" if paged.has_next() else "",
    )
    template = "live/alerts/_incidents.html" if is_part_of_page(request) else "live/alerts/incidents.html"
    return _private(render(request, template, context))


@requires(Permission.VIEW_BOARD)
@require_GET
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one incident: what happened, who was told."""
    found = get_object_or_404(Incident.objects.select_related("campaign", "acknowledged_by", "watch"), pk=pk)
    if found.part_of_id is not None:
        return redirect("live:incident", pk=found.part_of_id)
    context = frame(
        request,
        "incidents",
        row=page.incident_row(found),
        events=page.event_rows(read.events_of(incident=found)),
        messages_sent=[(each, page.answer_words(each)) for each in read.messages_of(incident=found)],
    )
    return _private(render(request, "live/alerts/incident.html", context))


@requires(Permission.VIEW_BOARD)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the person sees to an incident; the banner of the board is answered with the banner."""
    found = get_object_or_404(Incident.objects.select_related("campaign"), pk=pk)
    is_first = acknowledge(actor=person(request), incident=found, at=timezone.now())
    ring_waiting()
    if is_part_of_page(request):
        return _private(HttpResponse(_banner(found.campaign_id, timezone.now())))
    if is_first:
        messages.success(request, _("You see to it; nobody else is called."))
    else:
        messages.info(request, _("Somebody sees to it already, or it is over."))
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "live:alerts")


@requires(Permission.VIEW_BOARD)
@require_POST
def judged(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that an incident was a false alarm, or that it was none after all."""
    found = get_object_or_404(Incident, pk=pk)
    is_false = request.POST.get("false") == "yes"
    judge(actor=person(request), incident=found, is_false=is_false, at=timezone.now())
    ring_waiting()
    said = _("Kept as a false alarm; the page of how right we were counts it.") if is_false else _("Kept: it was no false alarm.")
    messages.success(request, said)
    return redirect("live:incident", pk=found.part_of_id or pk)


@requires(Permission.VIEW_BOARD)
@require_GET
def banner(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Show the open incidents of a sale as banners: a part of the board that is asked for by itself, the same for all."""
    now = timezone.now()
    key = f"banner.{campaign_id}.{read.incidents_key(campaign_id=campaign_id)}.{now:%H%M}"
    return shared_part(request, key=key, draw=lambda: _banner(campaign_id, now))


@requires(Permission.VIEW_BOARD)
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the incidents as a file, the newest first."""
    return download("incidents", incident_rows(), name=f"incidents-{timezone.now():%Y%m%d%H%M}", ending=kind, fixed_columns=1)


def _banner(campaign_id: int, now: datetime) -> str:
    """Draw the banner of a sale: the incident that needs a person first, and how many there are beside it."""
    rows = [page.incident_row(one) for one in read.open_incidents(campaign_id=campaign_id)]
    context = {"rows": rows[:1], "more": max(0, len(rows) - 1), "now": now, "campaign_id": campaign_id}
    return render_to_string("live/alerts/_banner.html", context)


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response

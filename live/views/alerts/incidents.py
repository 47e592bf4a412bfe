"""Incidents: now and earlier, one with its history, seen to in one click, and the banner on the board."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from live.services.alerts import acknowledge
from live.tasks import ring_waiting
from live.views.alerts.frame import frame

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
    context = frame(
        request,
        "incidents",
        row=page.incident_row(found),
        events=page.event_rows(found, found.events.select_related("by")),
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
        return banner_of(request, found.campaign_id)
    if is_first:
        messages.success(request, _("You see to it; nobody else is called."))
    else:
        messages.info(request, _("Somebody sees to it already, or it is over."))
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "live:alerts")


@requires(Permission.VIEW_BOARD)
@require_GET
def banner(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the open incidents of a sale as banners: a part of the board that is asked for by itself."""
    return banner_of(request, campaign_id)


@requires(Permission.VIEW_BOARD)
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the incidents as a file, the newest first."""
    return download("incidents", incident_rows(), name=f"incidents-{timezone.now():%Y%m%d%H%M}", ending=kind, fixed_columns=1)


def banner_of(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Return the banner of a sale: the incident that needs a person first, and how many there are beside it."""
    rows = [page.incident_row(one) for one in read.open_incidents(campaign_id=campaign_id)]
    context = {"rows": rows[:1], "more": max(0, len(rows) - 1), "now": timezone.now(), "campaign_id": campaign_id}
    return _private(render(request, "live/alerts/_banner.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response

"""What is watched in a sale: the list, one watch changed, made, reset or taken away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from campaigns.models import Campaign
from common.money import format_count
from common.permissions import Permission, requires
from live.alert_forms import WatchForm
from live.models import Incident, Watch
from live.page.alerts.tabs import watch_rows
from live.page.alerts.words import both, name_of
from live.queries.alerts.watches import built_in, watches_of
from live.rules.alerts.defaults import BY_CODE
from live.services.alerts import drop_watch, reset_watch, save_watch
from live.views.alerts.frame import frame, running_sales, sale_of


@requires(Permission.VIEW_BOARD)
@require_GET
def watches(request: HttpRequest) -> HttpResponse:
    """Show what is watched in a sale; one that was never looked at yet shows the built-in set."""
    sale = sale_of(request)
    if sale is None:
        return render(
            request, "live/alerts/watches.html", frame(request, "watches", sale=None, rows=[], title=_("No sale is at hand."))
        )
    rows = watches_of(campaign=sale)
    open_ones = {one.watch_id: one for one in Incident.objects.open().filter(campaign=sale, settled_at=None) if one.watch_id}
    looked_at = sum(row.is_active for row in rows)
    said = ngettext("{count} number is looked at every minute", "{count} numbers are looked at every minute", looked_at)
    rings = _("%(count)s ring.") % {"count": format_count(len(open_ones))} if open_ones else _("none rings.")
    title = both(said.format(count=format_count(looked_at)), rings)
    context = frame(
        request, "watches", sale=sale, sales=running_sales(), rows=watch_rows(rows, sale.currency, open_ones), title=title
    )
    return render(request, "live/alerts/watches.html", context)


@requires(Permission.MANAGE_ALERTS)
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Make a watch of one's own."""
    return _edit(request, get_object_or_404(Campaign, pk=campaign_id), None)


@requires(Permission.MANAGE_ALERTS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a watch."""
    watch = get_object_or_404(Watch.objects.select_related("campaign"), pk=pk)
    return _edit(request, watch.campaign, watch)


@requires(Permission.MANAGE_ALERTS)
@require_http_methods(["GET", "POST"])
def change_built_in(request: HttpRequest, campaign_id: int, code: str) -> HttpResponse:
    """Change a built-in watch of a sale, also one that was never looked at yet."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    if code not in BY_CODE:
        raise Http404
    kept = Watch.objects.filter(campaign=campaign, code=code).first()
    return _edit(request, campaign, kept or built_in(campaign, BY_CODE[code]))


@requires(Permission.MANAGE_ALERTS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a watch of one's own away; a built-in one gets back what it began with."""
    watch = get_object_or_404(Watch.objects.select_related("campaign"), pk=pk)
    if watch.code:
        reset_watch(actor=person(request), watch=watch, at=timezone.now())
        messages.success(request, _("The watch is as it came."))
    else:
        drop_watch(actor=person(request), watch=watch, at=timezone.now())
        messages.success(request, _("The watch is gone."))
    return _back(watch.campaign)


def _edit(request: HttpRequest, campaign: Campaign, watch: Watch | None) -> HttpResponse:
    form = WatchForm(request.POST, campaign=campaign) if request.method == "POST" else WatchForm.of(watch, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        save_watch(actor=person(request), campaign=campaign, draft=form.draft(), at=timezone.now(), watch=watch)
        messages.success(request, _("It is watched from the next minute on."))
        return _back(campaign)
    title = name_of(watch) if watch else _("Watch one number more")
    context = frame(request, "watches", form=form, watch=watch, sale=campaign, title=title)
    return render(request, "live/alerts/watch.html", context, status=422 if form.errors else 200)


def _back(campaign: Campaign) -> HttpResponse:
    response = redirect("live:watches")
    response["Location"] += f"?sale={campaign.pk}"
    return response

"""The page of the replay on past baskets: ask for one, see it worked out, read what it found, take its steps."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.charts import offers as offer_charts
from campaigns.doorbell import ring_report
from campaigns.exports import replay as sheets
from campaigns.forms.reports import ReplayForm, proposed
from campaigns.models import Campaign, ReplayReport
from campaigns.pages.replay import offer_costs, payers_of, steps_line
from campaigns.queries.past_baskets import default_window, paid_baskets
from campaigns.queries.reports import reports_of
from campaigns.services.reports import ask_report, run_report
from campaigns.views.plans import person
from campaigns.words import offer_headlines
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download

AT_ONCE = 5_000  # past baskets that are priced within the request, in a fraction of a second


@requires(Permission.VIEW_COSTS)
@require_http_methods(["GET", "POST"])
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest replay; a POST asks for another."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if request.method == "GET":
        return _page(request, campaign)
    if not is_allowed(request.user, Permission.EDIT_PLAN):
        raise PermissionDenied
    form = ReplayForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _page(request, campaign, form, status=422)
    asked = form.asked()
    now = timezone.now()
    report = ask_report(kind="replay", campaign=campaign, actor=person(request), at=now, asked=asked)
    start, end = (datetime.fromisoformat(asked[name]) for name in ("start", "end"))
    if paid_baskets(campaign, start=start, end=end) <= AT_ONCE:
        run_report(kind="replay", report_id=report.pk, at=now)
    else:
        ring_report(kind="replay", report_id=report.pk)
        messages.success(request, _("It is being worked out; you can leave this page and come back."))
    return redirect("campaigns:replay", pk=campaign.pk)


@requires(Permission.VIEW_COSTS)
@require_GET
def replay_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what the newest replay found as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    done = reports_of(ReplayReport, campaign).done
    rows = sheets.replay_lines(done.found if done else None, campaign)
    name = f"replay-{campaign.pk}-v{done.version if done else 0}"
    return download(_("Replay"), rows, name=name, ending=request.GET.get("format", "csv"))


def _page(request: HttpRequest, campaign: Campaign, form: ReplayForm | None = None, *, status: int = 200) -> HttpResponse:
    reports = reports_of(ReplayReport, campaign)
    found: dict[str, Any] | None = reports.done.found if reports.done else None
    asked = reports.done.asked if reports.done else {}
    window = default_window(campaign, at=timezone.now())
    if asked:
        window = (datetime.fromisoformat(asked["start"]), datetime.fromisoformat(asked["end"]))
    shown: dict[str, Any] = {
        "campaign": campaign,
        "reports": reports,
        "found": found,
        "headline": offer_headlines.of_replay(found, campaign),
        "form": form or ReplayForm(initial=proposed(campaign, window, asked), campaign=campaign),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        "window": window,
    }
    if found and found["baskets"]:
        steps = found["steps"]
        shown |= {
            "costs": offer_costs(found),
            "payers": payers_of(found, campaign),
            "discount_figure": offer_charts.discount_figure(found["discount"], campaign.currency),
            "values_figure": offer_charts.values_figure(found["before"], found["after"], campaign.currency),
            "chosen": steps_line(steps["chosen"], campaign) if steps["chosen"]["steps"] else None,
            "candidates": [steps_line(one, campaign) for one in steps["candidates"]],
            "standing": [(found["names"].get(one["key"], ""), steps_line(one, campaign)) for one in steps["standing"]],
        }
    return render(request, "campaigns/offers/replay.html", shown, status=status)

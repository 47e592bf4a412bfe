"""The page of the audit: ask for one, see it worked out, read what it found worst first, repair with one click."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from campaigns.doorbell import ring_report
from campaigns.exports import audit as sheets
from campaigns.models import AuditReport, Campaign
from campaigns.pages.audit import finding_lines
from campaigns.queries.offers import is_small
from campaigns.queries.reports import reports_of
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.offers import repair_offers
from campaigns.services.reports import ask_report, run_report
from campaigns.views.plans import person, seen_version
from campaigns.words import offer_headlines
from campaigns.words.offers import problem_words
from campaigns.words.trail import lines_of
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download

SHOWN_PRICES = 25


@requires(Permission.VIEW_COSTS)
@require_http_methods(["GET", "POST"])
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest audit; a POST asks for another."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if request.method == "GET":
        return _page(request, campaign)
    if not is_allowed(request.user, Permission.EDIT_PLAN):
        raise PermissionDenied
    ask_audit(campaign, person(request))
    return redirect("campaigns:audit", pk=pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def audit_repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a repair the audit proposed, and audit again."""
    campaign = get_object_or_404(Campaign, pk=pk)
    done = reports_of(AuditReport, campaign).done
    place, number = _place(request, "finding"), _place(request, "repair")
    if done is None or str(done.pk) != request.POST.get("report"):
        messages.error(request, _("There is a newer audit; look at it first."))
        return redirect("campaigns:audit", pk=pk)
    try:
        finding = done.found["findings"][place]
        repair = finding["repairs"][number]
    except IndexError:
        raise Http404 from None
    try:
        mended = repair_offers(
            campaign=campaign,
            actor=person(request),
            version=seen_version(request),
            offer_ids=[int(key) for key in repair["offers"]],
            code=repair["code"],
            skus=finding["alike"].get(repair["sku"], [repair["sku"]]),
            value=repair.get("value", 0),
            was=repair.get("was", 0),
        )
    except StalePlanError as stale:
        return _page(request, stale.campaign, stale=stale, status=409)
    except PlanError as refused:
        return _page(request, campaign, refused=refused, status=422)
    messages.success(
        request,
        _("Mended: {offers}. Undo stands on the page of the offers.").format(offers=", ".join(offer.name for offer in mended)),
    )
    ask_audit(campaign, person(request))
    return redirect("campaigns:audit", pk=pk)


@requires(Permission.VIEW_COSTS)
@require_GET
def audit_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the findings, or with `?table=prices` the worst price of each product, as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    done = reports_of(AuditReport, campaign).done
    found = done.found if done else None
    version = done.version if done else 0
    if request.GET.get("table") == "prices":
        rows, title, name = sheets.price_rows(found, campaign), _("Worst prices"), "worst-prices"
    else:
        rows, title, name = sheets.finding_rows(found, campaign), _("Audit"), "audit"
    return download(title, rows, name=f"{name}-{pk}-v{version}", ending=request.GET.get("format", "csv"))


def ask_audit(campaign: Campaign, actor: User | None) -> None:
    """Ask for an audit: a small one is worked out at once, a large one by a worker."""
    now = timezone.now()
    report = ask_report(kind="audit", campaign=campaign, actor=actor, at=now)
    if is_small(campaign):
        run_report(kind="audit", report_id=report.pk, at=now)
    else:
        ring_report(kind="audit", report_id=report.pk)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    stale: StalePlanError | None = None,
    refused: PlanError | None = None,
    status: int = 200,
) -> HttpResponse:
    reports = reports_of(AuditReport, campaign)
    found: dict[str, Any] | None = reports.done.found if reports.done else None
    lines = finding_lines(found, campaign) if found else []
    worst = found["worst"][:SHOWN_PRICES] if found else []
    names = found["names"] if found else {}
    shown: dict[str, Any] = {
        "campaign": campaign,
        "reports": reports,
        "found": found,
        "headline": offer_headlines.of_audit(found, lines, campaign),
        "lines": lines,
        "worst": [(one, ", ".join(names.get(key, key) for key in one["offers"])) for one in worst],
        "has_offers": campaign.offers.exists(),
        "stale": stale,
        "stale_lines": lines_of(stale, stale.campaign) if stale else [],
        "refused": [problem_words(problem, campaign) for problem in refused.problems] if refused else [],
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/offers/audit.html", shown, status=status)


def _place(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise Http404
    return int(text)

"""The reports of a sale: made, sent to channels, and each of their files."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.models import Campaign
from campaigns.views.plans import person
from common.money import format_count
from common.pdf import paper_pdf, report_pdf
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import XLSX
from live.queries.alerts.incidents import report_channels
from live.tasks import ring_waiting
from review import services
from review.models import Report
from review.pages.reports import report_rows
from review.papers import full_report, one_page
from review.pictures import report_png
from review.queries.reports import reports_of, told_of
from review.queries.shown import review_of
from review.workbook import report_workbook

PDF, PNG = "application/pdf", "image/png"
FILES: dict[str, tuple[Callable[[Report], bytes], str]] = {
    "page.pdf": (lambda report: paper_pdf(one_page(report), language=get_language() or "en"), PDF),
    "report.pdf": (lambda report: report_pdf(full_report(report), language=get_language() or "en"), PDF),
    "tables.xlsx": (report_workbook, XLSX),
}


@requires(Permission.VIEW_COSTS)
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """List the reports of a sale; a POST makes one of the review as it stands."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if request.method == "POST":
        try:
            services.make_report(actor=person(request), campaign=campaign, at=timezone.now())
        except services.NothingPreparedError:
            messages.error(request, _("The review was not prepared yet; look again in a minute."))
        else:
            messages.success(request, _("The report is made. Send it, or take its files home."))
        return redirect("review:reports", campaign.pk)
    found = reports_of(campaign)
    context = {
        "campaign": campaign,
        "rows": report_rows(found, told_of(found)),
        "channels": report_channels(),
        "can_make": bool((review := review_of(campaign)) and review.body),
        "may_manage": is_allowed(request.user, Permission.MANAGE_ALERTS),
    }
    return render(request, "review/reports/list.html", context)


@requires(Permission.VIEW_COSTS)
@require_POST
def send(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send the digest of a report to the channels that were ticked, of those that hear reports."""
    report = _report(pk, number)
    chosen = [one for one in report_channels() if str(one.pk) in request.POST.getlist("channel")]
    if not chosen:
        messages.error(request, _("Tick a channel first."))
        return redirect("review:reports", pk)
    count = services.send_report(actor=person(request), report=report, channels=chosen, at=timezone.now())
    ring_waiting()
    if count:
        words = ngettext("On its way to {count} channel.", "On its way to {count} channels.", count)
        messages.success(request, words.format(count=format_count(count)))
    else:
        messages.info(request, _("These channels have it already."))
    return redirect("review:reports", pk)


@requires(Permission.VIEW_COSTS)
@require_GET
def file(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponse:
    """Give one file of a report, in the reader's language: page.pdf, report.pdf, tables.xlsx, or the picture of a block."""
    return file_of(_report(pk, number), name)


def file_of(report: Report, name: str) -> HttpResponse:
    """Return a file of a report to save; Http404 for one there is not."""
    if name in FILES:
        make, kind = FILES[name]
        content: bytes | None = make(report)
    else:
        stem, dot, ending = name.rpartition(".")
        content, kind = report_png(report, stem) if dot and ending == "png" else None, PNG
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="review-{report.campaign_id}-{report.pk}-{name}"'
    return response


def _report(pk: int, number: int) -> Report:
    return get_object_or_404(Report.objects.select_related("campaign"), pk=number, campaign=pk)

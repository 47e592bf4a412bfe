"""Prices over the wire: the list in and out, the way back and the evidence out."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.doorbell import ring_report
from campaigns.evidence import ENDINGS, evidence_asked, evidence_path, evidence_report
from campaigns.models import Campaign, ReportState
from campaigns.services import StalePlanError
from campaigns.services.prices import PricesRefusedError, set_prices
from campaigns.services.reports import ask_report
from campaigns.tables import prices as price_files
from campaigns.views import prices as page_of_prices
from campaigns.views.plans import person, seen_version
from campaigns.views.prices import Shown, check_soon, prices_page
from campaigns.words import price_headlines
from common.money import format_count
from common.permissions import Permission, requires, sees_costs
from common.spreadsheets import CSV, XLSX, Cell, download

MOST_BYTES = 20 * 1024 * 1024
MOST_TOLD = 20


@requires(Permission.EDIT_PLAN)
@require_POST
def prices_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a price list as a file or as pasted rows: all of it, or with the lines that are wrong none of it."""
    campaign = get_object_or_404(Campaign, pk=pk)
    file = request.FILES.get("file")
    pasted = request.POST.get("rows", "")
    if file is not None and (file.size or 0) > MOST_BYTES:
        return _refused(request, campaign, [_("The file is larger than 20 MB; send it in parts.")])
    data = file.read() if file is not None else pasted.encode()
    if not data.strip():
        return _refused(request, campaign, [_("Choose a file, or paste rows with their header.")])
    try:
        read = price_files.read_prices(data, campaign)
    except price_files.UnreadableFileError as wrong:
        return _refused(request, campaign, [str(wrong)])
    problems = [_line(one.line, one.column, one.value, one.why) for one in read.problems]
    try:
        count = 0
        if not problems:
            count = set_prices(
                campaign=campaign,
                actor=person(request),
                version=seen_version(request),
                prices=read.prices,
                action="import_prices",
            )
    except PricesRefusedError as refused:
        for one in refused.problems:
            why, _repair = price_headlines.refusal(one, campaign.currency)
            problems.append(_line(read.lines[one.shop_id, one.sku, one.stage], _("price"), one.sku, why))
    except StalePlanError as stale:
        return prices_page(request, stale.campaign, request.POST, Shown(stale=stale, status=409))
    if problems:
        return _refused(request, campaign, problems)
    check_soon(campaign, person(request))
    words = ngettext("{count} price changed by the file.", "{count} prices changed by the file.", count)
    messages.success(request, words.format(count=format_count(count)) if count else _("The file says what is planned already."))
    return redirect("campaigns:prices", pk=pk)


@requires(Permission.VIEW_PLAN)
@require_GET
def prices_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the price list, or with `?list=back` the way back, as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    name = request.GET.get("list", "prices")
    if name == "prices":
        lines = price_files.price_list_lines(campaign, with_costs=sees_costs(request.user))
    elif name == "back":
        lines = price_files.way_back_lines(campaign)
    else:
        raise Http404
    return _file(request, campaign, lines, name)


@requires(Permission.VIEW_PLAN)
@require_http_methods(["GET", "POST"])
def evidence_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give every verdict with the prices it rests on, as CSV or XLSX; of many prices the files a worker wrote.

    A POST asks the worker for them; a GET before they are there leads to the page that says so.
    """
    campaign = get_object_or_404(Campaign, pk=pk)
    ending = request.GET.get("format", "csv")
    if ending not in ENDINGS:
        raise Http404
    if campaign.prices.count() <= page_of_prices.CHECKED_AT_ONCE:
        return _file(request, campaign, price_files.evidence_lines(campaign), "evidence")
    language = get_language() or "en"
    report = evidence_report(campaign, language)
    if report is not None and report.state == ReportState.DONE:
        name = f"evidence-{campaign.pk}-v{campaign.version}.{ending}"
        kind = CSV if ending == "csv" else XLSX
        return FileResponse(evidence_path(report, ending).open("rb"), as_attachment=True, filename=name, content_type=kind)
    if request.method == "POST":
        asked = evidence_asked(language)
        made = ask_report(kind="evidence", campaign=campaign, actor=person(request), at=timezone.now(), asked=asked)
        ring_report(kind="evidence", report_id=made.pk)
    return redirect(f"{reverse('campaigns:prices-evidence', args=[pk])}#evidence-file")


def _file(request: HttpRequest, campaign: Campaign, lines: Iterator[list[Cell]], name: str) -> HttpResponse:
    ending = request.GET.get("format", "csv")
    return download(campaign.name, lines, name=f"{name}-{campaign.pk}-v{campaign.version}", ending=ending, fixed_columns=2)


def _refused(request: HttpRequest, campaign: Campaign, problems: list[str]) -> HttpResponse:
    told = problems[:MOST_TOLD]
    left = len(problems) - MOST_TOLD
    if left > 0:
        told.append(ngettext("and {count} more line", "and {count} more lines", left).format(count=format_count(left)))
    return prices_page(request, campaign, request.POST, Shown(refused=[*told, _("Nothing was changed.")], status=422))


def _line(number: int, column: str, value: str, why: str) -> str:
    return _("Line {line}, {column}, “{value}”: {why}").format(line=number, column=column, value=value[:60], why=why)

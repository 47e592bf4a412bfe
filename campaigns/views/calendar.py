"""The calendar of a year: every sale as a bar, its share of the year's target, what is left for ordinary days."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.exports.year import year_lines
from campaigns.forms.calendar import YearTargetForm
from campaigns.pages import year as yearly
from campaigns.queries.year import currencies, year_of_sales
from campaigns.rules.problems import PlanError
from campaigns.services.years import set_year_target
from campaigns.views.plans import first_zone, person
from campaigns.words import headlines
from campaigns.words.problems import sentence
from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download


@requires(Permission.VIEW_PLAN)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year, `?year=2026&currency=CNY`; this year and the first currency without."""
    return _page(request, *_asked(request))


@requires(Permission.VIEW_PLAN)
@require_GET
def calendar_export(request: HttpRequest) -> HttpResponse:
    """Give the year as CSV or XLSX."""
    year, currency = _asked(request)
    found = year_of_sales(year=year, currency=currency, at=timezone.now())
    name = f"sales-{year}-{currency}"
    return download(str(year), year_lines(found), name=name, ending=request.GET.get("format", "csv"), fixed_columns=1)


@requires(Permission.EDIT_PLAN)
@require_POST
def calendar_target(request: HttpRequest) -> HttpResponse:
    """Set what the year should bring."""
    form = YearTargetForm(request.POST)
    if not form.is_valid():
        asked = {field: form.cleaned_data.get(field) for field in ("year", "currency")}
        return _page(request, asked["year"] or _this_year(), asked["currency"] or _first_currency(), form=form, status=422)
    said = form.cleaned_data
    wanted = to_minor(said["revenue"], exponent_of(said["currency"])) if said["revenue"] else None
    try:
        set_year_target(
            actor=person(request),
            year=said["year"],
            currency=said["currency"],
            revenue_minor=wanted,
            seen_minor=said["seen"],
        )
    except PlanError as refused:
        form.add_error("revenue", sentence(refused.problems[0], currency=said["currency"]))
        is_stale = refused.problems[0].code == "year_stale"
        return _page(request, said["year"], said["currency"], form=form, status=409 if is_stale else 422)
    messages.success(request, _("The target of {year} is kept.").format(year=said["year"]))
    return redirect(f"{reverse('campaigns:calendar')}?year={said['year']}&currency={said['currency']}")


def _page(
    request: HttpRequest, year: int, currency: str, *, form: YearTargetForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    found = year_of_sales(year=year, currency=currency, at=now)
    today = now.astimezone(first_zone()).date()
    written = "" if found.target_minor is None else f"{from_minor(found.target_minor, exponent_of(currency)):,}"
    fresh = YearTargetForm(initial={"year": year, "currency": currency, "seen": found.target_minor, "revenue": written})
    shown: dict[str, Any] = {
        "found": found,
        "headline": headlines.of_year(found),
        "drawings": yearly.of_year(year, found.sales, today=today),
        "form": form or fresh,
        "seen": "" if found.target_minor is None else found.target_minor,
        "currencies": currencies(),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/calendar/calendar.html", shown, status=status)


def _asked(request: HttpRequest) -> tuple[int, str]:
    year, currency = request.GET.get("year", ""), request.GET.get("currency", "")
    is_year = year.isascii() and year.isdigit() and len(year) == 4 and 2000 <= int(year) <= 2100
    is_known = currency in currencies()
    return (int(year) if is_year else _this_year()), (currency if is_known else _first_currency())


def _this_year() -> int:
    return timezone.now().astimezone(first_zone()).year


def _first_currency() -> str:
    return next(iter(currencies()), "CNY")

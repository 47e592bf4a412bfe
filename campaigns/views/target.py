"""The page of the target: its tree, edited in place; its curves side by side; its export."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns import charts, services
from campaigns.exports.target import target_lines
from campaigns.forms.target import CurveForm, NodeForm
from campaigns.models import Campaign, CurveKind
from campaigns.queries import pages
from campaigns.queries.comparison import comparison
from campaigns.queries.target import target_arrays
from campaigns.queries.target_table import parse_key, target_rows
from campaigns.rules.figures import half_up
from campaigns.rules.problems import PlanError, Problem
from campaigns.services import StalePlanError
from campaigns.views.plans import curve_labels, person
from campaigns.words import headlines
from campaigns.words.problems import FALLBACKS, UNSEEN, sentence
from campaigns.words.trail import lines_of
from common.money import AmountTooLargeError, exponent_of, from_minor, to_minor
from common.permissions import Permission, is_allowed, is_part_of_page, requires
from common.requests import whole_number
from common.spreadsheets import download

MOST_OPEN = 60


@requires(Permission.VIEW_PLAN)
@require_GET
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the target; `?edit=node` opens one value for typing, `?open=node` shows what is below it."""
    return _page(request, get_object_or_404(Campaign, pk=pk), editing=request.GET.get("edit", ""))


@requires(Permission.EDIT_PLAN)
@require_POST
def target_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a node another value."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = NodeForm(request.POST)
    node = parse_key(request.POST.get("node", ""))
    if not form.is_valid() or node is None:
        return _page(request, campaign, problem=Problem("node_unknown"))
    said = form.cleaned_data
    try:
        value = _value(said["value"], campaign)
    except PlanError as refused:
        return _page(request, campaign, editing=said["node"], typed=said["value"], problem=refused.problems[0])

    def change() -> None:
        services.edit_target(
            campaign=campaign,
            actor=person(request),
            version=said["version"],
            node=node,
            value_minor=value,
            lock=said["lock"],
            raise_total=said["raise_total"],
        )

    return _after(request, campaign, change, editing=said["node"], typed=said["value"])


@requires(Permission.EDIT_PLAN)
@require_POST
def target_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a node keep its value."""
    return _lock_or_unlock(request, pk, services.lock_target)


@requires(Permission.EDIT_PLAN)
@require_POST
def target_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a node follow the others again."""
    return _lock_or_unlock(request, pk, services.unlock_target)


@requires(Permission.EDIT_PLAN)
@require_POST
def target_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last change of the plan back."""
    campaign = get_object_or_404(Campaign, pk=pk)
    version = whole_number(request.POST.get("version", ""))
    return _after(request, campaign, lambda: services.undo_change(campaign=campaign, actor=person(request), version=version))


@requires(Permission.EDIT_PLAN)
@require_POST
def target_curve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the target follow another curve."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = CurveForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, problem=Problem("node_unknown"))
    said = form.cleaned_data
    notes: list[str] = []

    def change() -> None:
        actor = person(request)
        fallback = services.choose_curve(campaign=campaign, actor=actor, version=said["version"], kind=said["kind"])
        notes.extend([str(FALLBACKS[fallback])] if fallback else [])

    return _after(request, campaign, change, notes=notes)


@requires(Permission.VIEW_PLAN)
@require_GET
def target_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the target of every ten minutes as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    name = f"target-{campaign.pk}-v{campaign.version}"
    return download(_("Target"), target_lines(campaign), name=name, ending=request.GET.get("format", "csv"))


def _lock_or_unlock(request: HttpRequest, pk: int, service: Callable[..., Any]) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    node = parse_key(request.POST.get("node", ""))
    if node is None:
        return _page(request, campaign, problem=Problem("node_unknown"))
    version = whole_number(request.POST.get("version", ""))
    focus = request.POST.get("node", "")
    return _after(
        request, campaign, lambda: service(campaign=campaign, actor=person(request), version=version, node=node), focus=focus
    )


def _after(
    request: HttpRequest,
    campaign: Campaign,
    change: Callable[[], Any],
    *,
    editing: str = "",
    typed: str = "",
    focus: str = "",
    notes: list[str] | None = None,
) -> HttpResponse:
    """Make the change and show the target anew, or show why it was refused with what was typed still there."""
    try:
        change()
    except PlanError as refused:
        return _page(request, campaign, editing=editing, typed=typed, problem=refused.problems[0])
    except StalePlanError as stale:
        return _page(request, stale.campaign, editing=editing, typed=typed, stale=stale)
    campaign.refresh_from_db()
    if not is_part_of_page(request):
        return redirect("campaigns:target", pk=campaign.pk)
    return _page(request, campaign, focus=editing or focus, notes=notes or [])


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    editing: str = "",
    typed: str = "",
    focus: str = "",
    problem: Problem | None = None,
    stale: StalePlanError | None = None,
    notes: list[str] | None = None,
) -> HttpResponse:
    opened = _opened(request)
    may_edit = is_allowed(request.user, Permission.EDIT_PLAN)
    arrays = target_arrays(campaign=campaign)
    phases = pages.phases_running(campaign, arrays=arrays)
    found = comparison(campaign=campaign, arrays=arrays)
    labels = curve_labels(campaign)
    rows = target_rows(campaign=campaign, opened=opened, arrays=arrays)
    edited = next((row for row in rows if row.key == editing), None) if may_edit else None
    exponent = exponent_of(campaign.currency)
    shown = {
        "campaign": campaign,
        "headline": headlines.of_target(campaign, phases),
        "rows": rows,
        "edited": edited,
        "typed": typed or (f"{from_minor(edited.revenue_minor, exponent):,}" if edited else ""),
        "focus": focus,
        "problem": _words(problem, campaign) if problem else "",
        "stale": stale,
        "stale_lines": lines_of(stale, campaign) if stale else [],
        "notes": notes or [],
        "curves": _curves(campaign, labels),
        "chart_title": headlines.of_curve(found, campaign, phases),
        "missing_curves": [str(UNSEEN[curve.fallback]) for curve in found.shapes.values() if curve.fallback],
        "shown_curves": [(kind, labels[kind]) for kind, curve in found.shapes.items() if not curve.fallback],
        "figure": charts.running_figure(found, zone=campaign.time_zone, currency=campaign.currency, labels=labels),
        "may_edit": may_edit,
        "may_undo": may_edit and campaign.version > 1,
    }
    template = "campaigns/_target.html" if is_part_of_page(request) else "campaigns/target.html"
    status = 422 if problem else 409 if stale and not is_part_of_page(request) else 422 if stale else 200
    return render(request, template, shown, status=status)


def _curves(campaign: Campaign, labels: dict[str, str]) -> list[tuple[str, str, bool]]:
    return [(str(kind), labels[str(kind)], kind == campaign.curve_kind) for kind in CurveKind]


def _opened(request: HttpRequest) -> set[str]:
    asked = [*request.GET.getlist("open"), *request.POST.getlist("open")][:MOST_OPEN]
    closed = request.GET.get("close", "")
    return {key for key in asked if key != closed and parse_key(key) is not None}


def _value(text: str, campaign: Campaign) -> int:
    """Read an amount, or a share of the whole target like 12.5%, as minor units; PlanError when it is neither."""
    share = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*", text)
    if share:
        return half_up(Fraction(share[1]) / 100 * campaign.revenue_target_minor)
    try:
        return to_minor(text, exponent_of(campaign.currency))
    except AmountTooLargeError:
        raise PlanError(Problem("value_too_high")) from None
    except ValueError:
        raise PlanError(Problem("value_not_money")) from None


def _words(problem: Problem, campaign: Campaign) -> str:
    return sentence(problem, currency=campaign.currency, zone=campaign.time_zone, campaign=campaign)

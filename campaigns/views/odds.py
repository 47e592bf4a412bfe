"""The pages of the odds: the answer with its what-if, the form of the inputs, scenarios, what came of it, files."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns import services
from campaigns.costs import Costs
from campaigns.exports.odds import input_lines, quantile_lines
from campaigns.forms.odds import CostsForm, OutcomeForm, WhatIfForm, initial_of, sorted_figures
from campaigns.models import Campaign, OddsScore
from campaigns.pages import odds as odds_page
from campaigns.queries.odds import actual_revenue, costs_of, reckoned, scenarios_of, scores
from campaigns.queries.plan_figures import outdated, rough
from campaigns.queries.proposals import proposals
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.odds import StaleOutcomeError
from campaigns.views.plans import person, seen_version
from campaigns.words import odds_headlines
from campaigns.words.odds import coverage, moved_on
from campaigns.words.problems import sentence
from campaigns.words.trail import lines_of
from common.money import exponent_of, from_minor
from common.permissions import Permission, is_allowed, is_part_of_page, requires
from common.spreadsheets import download


@requires(Permission.VIEW_COSTS)
@require_GET
def odds(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how likely a profit is, what it is made of and what matters most."""
    return _page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.VIEW_COSTS)
@require_POST
def odds_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for other likely values, without saving: a part of the page for the sliders, the whole page without a script."""
    return _page(request, get_object_or_404(Campaign, pk=pk), typed=request.POST)


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def odds_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the inputs; `?fill=data` shows what the shop's data says now, `?fill=rough` rough figures in the gaps."""
    campaign = get_object_or_404(Campaign, pk=pk)
    standing = costs_of(campaign)
    proposed = proposals(campaign=campaign, at=timezone.now())
    if request.method == "POST":
        return _take(request, campaign, standing, proposed)
    shown: Costs = standing or proposed
    notes = []
    if request.GET.get("fill") == "data":
        shown = {**standing, **proposed}
        notes.append(_("What the plan and the shop's data say today stands below, not saved yet. Look at it, then save."))
    elif request.GET.get("fill") == "plan":
        shown = {**standing, **{name: proposed[name] for name in outdated(campaign=campaign, costs=standing)}}
        notes.append(_("The plan's figures of today stand below, not saved yet. Look at them, then save."))
    elif request.GET.get("fill") == "rough":
        shown = {**shown, **rough(campaign=campaign, costs=shown)}
        notes.append(_("The gaps are filled with rough figures of the trade, not saved yet. Put your own in their place."))
    form = CostsForm(initial=initial_of(shown, campaign.currency), currency=campaign.currency)
    return _form_page(request, campaign, form, shown, notes=notes)


@requires(Permission.EDIT_PLAN)
@require_POST
def odds_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last change of the plan back."""
    campaign = get_object_or_404(Campaign, pk=pk)
    return _after(
        request,
        campaign,
        lambda: services.undo_change(campaign=campaign, actor=person(request), version=seen_version(request)),
        _("Taken back."),
    )


@requires(Permission.EDIT_PLAN)
@require_POST
def odds_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the sliders show as a scenario."""
    campaign = get_object_or_404(Campaign, pk=pk)
    base = _base(campaign)
    form = WhatIfForm(request.POST, currency=campaign.currency)
    if not form.is_valid():
        return _page(request, campaign, typed=request.POST)
    name = request.POST.get("scenario", "")[:80]

    def change() -> None:
        services.keep_scenario(
            campaign=campaign, actor=person(request), version=seen_version(request), name=name, costs=form.over(base)
        )

    return _after(request, campaign, change, _("{name} is kept.").format(name=name.strip()), typed=request.POST)


@requires(Permission.EDIT_PLAN)
@require_POST
def odds_adopt(request: HttpRequest, pk: int, scenario: int) -> HttpResponse:
    """Make a scenario's inputs the plan's."""
    return _with_scenario(
        request,
        pk,
        scenario,
        services.adopt_scenario,
        _("The scenario's inputs are the plan's now. Undo brings the old ones back."),
    )


@requires(Permission.EDIT_PLAN)
@require_POST
def odds_drop(request: HttpRequest, pk: int, scenario: int) -> HttpResponse:
    """Take a scenario away."""
    return _with_scenario(request, pk, scenario, services.drop_scenario, _("Taken away. Undo brings it back."))


@requires(Permission.EDIT_PLAN)
@require_POST
def odds_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a sale that is over really earned."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, outcome=form, status=422)
    try:
        services.record_outcome(campaign=campaign, actor=person(request), seen=form.seen(), **form.minor(campaign.currency))
    except StaleOutcomeError as stale:
        return _page(request, campaign, outcome=form, told_meanwhile=stale.score, status=409)
    except PlanError as refused:
        for problem in refused.problems:
            form.add_error(problem.field or None, sentence(problem, currency=campaign.currency))
        return _page(request, campaign, outcome=form, status=422)
    messages.success(request, _("Recorded: the odds are scored."))
    return redirect("campaigns:odds", pk=pk)


@requires(Permission.VIEW_COSTS)
@require_GET
def odds_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the inputs, or with `?table=quantiles` the percentiles of profit and revenue, as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    base, ending = _base(campaign), request.GET.get("format", "csv")
    if request.GET.get("table") == "quantiles":
        found = reckoned(base, target_minor=campaign.revenue_target_minor)
        lines, title, name = quantile_lines(found.odds, campaign), _("Odds"), "odds"
    else:
        lines, title, name = input_lines(base, campaign), _("Inputs"), "inputs"
    return download(title, lines, name=f"{name}-{campaign.pk}-v{campaign.version}", ending=ending, fixed_columns=1)


def _base(campaign: Campaign) -> Costs:
    """Return the saved inputs, or before the first save what the plan and the shop's data propose."""
    return costs_of(campaign) or proposals(campaign=campaign, at=timezone.now())


def _with_scenario(request: HttpRequest, pk: int, scenario: int, service: Callable[..., Any], done: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    return _after(
        request,
        campaign,
        lambda: service(campaign=campaign, actor=person(request), version=seen_version(request), scenario=scenario),
        done,
    )


def _after(
    request: HttpRequest, campaign: Campaign, change: Callable[[], Any], done: str, *, typed: QueryDict | None = None
) -> HttpResponse:
    """Make the change and go back to the page, or show why it was refused with what was typed still there."""
    try:
        change()
    except StalePlanError as stale:
        return _page(request, stale.campaign, typed=typed, stale=stale, status=409)
    except PlanError as refused:
        words = [sentence(problem, currency=campaign.currency) for problem in refused.problems]
        return _page(request, campaign, typed=typed, refused=words, status=422)
    messages.success(request, done)
    return redirect("campaigns:odds", pk=campaign.pk)


def _take(request: HttpRequest, campaign: Campaign, standing: Costs, proposed: Costs) -> HttpResponse:
    """Save the inputs that were typed, or show them again with what is wrong and how it is mended."""
    known = (standing, proposed, rough(campaign=campaign, costs={}))
    if request.POST.get("repair") == "sort":
        data = sorted_figures(request.POST, campaign.currency)
        form = CostsForm(data, currency=campaign.currency, known=known)
        form.is_valid()
        return _form_page(request, campaign, form, standing, is_repaired=True)
    form = CostsForm(request.POST, currency=campaign.currency, known=known)
    if not form.is_valid():
        return _form_page(request, campaign, form, standing, status=422)
    try:
        saved = services.save_costs(campaign=campaign, actor=person(request), version=seen_version(request), costs=form.costs)
    except PlanError as refused:
        for problem in refused.problems:
            form.take(problem)
        return _form_page(request, campaign, form, standing, status=422)
    except StalePlanError as stale:
        return _form_page(request, stale.campaign, form, standing, stale=stale, status=409)
    messages.success(request, _("Saved as version {version}.").format(version=saved.version))
    return redirect("campaigns:odds", pk=campaign.pk)


def _form_page(
    request: HttpRequest,
    campaign: Campaign,
    form: CostsForm,
    shown: Costs,
    *,
    notes: list[str] | None = None,
    is_repaired: bool = False,
    stale: StalePlanError | None = None,
    status: int = 200,
) -> HttpResponse:
    is_out_of_order = any(problem.code == "odds_not_in_order" for problem in form.problems)
    page = {
        "campaign": campaign,
        "form": form,
        "rows": form.rows(form.costs if form.is_bound and form.is_valid() else shown),
        "notes": notes or [],
        "stale": stale,
        "stale_lines": lines_of(stale, campaign) if stale else [],
        "version": campaign.version if stale or request.method == "GET" else seen_version(request),
        "has_errors": bool(form.errors),
        "is_repaired": is_repaired,
        "repairs": [{"value": "sort", "label": _("Sort low, likely and high")}] if is_out_of_order else [],
    }
    return render(request, "campaigns/odds/form.html", page, status=status)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    typed: QueryDict | None = None,
    stale: StalePlanError | None = None,
    refused: list[str] | None = None,
    outcome: OutcomeForm | None = None,
    told_meanwhile: OddsScore | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the plan's answer, or that of what was typed into the sliders."""
    saved = costs_of(campaign)
    costs = saved or proposals(campaign=campaign, at=timezone.now())
    target, currency = campaign.revenue_target_minor, campaign.currency
    base = reckoned(costs, target_minor=target)
    form = WhatIfForm(typed or None, currency=currency, initial=odds_page.shown_figures(costs, currency))
    found = base
    if typed is not None and form.is_valid() and (other := form.over(costs)) != costs:
        found = reckoned(other, target_minor=target)
    if typed is not None and not form.is_valid():
        status = 422
    is_what_if = found is not base
    page = {
        "campaign": campaign,
        "headline": odds_headlines.of_odds(found, campaign),
        "is_what_if": is_what_if,
        "is_part": is_part_of_page(request),
        "form": form,
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        **odds_page.answer_of(found, campaign, base if is_what_if else None),
    }
    if page["is_part"]:
        return render(request, "campaigns/odds/_part.html", page, status=status)
    page |= {
        "is_saved": bool(saved),
        "unknown": coverage(base.odds.unknown),
        "outdated": moved_on(outdated(campaign=campaign, costs=saved)),
        "inputs": odds_page.input_rows(costs, currency),
        "sliders": odds_page.sliders(form, costs, base.swings, currency),
        "table": odds_page.scenario_table(base, scenarios_of(campaign), campaign) if saved else None,
        "scenario": typed.get("scenario", "") if typed else "",
        "stale": stale,
        "stale_lines": lines_of(stale, campaign) if stale else [],
        "refused": refused or [],
        "told_meanwhile": told_meanwhile,
        **_outcome(campaign, outcome),
    }
    return render(request, "campaigns/odds/page.html", page, status=status)


def _outcome(campaign: Campaign, form: OutcomeForm | None) -> dict[str, Any]:
    """Return what came of this sale and of the others, for a sale that is over."""
    rows, found = scores(currency=campaign.currency)
    is_over = campaign.ends_at <= timezone.now()
    sold = actual_revenue(campaign) if is_over and form is None else 0
    known = {"revenue": from_minor(sold, exponent_of(campaign.currency))} if sold else None
    score = next((row for row in rows if row.campaign_id == campaign.pk), None)
    return {
        "is_over": is_over,
        "outcome_form": form or OutcomeForm(initial=known),
        "scores": odds_page.score_rows(rows),
        "score": score,
        "outcome_seen": score.recorded_at.isoformat() if score else "",
        "calibration": odds_headlines.of_calibration(found),
    }

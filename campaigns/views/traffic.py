"""The pages of the traffic plan: how it stands, its form, its files, the house's channels."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns import services
from campaigns.channels import ChannelKind
from campaigns.charts.traffic import budget_figure
from campaigns.exports import traffic as sheets
from campaigns.forms.traffic import ChannelForm, LineForm, SheetForm, blank_of, initial_of, line_forms
from campaigns.models import Campaign
from campaigns.queries.channels import channels
from campaigns.queries.traffic import PlannedChannel, TrafficPlan, plan_of, repairs, traffic_plan
from campaigns.queries.traffic_actuals import UNTOLD, actuals, ordinary
from campaigns.queries.traffic_budget import traffic_budget
from campaigns.queries.traffic_proposal import proposal
from campaigns.rules.problems import PlanError
from campaigns.rules.traffic import close_all, close_one
from campaigns.services import StalePlanError
from campaigns.views.plans import person, seen_version
from campaigns.words import traffic as traffic_words
from campaigns.words import traffic_headline
from campaigns.words.trail import lines_of
from common.permissions import Permission, is_allowed, requires, sees_costs
from common.spreadsheets import download

LARGEST_SHEET = 2_000_000
EVERY = "all"


@requires(Permission.VIEW_PLAN)
@require_GET
def traffic(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the traffic plan beside its target, its hours, what arrived, what a visitor costs."""
    campaign = get_object_or_404(Campaign, pk=pk)
    return _page(request, campaign, ChannelForm(campaign=campaign))


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def traffic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the lines; `?repair=channel` shows them closed, `?propose=1` a first plan, a `repair` button what it would mend."""
    campaign = get_object_or_404(Campaign, pk=pk)
    standing = traffic_plan(campaign)
    kinds = _kinds(campaign, standing)
    if request.method == "POST":
        return _take(request, campaign, line_forms(kinds, data=request.POST))
    notes: list[str] = []
    lines: Sequence[PlannedChannel] = standing.lines
    if request.GET.get("repair") and (closed := _closed(lines, request.GET["repair"], campaign)):
        lines, notes = closed, [_("Closed below, not saved yet. Look at it, then save.")]
    elif request.GET.get("propose") and (found := proposal(campaign)):
        lines = found.lines
        notes = [
            _("The visitors as they came in {sale}, not saved yet.").format(sale=found.from_sale)
            if found.from_sale
            else _("The visitors as they came in the 28 days before the warm-up, not saved yet.")
        ]
    return _form_page(request, campaign, _filled(kinds, lines, campaign), notes=notes)


@requires(Permission.EDIT_PLAN)
@require_POST
def traffic_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the form from a pasted table or a file; nothing is saved yet."""
    campaign = get_object_or_404(Campaign, pk=pk)
    standing = traffic_plan(campaign)
    kinds = _kinds(campaign, standing)
    form = SheetForm(request.POST, request.FILES)
    file = request.FILES.get("file")
    if file and (file.size or 0) > LARGEST_SHEET:
        form.add_error("file", _("This file is larger than a traffic plan can be."))
    if not form.is_valid():
        return _form_page(request, campaign, _filled(kinds, standing.lines, campaign), sheet=form, status=422)
    try:
        rows = sheets.read_rows(
            text=form.cleaned_data["text"], content=file.read() if file else b"", name=str(file.name) if file else ""
        )
        said = sheets.read_plan(rows, kinds=kinds)
    except PlanError as refused:
        for problem in refused.problems[:5]:
            form.add_error("file" if file else "text", traffic_words.problem_words(problem))
        return _form_page(request, campaign, _filled(kinds, standing.lines, campaign), sheet=form, status=422)
    data = {f"{key}-{name}": value for key, texts in said.items() for name, value in texts.items()}
    forms = line_forms(kinds, data=data)
    for line in forms:
        line.is_valid()
    note = _("Read from the table, not saved yet. A channel that is not in it is not planned.")
    return _form_page(request, campaign, forms, notes=[note])


@requires(Permission.EDIT_PLAN)
@require_POST
def traffic_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a channel of the house's own."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = ChannelForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _page(request, campaign, form, status=422)
    try:
        row = services.add_channel(actor=person(request), **form.cleaned_data)
    except PlanError as refused:
        form.add_error("name", traffic_words.problem_words(refused.problems[0]))
        return _page(request, campaign, form, status=422)
    messages.success(request, _("{channel} can be planned now.").format(channel=row.name))
    return redirect("campaigns:traffic-edit", pk=campaign.pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def traffic_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember which channel a name in traffic files means."""
    campaign = get_object_or_404(Campaign, pk=pk)
    name, channel = request.POST.get("name", "")[:200], request.POST.get("channel", "")
    if name and channel in {kind.key for kind in channels(campaign=campaign)}:
        services.match_channel(actor=person(request), name=name, channel=channel)
        messages.success(request, _("{name} is remembered for every sale.").format(name=name))
    else:
        messages.error(request, _("Choose a channel for {name}.").format(name=name))
    return redirect("campaigns:traffic", pk=campaign.pk)


@requires(Permission.VIEW_PLAN)
@require_GET
def traffic_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the lines, or with `?table=hours` the hourly budget, as CSV or XLSX; costs for those who may see them."""
    campaign = get_object_or_404(Campaign, pk=pk)
    plan, ending = traffic_plan(campaign), request.GET.get("format", "csv")
    with_costs = sees_costs(request.user)
    if request.GET.get("table") == "hours":
        if not with_costs:
            raise PermissionDenied
        lines, title, name = sheets.budget_lines(traffic_budget(campaign, plan), campaign), _("Hourly budget"), "budget"
    else:
        lines, title, name = sheets.plan_lines(plan, campaign, with_costs=with_costs), _("Traffic"), "traffic"
    return download(title, lines, name=f"{name}-{campaign.pk}-v{campaign.version}", ending=ending, fixed_columns=1)


def _take(request: HttpRequest, campaign: Campaign, forms: list[LineForm]) -> HttpResponse:
    """Save what was typed, or show it again with what is wrong, or closed by the button that was pressed."""
    if not all(form.is_valid() for form in forms):
        return _form_page(request, campaign, forms, status=422)
    planned = [form for form in forms if form.is_planned]
    if request.POST.get("repair"):
        lines = [form.planned(campaign.currency) for form in planned]
        closed = _closed(lines, request.POST["repair"], campaign)
        note = _("Closed below, not saved yet. Look at it, then save.")
        kinds = [form.kind for form in forms]
        return _form_page(request, campaign, _filled(kinds, closed or lines, campaign), notes=[note] if closed else [])
    drafts = [form.draft(campaign.currency) for form in planned]
    try:
        saved = services.save_traffic(campaign=campaign, actor=person(request), version=seen_version(request), lines=drafts)
    except PlanError as refused:
        by_key = {form.kind.key: form for form in forms}
        for problem in refused.problems:
            by_key[problem.field].add_error(None, traffic_words.problem_words(problem))
        return _form_page(request, campaign, forms, status=422)
    except StalePlanError as stale:
        return _form_page(request, stale.campaign, forms, stale=stale, status=409)
    messages.success(request, _("Saved as version {version}.").format(version=saved.version))
    return redirect("campaigns:traffic", pk=campaign.pk)


def _kinds(campaign: Campaign, plan: TrafficPlan) -> list[ChannelKind]:
    """Return the channels for the form: the planned ones in their order, then those that could be."""
    planned = [line.kind for line in plan.lines]
    keys = {kind.key for kind in planned}
    return [*planned, *(kind for kind in channels(campaign=campaign) if kind.key not in keys)]


def _filled(kinds: Sequence[ChannelKind], lines: Sequence[PlannedChannel], campaign: Campaign) -> list[LineForm]:
    written = {line.kind.key: initial_of(line, campaign.currency) for line in lines}
    return line_forms(kinds, initial={kind.key: written.get(kind.key) or blank_of(campaign) for kind in kinds})


def _closed(lines: Sequence[PlannedChannel], how: str, campaign: Campaign) -> list[PlannedChannel] | None:
    """Return the lines closed to the target by one channel, or by all alike; None when that cannot be."""
    plans = [line.plan for line in lines]
    target = campaign.revenue_target_minor
    closed = close_all(plans, target) if how == EVERY else close_one(plans, how, target)
    if closed is None:
        return None
    return [PlannedChannel(line.kind, plan, line.note) for line, plan in zip(lines, closed, strict=True)]


def _form_page(
    request: HttpRequest,
    campaign: Campaign,
    forms: list[LineForm],
    *,
    sheet: SheetForm | None = None,
    stale: StalePlanError | None = None,
    notes: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    plan = plan_of(_readable(forms, campaign), campaign)
    lines = {line.kind.key: line for line in plan.lines}
    closing = {repair.kind.key: repair for repair in repairs(plan)}
    shown: dict[str, Any] = {
        "campaign": campaign,
        "version": campaign.version if stale or request.method == "GET" else request.POST.get("version", campaign.version),
        "rows": [(form, lines.get(form.kind.key), closing.get(form.kind.key)) for form in forms],
        "plan": plan,
        "difference": traffic_words.difference_words(plan, campaign),
        "repair": traffic_words.repair_words(plan.repair) if plan.repair else "",
        "notes": notes,
        "stale": stale,
        "stale_lines": lines_of(stale, stale.campaign) if stale else [],
        "has_errors": any(form.errors for form in forms),
        "sheet": sheet or SheetForm(),
    }
    return render(request, "campaigns/traffic/form.html", shown, status=status)


def _readable(forms: Sequence[LineForm], campaign: Campaign) -> list[PlannedChannel]:
    """Return the lines that can be counted: those of the form as typed or as filled; a row with an error counts for nothing."""
    counted = []
    for form in forms:
        bound = form if form.is_bound else LineForm(_as_typed(form), kind=form.kind)
        if bound.is_valid() and bound.is_planned:
            counted.append(bound.planned(campaign.currency))
    return counted


def _as_typed(form: LineForm) -> Mapping[str, Any]:
    return {form.add_prefix(name): value for name, value in form.initial.items()}


def _page(request: HttpRequest, campaign: Campaign, form: ChannelForm, *, status: int = 200) -> HttpResponse:
    plan = traffic_plan(campaign)
    budget = traffic_budget(campaign, plan)
    seen = actuals(campaign, plan, budget)
    usual = ordinary(campaign)
    sums = plan.sums
    shown: dict[str, Any] = {
        "campaign": campaign,
        "headline": traffic_headline.headline(plan, campaign),
        "plan": plan,
        "difference": traffic_words.difference_words(plan, campaign),
        "product": traffic_words.product_words(plan, campaign),
        "repairs": repairs(plan),
        "budget": budget,
        "figure": budget_figure(budget, campaign, seen.spend_by_hour if seen else {}),
        "actuals": seen,
        "untold": UNTOLD,
        "ordinary": usual,
        "times": usual.times(sums.spend_minor, sums.visitors),
        "prices": [
            (line, usual.by_channel.get(line.kind.key), usual.times(line.plan.spend_minor, line.plan.visitors, line.kind.key))
            for line in plan.lines
            if line.plan.spend_minor
        ],
        "channels": channels(campaign=campaign),
        "form": form,
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        "has_proposal": not plan.lines and proposal(campaign) is not None,
    }
    return render(request, "campaigns/traffic/page.html", shown, status=status)

"""The pages of plans: all of them, one as a whole, its form, its trail."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from campaigns import charts, services
from campaigns.drafts import PlanDraft
from campaigns.forms import plan_initial as initial
from campaigns.forms.plan import PhaseForm, PhaseFormSet, PlanForm, off_slots
from campaigns.forms.plan_repairs import offered, repaired
from campaigns.models import Campaign, CurveKind, Template
from campaigns.pages import ruler
from campaigns.queries import pages
from campaigns.queries.compared import since_frozen
from campaigns.queries.comparison import comparison
from campaigns.queries.lessons import carried_lessons
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.summaries import all_summaries
from campaigns.words import headlines
from campaigns.words.trail import lines_of
from common.once import asked_once
from common.permissions import Permission, is_allowed, requires, sees_costs
from common.requests import whole_number
from orders.models import Shop


@requires(Permission.VIEW_PLAN)
@require_GET
def sales_list(request: HttpRequest) -> HttpResponse:
    """Show all sales: what runs, what comes, what was."""
    now = timezone.now()
    sales = pages.sales(at=now)
    shown = {
        "headline": headlines.of_list(sales, at=now),
        "sales": sales,
        "has_shop": Shop.objects.exists(),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/list.html", shown)


@requires(Permission.VIEW_PLAN)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one plan: how it stands, its stages and phases, the curve, what is missing."""
    rows = Campaign.objects.select_related("compare_with").prefetch_related("shops", "stages", "compare_with__shops")
    campaign = get_object_or_404(rows, pk=pk)
    with asked_once():
        return render(request, "campaigns/detail.html", _detail(request, campaign))


def _detail(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    now, with_costs = timezone.now(), sees_costs(request.user)
    state = pages.plan_state(campaign=campaign, at=now, with_costs=with_costs)
    found = comparison(campaign=campaign)
    beside = next((kind for kind in ("last_sale", "same_weekday") if not found.shapes[kind].fallback), "")
    spans = [span for span, _due in state.phases]
    summaries = all_summaries(campaign, now, with_costs=with_costs)
    work = next((summary.context for summary in summaries if summary.is_full), {})
    return {
        "campaign": campaign,
        "state": state,
        "tasks_done": work.get("done"),
        "tasks_total": work.get("total"),
        "headline": headlines.of_plan(state, at=now),
        "summaries": summaries,
        "since": since_frozen(campaign),
        "carried": carried_lessons(campaign),
        "curve_title": headlines.of_curve(found, campaign, state.phases),
        "figure": charts.hourly_figure(found, zone=campaign.time_zone, spans=spans, beside=beside),
        "beside": curve_labels(campaign).get(beside, ""),
        "ruler": ruler.of_stages(state.stages, at=now, zone=campaign.time_zone),
        "last": campaign.versions.select_related("actor").first(),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Plan a new sale."""
    if request.method == "GET":
        today = timezone.now().astimezone(first_zone()).date()
        proposed = initial.of_new(today=today, occasion=request.GET.get("occasion", ""))
        form = PlanForm(initial=proposed)
        phases = PhaseFormSet(initial=initial.phases_of_new(day=proposed["starts_on"], zone=str(first_zone())), prefix="phases")
        return _form_page(request, form, phases)
    return _take_form(request, None)


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan; who comes second is shown what the first one changed."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if request.method == "GET":
        form = PlanForm(initial=initial.of_plan(campaign), campaign=campaign)
        phases = PhaseFormSet(initial=initial.phases_of_plan(campaign), prefix="phases")
        return _form_page(request, form, phases, campaign=campaign)
    return _take_form(request, campaign)


def curve_labels(campaign: Campaign) -> dict[str, str]:
    """Return the name of every curve, the earlier sale by its own."""
    names = {str(value): str(label) for value, label in CurveKind.choices}
    if campaign.compare_with is not None:
        names[str(CurveKind.LAST_SALE)] = campaign.compare_with.name
    return names


def _take_form(request: HttpRequest, campaign: Campaign | None) -> HttpResponse:
    """Save what was typed, or show it again with what is wrong and how it could be mended."""
    if request.POST.get("repair"):
        data = repaired(request.POST, request.POST["repair"])
        form, phases = PlanForm(data, campaign=campaign), PhaseFormSet(data, prefix="phases")
        form.is_valid()
        phases.is_valid()
        return _form_page(request, form, phases, campaign=campaign, is_repaired=True)
    form, phases = PlanForm(request.POST, campaign=campaign), PhaseFormSet(request.POST, prefix="phases")
    own = request.POST.get("template") == Template.CUSTOM
    if not form.is_valid() or (own and not phases.is_valid()):
        return _form_page(request, form, phases, campaign=campaign, status=422)
    shop = form.cleaned_data["shops"][0]
    if own and (problems := off_slots(phases, shop.time_zone)):
        form.take(problems, currency=shop.currency, zone=shop.time_zone, phases=phases)
        return _form_page(request, form, phases, campaign=campaign, status=422)
    draft = form.draft(phases)
    try:
        saved = _save(request, campaign, draft)
    except PlanError as refused:
        form.take(refused.problems, currency=shop.currency, zone=shop.time_zone, phases=phases)
        return _form_page(request, form, phases, campaign=campaign, draft=draft, status=422)
    except StalePlanError as stale:
        return _form_page(request, form, phases, campaign=stale.campaign, stale=stale, status=409)
    messages.success(request, _("Saved as version {version}.").format(version=saved.version))
    return redirect("campaigns:detail", pk=saved.pk)


def _save(request: HttpRequest, campaign: Campaign | None, draft: PlanDraft) -> Campaign:
    actor = person(request)
    if campaign is None:
        return services.create_campaign(actor=actor, **draft.__dict__)
    return services.change_campaign(campaign=campaign, actor=actor, version=seen_version(request), draft=draft)


def _form_page(
    request: HttpRequest,
    form: PlanForm,
    phases: "BaseFormSet[PhaseForm]",
    *,
    campaign: Campaign | None = None,
    draft: PlanDraft | None = None,
    stale: StalePlanError | None = None,
    is_repaired: bool = False,
    status: int = 200,
) -> HttpResponse:
    shops = list(Shop.objects.all())
    currency = shops[0].currency if shops else "CNY"
    standing = campaign.version if campaign else 0
    shown: dict[str, Any] = {
        "form": form,
        "phases": phases,
        "campaign": campaign,
        "version": standing if stale else request.POST.get("version", standing),
        "repairs": offered(form.problems, draft, currency),
        "stale": stale,
        "stale_lines": lines_of(stale, stale.campaign) if stale else [],
        "is_repaired": is_repaired,
        "has_errors": bool(form.errors or form.phase_errors or form.figure_errors or any(phases.errors)),
        "has_shop": bool(shops),
        "back": reverse("campaigns:detail", args=[campaign.pk]) if campaign else reverse("campaigns:list"),
    }
    return render(request, "campaigns/form.html", shown, status=status)


def person(request: HttpRequest) -> User | None:
    """Return who asks, for the trail."""
    return request.user if isinstance(request.user, User) else None


def seen_version(request: HttpRequest) -> int:
    """Return the version of the plan that the page showed, 0 when it says none."""
    return whole_number(request.POST.get("version", ""))


def first_zone() -> ZoneInfo:
    """Return the clock of the first shop, by which a new plan's dates are proposed."""
    shop = Shop.objects.first()
    return ZoneInfo(shop.time_zone if shop else "Asia/Shanghai")

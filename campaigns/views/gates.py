"""The gates of a sale: what each asks, what is ticked, leaving a stage."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.checks import all_checks
from campaigns.models import Campaign, StageKind
from campaigns.queries.gates import current_gate
from campaigns.queries.gates import gates as gates_of
from campaigns.rules.gates import CHECK, HAND
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.gates import PointDraft, leave_stage, reopen_stage, set_gate, tick_point
from campaigns.views.plans import person, seen_version
from campaigns.words import headlines
from campaigns.words.gates import CHECKS, HAND_POINTS
from campaigns.words.problems import sentence
from campaigns.words.trail import lines_of
from common.permissions import Permission, is_allowed, requires, sees_costs


@requires(Permission.VIEW_PLAN)
@require_GET
def gates(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the four gates."""
    return _page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.EDIT_PLAN)
@require_POST
def gate_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a point, or take the tick back."""
    campaign = get_object_or_404(Campaign, pk=pk)
    point = request.POST.get("point", "")

    def change() -> None:
        tick_point(
            campaign=campaign,
            actor=person(request),
            version=seen_version(request),
            point=int(point) if point.isdecimal() and len(point) < 12 else 0,
            is_done=request.POST.get("done") == "yes",
            at=timezone.now(),
        )

    return _after(request, campaign, change)


@requires(Permission.EDIT_PLAN)
@require_POST
def gate_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a stage, over a shut gate with a reason."""
    campaign = get_object_or_404(Campaign, pk=pk)
    stage, reason = request.POST.get("stage", ""), request.POST.get("reason", "")

    def change() -> None:
        leave_stage(campaign=campaign, actor=person(request), stage=stage, reason=reason, at=timezone.now())
        messages.success(request, _("{stage} is left.").format(stage=StageKind(stage).label))

    return _after(request, campaign, change, stage=stage, reason=reason)


@requires(Permission.EDIT_PLAN)
@require_POST
def gate_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back into the stage that was left last."""
    campaign = get_object_or_404(Campaign, pk=pk)
    stage = request.POST.get("stage", "")
    return _after(
        request, campaign, lambda: reopen_stage(campaign=campaign, actor=person(request), stage=stage, at=timezone.now())
    )


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def gate_edit(request: HttpRequest, pk: int, stage: str) -> HttpResponse:
    """Choose what a stage's gate asks."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if stage not in StageKind.values:
        raise Http404
    if request.method == "GET":
        return _edit_page(request, campaign, stage, _standing(campaign, stage))
    points = _typed(request)
    try:
        set_gate(campaign=campaign, actor=person(request), version=seen_version(request), stage=stage, points=points)
    except PlanError as refused:
        return _edit_page(request, campaign, stage, points, problem=_words(refused, campaign), status=422)
    except StalePlanError as stale:
        return _edit_page(request, stale.campaign, stage, points, stale=stale, status=409)
    messages.success(request, _("The gate is saved."))
    return redirect("campaigns:gates", pk=campaign.pk)


def _typed(request: HttpRequest) -> list[PointDraft]:
    own = [line.strip() for line in request.POST.get("own", "").splitlines()]
    return [
        *(PointDraft(CHECK, key=key) for key in request.POST.getlist("check")),
        *(PointDraft(HAND, key=key) for key in request.POST.getlist("hand") if key in HAND_POINTS),
        *(PointDraft(HAND, text=line) for line in own if line),
    ]


def _standing(campaign: Campaign, stage: str) -> list[PointDraft]:
    return [PointDraft(point.kind, point.key, point.text) for point in campaign.gate_points.filter(stage=stage)]


def _edit_page(
    request: HttpRequest,
    campaign: Campaign,
    stage: str,
    points: list[PointDraft],
    *,
    problem: str = "",
    stale: StalePlanError | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = {(point.kind, point.key) for point in points}
    shown: dict[str, Any] = {
        "campaign": campaign,
        "stage": StageKind(stage),
        "checks": [(key, label, (CHECK, key) in asked) for key, label in CHECKS.items()],
        "hand_points": [(key, label, (HAND, key) in asked) for key, label in HAND_POINTS.items()],
        "own": "\n".join(point.text for point in points if point.text),
        "version": campaign.version if stale or request.method == "GET" else seen_version(request),
        "problem": problem,
        "stale": stale,
        "stale_lines": lines_of(stale, campaign) if stale else [],
    }
    return render(request, "campaigns/gates/edit.html", shown, status=status)


def _after(
    request: HttpRequest, campaign: Campaign, change: Callable[[], Any], *, stage: str = "", reason: str = ""
) -> HttpResponse:
    try:
        change()
    except PlanError as refused:
        problem = _words(refused, campaign)
        return _page(request, campaign, problem=problem, stage=stage, reason=reason, status=422)
    except StalePlanError as stale:
        return _page(request, stale.campaign, stale=stale, status=409)
    return redirect("campaigns:gates", pk=campaign.pk)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    problem: str = "",
    stage: str = "",
    reason: str = "",
    stale: StalePlanError | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    found = gates_of(campaign, all_checks(campaign, now))
    if not sees_costs(request.user):
        found = {stage: gate.without_costs() for stage, gate in found.items()}
    stages = {stage.kind: stage for stage in campaign.stages.all()}
    current = current_gate(found)
    shown = {
        "campaign": campaign,
        "headline": headlines.of_gates(campaign, found),
        "gates": [(stages[name], StageKind(name), gate) for name, gate in found.items() if name in stages],
        "current": current.stage if current else "",
        "history": campaign.passages.select_related("by", "withdrawn_by"),
        "problem": problem,
        "problem_stage": stage,
        "reason": reason,
        "stale": stale,
        "stale_lines": lines_of(stale, campaign) if stale else [],
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/gates/gates.html", shown, status=status)


def _words(refused: PlanError, campaign: Campaign) -> str:
    problem = refused.problems[0]
    return sentence(problem, currency=campaign.currency, zone=campaign.time_zone, campaign=campaign)

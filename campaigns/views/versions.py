"""The versions of a plan: frozen, compared, restored."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from campaigns import services
from campaigns.models import Campaign
from campaigns.queries import pages
from campaigns.queries.compared import Compared, compared
from campaigns.queries.kept import frozen_version
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.freezing import freeze_plan
from campaigns.views.plans import person, seen_version
from campaigns.words.problems import sentence
from campaigns.words.trail import lines_by_part, lines_of
from common.permissions import Permission, is_allowed, requires, sees_costs
from common.requests import whole_number

A_PAGE = 50


@requires(Permission.VIEW_PLAN)
@require_GET
def trail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the versions of the plan, newest first: who changed what, from what to what; `?before=12` goes further back."""
    return _trail_page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.VIEW_PLAN)
@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what differs between two versions, `?from=3&to=14`; without them from the frozen one, or the first, to the last."""
    campaign = get_object_or_404(Campaign, pk=pk)
    frozen = frozen_version(campaign)
    start = frozen.number if frozen and frozen.number != campaign.version else max(1, campaign.version - 1)
    older = whole_number(request.GET.get("from", ""), start)
    newer = whole_number(request.GET.get("to", ""), campaign.version)
    found = compared(campaign=campaign, older=older, newer=newer)
    lines = lines_by_part(found.changes, found.by, campaign, with_costs=sees_costs(request.user)) if found else []
    shown = {
        "campaign": campaign,
        "found": found,
        "title": _title(found),
        "lines": lines,
        "older": older,
        "newer": newer,
        "versions": campaign.versions.select_related("actor").only(
            "number", "at", "frozen_as", "frozen_at", "actor__username", "actor__first_name", "actor__last_name"
        ),
    }
    return render(request, "campaigns/versions/compare.html", shown, status=200 if found else 404)


@requires(Permission.EDIT_PLAN)
@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the plan as it stands."""
    campaign = get_object_or_404(Campaign, pk=pk)
    typed = {name: request.POST.get(name, "") for name in ("name", "note")}
    try:
        kept = freeze_plan(campaign=campaign, actor=person(request), version=seen_version(request), at=timezone.now(), **typed)
    except PlanError as refused:
        words = sentence(refused.problems[0])
        if refused.problems[0].field:
            return _trail_page(request, campaign, freeze_problem=words, typed=typed, status=422)
        return _trail_page(request, campaign, problem=words, status=422)
    except StalePlanError as stale:
        return _trail_page(request, stale.campaign, stale=stale, typed=typed, status=409)
    messages.success(request, _("Version {number} is frozen.").format(number=kept.number))
    return redirect("campaigns:trail", pk=campaign.pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an older version stand again, as a new one."""
    campaign = get_object_or_404(Campaign, pk=pk)
    number = whole_number(request.POST.get("number", ""), 0)
    try:
        after = services.restore_version(campaign=campaign, actor=person(request), version=seen_version(request), number=number)
    except PlanError as refused:
        return _trail_page(request, campaign, problem=sentence(refused.problems[0]), status=422)
    except StalePlanError as stale:
        return _trail_page(request, stale.campaign, stale=stale, status=409)
    words = _("Version {number} stands again, as version {version}.").format(number=number, version=after.version)
    messages.success(request, words)
    return redirect("campaigns:trail", pk=campaign.pk)


def _trail_page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    problem: str = "",
    freeze_problem: str = "",
    typed: dict[str, str] | None = None,
    stale: StalePlanError | None = None,
    status: int = 200,
) -> HttpResponse:
    with_costs = sees_costs(request.user)
    before = whole_number(request.GET.get("before", ""), 0)
    entries = pages.trail(campaign=campaign, before=before, limit=A_PAGE)
    oldest = entries[-1].version.number if entries else 1
    shown: dict[str, Any] = {
        "campaign": campaign,
        "entries": [(entry, lines_of(entry, campaign, entry.version.said, with_costs=with_costs)) for entry in entries],
        "older": oldest if oldest > 1 and len(entries) == A_PAGE else 0,
        "frozen": frozen_version(campaign),
        "problem": problem,
        "freeze_problem": freeze_problem,
        "typed": typed or {"name": "", "note": ""},
        "stale": stale,
        "stale_lines": lines_of(stale, campaign) if stale else [],
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/trail.html", shown, status=status)


def _title(found: Compared | None) -> str:
    if found is None:
        return _("This plan has no such version.")
    values = {"older": found.older.number, "newer": found.newer.number, "count": len(found.changes)}
    if not found.changes:
        return _("Versions {older} and {newer} are the same.").format(**values)
    return ngettext(
        "From version {older} to {newer}, {count} part has changed.",
        "From version {older} to {newer}, {count} parts have changed.",
        len(found.changes),
    ).format(**values)

"""The lessons of a sale: written by every department, what the data found accepted or dismissed with one key."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.lesson_rights import may_write
from campaigns.models import Campaign
from campaigns.queries.lessons import lessons_of
from campaigns.rules.problems import PlanError
from campaigns.services.lessons import change_lesson, drop_lesson, write_lesson
from campaigns.views.plans import person
from common.permissions import Permission, requires
from common.spreadsheets import download
from review.lesson_forms import LessonForm
from review.models import FindingDecision
from review.pages import lessons as pages
from review.queries.findings import findings_of
from review.queries.shown import latest_reviewed
from review.services.lessons import accept_finding, dismiss_finding, undo_decision


@requires(Permission.WORK_TASKS)
@require_GET
def lessons_now(request: HttpRequest) -> HttpResponse:
    """Go to the lessons of the sale that began last."""
    campaign = latest_reviewed(at=timezone.now())
    return redirect("review:lessons", campaign.pk) if campaign else render(request, "review/none.html", {})


@requires(Permission.WORK_TASKS)
@require_GET
def lessons(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the data found, the lessons by department, and the form for one more."""
    return _page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.WORK_TASKS)
@require_POST
def lesson_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a lesson down."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = LessonForm(request.POST, campaign=campaign, user=request.user)
    if form.is_valid():
        try:
            write_lesson(campaign=campaign, actor=person(request), draft=form.draft(), at=timezone.now())
            return redirect("review:lessons", campaign.pk)
        except PlanError as refused:
            form.take(refused.problems)
    return _page(request, campaign, form=form, status=422)


@requires(Permission.WORK_TASKS)
@require_http_methods(["GET", "POST"])
def lesson_edit(request: HttpRequest, pk: int, lesson: int) -> HttpResponse:
    """Change a lesson, in the same form."""
    campaign = get_object_or_404(Campaign, pk=pk)
    row = get_object_or_404(campaign.lessons.standing(), pk=lesson)
    if not may_write(request.user, row.department):
        raise PermissionDenied
    if request.method == "GET":
        return _page(request, campaign, form=LessonForm.of(row, campaign=campaign, user=request.user), editing=lesson)
    form = LessonForm(request.POST, campaign=campaign, user=request.user)
    if form.is_valid():
        try:
            change_lesson(campaign=campaign, actor=person(request), lesson=lesson, draft=form.draft())
            return redirect("review:lessons", campaign.pk)
        except PlanError as refused:
            form.take(refused.problems)
    return _page(request, campaign, form=form, editing=lesson, status=422)


@requires(Permission.WORK_TASKS)
@require_POST
def lesson_drop(request: HttpRequest, pk: int, lesson: int) -> HttpResponse:
    """Take a lesson out, or bring it back; pressed twice it stays as it is."""
    campaign = get_object_or_404(Campaign, pk=pk)
    row = get_object_or_404(campaign.lessons.own(), pk=lesson)
    if not may_write(request.user, row.department):
        raise PermissionDenied
    is_dropped = request.POST.get("back") != "yes"
    if (row.dropped_at is not None) != is_dropped:
        drop_lesson(campaign=campaign, actor=person(request), lesson=lesson, at=timezone.now(), is_dropped=is_dropped)
    return redirect("review:lessons", campaign.pk)


@requires(Permission.WORK_TASKS)
@require_POST
def finding_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or dismiss what the data found, `key` names it; or take the last decision of this person back."""
    campaign, at = get_object_or_404(Campaign, pk=pk), timezone.now()
    if request.POST.get("do") == "undo":
        return _undo(request, campaign)
    key = request.POST.get("key", "")
    found = {one.finding.key: one for one in pages.proposals(campaign, findings_of(campaign, at=at), request.user)}
    if key not in found:
        messages.info(request, _("This was decided meanwhile."))
        return redirect("review:lessons", campaign.pk)
    one = found[key]
    said: dict[str, Any] = {"campaign": campaign, "actor": person(request), "finding": one.finding, "text": one.text, "at": at}
    if request.POST.get("do") == "accept":
        accept_finding(**said, remedy=one.remedy)
    else:
        dismiss_finding(**said)
    return redirect("review:lessons", campaign.pk)


@requires(Permission.WORK_TASKS)
@require_GET
def lessons_export(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Give the lessons as XLSX or CSV."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if ending not in {"xlsx", "csv"}:
        raise Http404
    rows = pages.lines(campaign, lessons_of(campaign).standing().own(), request.user)
    return download(_("Lessons"), rows, name=f"lessons-{campaign.pk}", ending=ending, fixed_columns=1)


def _undo(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    last = FindingDecision.objects.select_related("campaign", "lesson").filter(campaign=campaign, by=person(request)).first()
    if last is None:
        messages.info(request, _("There is no decision of yours to take back."))
    else:
        undo_decision(decision=last, actor=person(request), at=timezone.now())
    return redirect("review:lessons", campaign.pk)


def _page(
    request: HttpRequest, campaign: Campaign, *, form: LessonForm | None = None, editing: int = 0, status: int = 200
) -> HttpResponse:
    at, user = timezone.now(), request.user
    found = pages.proposals(campaign, findings_of(campaign, at=at), user)
    own = [one for one in lessons_of(campaign) if one.came_from_id is None]
    standing = [one for one in own if one.dropped_at is None]
    title, why = pages.headline(written=len(standing), open_findings=len(found), is_over=at >= campaign.ends_at)
    shown = {
        "campaign": campaign,
        "title": title,
        "why": why,
        "proposals": found,
        "shelves": pages.shelves(campaign, standing, user),
        "dropped": [one for one in own if one.dropped_at and may_write(user, one.department)],
        "form": form or LessonForm(campaign=campaign, user=user),
        "editing": editing,
        "can_undo": FindingDecision.objects.filter(campaign=campaign, by=person(request)).exists(),
    }
    return render(request, "review/lessons/lessons.html", shown, status=status)

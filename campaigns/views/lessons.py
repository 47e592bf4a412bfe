"""The lessons of a sale: those it taught, and those that came along from the sale before."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign, LessonDepartment
from campaigns.rules.problems import PlanError
from campaigns.services.lessons import drop_lesson, finish_lesson, write_lesson
from campaigns.views.plans import person
from campaigns.words import headlines
from campaigns.words.problems import sentence
from common.permissions import Permission, is_allowed, requires


@requires(Permission.VIEW_PLAN)
@require_GET
def lessons(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the lessons."""
    return _page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.EDIT_PLAN)
@require_POST
def lesson_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a lesson down."""
    campaign = get_object_or_404(Campaign, pk=pk)
    typed = {name: request.POST.get(name, "") for name in ("text", "remedy", "department")}
    return _after(
        request, campaign, lambda: write_lesson(campaign=campaign, actor=person(request), at=timezone.now(), **typed), typed
    )


@requires(Permission.EDIT_PLAN)
@require_POST
def lesson_finish(request: HttpRequest, pk: int, lesson: int) -> HttpResponse:
    """Tick a lesson off, or open it again."""
    campaign = get_object_or_404(Campaign, pk=pk)
    is_done = request.POST.get("done") == "yes"
    return _after(
        request,
        campaign,
        lambda: finish_lesson(campaign=campaign, actor=person(request), lesson=lesson, is_done=is_done, at=timezone.now()),
    )


@requires(Permission.EDIT_PLAN)
@require_POST
def lesson_drop(request: HttpRequest, pk: int, lesson: int) -> HttpResponse:
    """Take a lesson out."""
    campaign = get_object_or_404(Campaign, pk=pk)
    return _after(request, campaign, lambda: drop_lesson(campaign=campaign, actor=person(request), lesson=lesson))


def _after(
    request: HttpRequest, campaign: Campaign, change: Callable[[], Any], typed: dict[str, str] | None = None
) -> HttpResponse:
    try:
        change()
    except PlanError as refused:
        return _page(request, campaign, problem=sentence(refused.problems[0]), typed=typed, status=422)
    return redirect("campaigns:lessons", pk=campaign.pk)


def _page(
    request: HttpRequest, campaign: Campaign, *, problem: str = "", typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    found = list(campaign.lessons.select_related("came_from__campaign", "written_by", "done_by"))
    shown = {
        "campaign": campaign,
        "headline": headlines.of_lessons(campaign, found, at=timezone.now()),
        "carried": [lesson for lesson in found if lesson.came_from_id],
        "own": [lesson for lesson in found if not lesson.came_from_id],
        "departments": LessonDepartment.choices,
        "typed": typed or {"text": "", "remedy": "", "department": ""},
        "problem": problem,
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/lessons/lessons.html", shown, status=status)

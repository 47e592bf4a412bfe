"""The lessons of a sale as its plan sees them: those that came along are ticked off here, its own are written in the review."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from campaigns.lesson_rights import may_write
from campaigns.models import Campaign, PlanLesson
from campaigns.queries.lessons import lessons_of
from campaigns.rules.lesson_changes import is_costly
from campaigns.rules.problems import PlanError
from campaigns.services.lessons import drop_lesson, finish_lesson
from campaigns.services.task_sets import checks_by_code
from campaigns.views.plans import person
from campaigns.words import headlines
from campaigns.words.lessons import change_words
from campaigns.words.problems import sentence
from campaigns.words.tasks import SENTENCES, task_sentence
from common.permissions import Permission, requires, sees_costs


@requires(Permission.VIEW_PLAN)
@require_GET
def lessons(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the lessons."""
    return _page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.WORK_TASKS)
@require_POST
def lesson_finish(request: HttpRequest, pk: int, lesson: int) -> HttpResponse:
    """Tick a lesson off, or open it again."""
    is_done, at = request.POST.get("done") == "yes", timezone.now()

    def change(campaign: Campaign) -> None:
        checks = checks_by_code(campaign, at) if is_done else None
        finish_lesson(campaign=campaign, actor=person(request), lesson=lesson, is_done=is_done, at=at, checks=checks)

    return _after(request, pk, lesson, change)


@requires(Permission.WORK_TASKS)
@require_POST
def lesson_drop(request: HttpRequest, pk: int, lesson: int) -> HttpResponse:
    """Take a lesson out that does not fit this sale, or bring it back."""
    is_dropped, at = request.POST.get("back") != "yes", timezone.now()

    def change(campaign: Campaign) -> None:
        drop_lesson(campaign=campaign, actor=person(request), lesson=lesson, is_dropped=is_dropped, at=at)

    return _after(request, pk, lesson, change)


def _after(request: HttpRequest, pk: int, lesson: int, change: Callable[[Campaign], None]) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    row = get_object_or_404(campaign.lessons, pk=lesson)
    if not may_write(request.user, row.department):
        raise PermissionDenied
    try:
        change(campaign)
    except PlanError as refused:
        problem = refused.problems[0]
        of_task = problem.code in SENTENCES
        said = task_sentence(problem, with_costs=sees_costs(request.user)) if of_task else sentence(problem)
        return _page(request, campaign, problem=said, status=422)
    return redirect("campaigns:lessons", pk=campaign.pk)


def _page(request: HttpRequest, campaign: Campaign, *, problem: str = "", status: int = 200) -> HttpResponse:
    found = list(lessons_of(campaign))
    standing = [lesson for lesson in found if lesson.dropped_at is None]
    shown = {
        "campaign": campaign,
        "headline": headlines.of_lessons(campaign, standing, at=timezone.now()),
        "carried": [_shown(request, campaign, lesson) for lesson in standing if lesson.came_from_id],
        "own": [_shown(request, campaign, lesson) for lesson in standing if not lesson.came_from_id],
        "dropped": [_shown(request, campaign, lesson) for lesson in found if lesson.dropped_at and lesson.came_from_id],
        "problem": problem,
    }
    return render(request, "campaigns/lessons/lessons.html", shown, status=status)


def _shown(request: HttpRequest, campaign: Campaign, lesson: PlanLesson) -> dict[str, Any]:
    """Return a lesson with what it changes in words, and whether this person may tick it off."""
    is_hidden = is_costly(lesson.change) and not sees_costs(request.user)
    return {
        "lesson": lesson,
        "change": "" if is_hidden else change_words(lesson, campaign.currency),
        "may_edit": may_write(request.user, lesson.department),
    }

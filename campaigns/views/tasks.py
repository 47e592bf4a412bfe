"""The tasks of a sale: board, list and calendar, the templates' tasks, many at once, the export; and each person's own page."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.departments import Department
from accounts.models import User
from campaigns.exports.tasks import task_lines
from campaigns.forms.task_filter import TaskFilter
from campaigns.forms.tasks import BulkForm
from campaigns.models import Campaign, TaskState
from campaigns.pages.task_calendar import calendar
from campaigns.queries import tasks as task_queries
from campaigns.queries.tasks import TaskRow, title_of
from campaigns.services import task_sets
from campaigns.views.plans import person
from campaigns.words import task_headlines
from campaigns.words.tasks import chip, relative_words, task_sentence
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download

TEMPLATES = {
    "board": "campaigns/tasks/board.html",
    "list": "campaigns/tasks/list.html",
    "calendar": "campaigns/tasks/calendar.html",
}


@requires(Permission.VIEW_PLAN)
@require_GET
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the tasks as a board, a list or a calendar; the address says which, of whom and in which state."""
    campaign = get_object_or_404(Campaign, pk=pk)
    return _page(request, campaign, BulkForm())


@requires(Permission.EDIT_PLAN)
@require_POST
def tasks_lay(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the sale the tasks of the templates that it lacks."""
    campaign = get_object_or_404(Campaign, pk=pk)
    count = task_sets.lay_templates(campaign=campaign, actor=person(request), at=timezone.now())
    if count:
        words = ngettext("{count} task came from the templates.", "{count} tasks came from the templates.", count)
        messages.success(request, words.format(count=count))
    else:
        messages.info(request, _("Every task of the templates is here already."))
    return redirect("campaigns:tasks", pk=pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def tasks_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Give, move or finish the ticked tasks; those that refuse are named with why."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = BulkForm(request.POST)
    ticked = {int(value) for value in request.POST.getlist("task") if value.isascii() and value.isdigit() and len(value) < 12}
    chosen = list(campaign.tasks.wanted().filter(pk__in=ticked))
    if not form.is_valid():
        return _page(request, campaign, form, ticked=ticked, status=422)
    if not chosen:
        form.add_error(None, _("Tick at least one task in the list."))
        return _page(request, campaign, form, ticked=ticked, status=422)
    said, now, actor = form.cleaned_data, timezone.now(), person(request)
    if said["do"] == "move" and not said["days"]:
        form.add_error("days", _("Say by how many days: 7 is a week later, −7 a week earlier."))
        return _page(request, campaign, form, ticked=ticked, status=422)
    if said["do"] == "assign":
        result = task_sets.assign_tasks(tasks=chosen, actor=actor, owner=said["owner"], at=now)
    elif said["do"] == "move":
        result = task_sets.move_tasks(tasks=chosen, actor=actor, days=said["days"], at=now)
    else:
        checks = task_sets.checks_by_code(campaign, now)
        result = task_sets.finish_tasks(tasks=chosen, actor=actor, checks=checks, at=now)
    if result.changed:
        words = ngettext("{count} task is changed.", "{count} tasks are changed.", result.changed)
        messages.success(request, words.format(count=result.changed))
    for task, problem in result.refused:
        messages.error(request, f"{title_of(task)}: {task_sentence(problem)}")
    return redirect(f"{reverse('campaigns:tasks', args=[pk])}?{_kept(request)}")


@requires(Permission.VIEW_PLAN)
@require_GET
def tasks_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the tasks the page shows as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    rows = TaskFilter.of(request.GET.dict()).rows(task_queries.task_rows(campaign=campaign, at=timezone.now()))
    return download(_("Tasks"), task_lines(rows), name=f"tasks-{campaign.pk}", ending=request.GET.get("format", "csv"))


@requires(Permission.VIEW_PLAN)
@require_GET
def my_tasks(request: HttpRequest) -> HttpResponse:
    """Show one's own open tasks over all sales, and those of one's department that nobody owns."""
    now, user = timezone.now(), _signed_in(request)
    mine = task_queries.my_rows(user=user, at=now)
    shown = {
        "headline": task_headlines.of_mine(mine),
        "mine": [_shown(row) for row in mine],
        "unowned": [_shown(row) for row in task_queries.unowned_rows(user=user, at=now)],
        "done": [_shown(row) for row in task_queries.done_rows(user=user, at=now)],
        "department": Department(user.works_in).label if user.works_in else "",
        "may_work": is_allowed(user, Permission.WORK_TASKS),
    }
    return render(request, "campaigns/tasks/mine.html", shown)


def _page(
    request: HttpRequest, campaign: Campaign, bulk: BulkForm, *, ticked: set[int] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    asked = TaskFilter.of(_said(request))
    every = task_queries.task_rows(campaign=campaign, at=now)
    rows = asked.rows(every)
    shown: dict[str, Any] = {
        "campaign": campaign,
        "asked": asked,
        "headline": task_headlines.of_sale(every, campaign, at=now),
        "has_tasks": bool(every),
        "count": len(rows),
        "bulk": bulk,
        "ticked": ticked or set(),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        "kept": _kept(request),
        "owners": sorted({(row.task.owner_id, row.owner) for row in every if row.owner}, key=lambda pair: pair[1]),
        "departments": Department.choices,
        "states": TaskState.choices,
        "progress": task_queries.by_department(every),
        "missing": task_sets.missing_templates(campaign) if every else 0,
    }
    if asked.view == "calendar":
        shown["weeks"] = calendar(campaign, rows, at=now)
    elif asked.view == "list":
        shown["rows"] = [_shown(row) for row in rows]
    else:
        shown["columns"] = _columns(rows, asked.by)
    return render(request, TEMPLATES[asked.view], shown, status=status)


def _shown(row: TaskRow) -> tuple[TaskRow, tuple[str, str], str]:
    return row, chip(row), relative_words(row)


def _columns(rows: list[TaskRow], by: str) -> list[tuple[str, str, list[Any], list[Any]]]:
    """Return the columns of the board: key, label, the open cards, the done ones (the last due first)."""
    if by == "state":
        columns = [(key, label, [row for row in rows if row.task.state == key]) for key, label in TaskState.choices]
        return [(key, str(label), [_shown(row) for row in found], []) for key, label, found in columns]
    return [
        (
            key,
            str(label),
            [_shown(row) for row in rows if row.task.department == key and row.is_open],
            [_shown(row) for row in reversed(rows) if row.task.department == key and not row.is_open],
        )
        for key, label in Department.choices
    ]


def _kept(request: HttpRequest) -> str:
    """Return the part of the address that says which tasks are shown."""
    said = _said(request)
    names = ("view", "by", "department", "state", "owner", "late", "q")
    return urlencode({name: said[name] for name in names if said.get(name)})


def _said(request: HttpRequest) -> dict[str, str]:
    """Return what the address asks for, or what the form of the list kept of it; there "owner" is who gets the tasks."""
    if request.method == "POST":
        return {**request.POST.dict(), "view": "list", "owner": str(request.POST.get("owner_shown", ""))}
    return request.GET.dict()


def _signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("The gate lets only people in.")
    return request.user

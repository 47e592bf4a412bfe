"""One task: its page with comments, hand-over and history, its form, and the small writes on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.departments import Department
from accounts.models import User
from campaigns.costly import COST_CODES
from campaigns.forms.tasks import OFFERED_STATES, CommentForm, LinkForm, StateForm, TaskForm, initial_of
from campaigns.models import Campaign, Task, TaskEvent, TaskLink, TaskState
from campaigns.queries import tasks as task_queries
from campaigns.rules.problems import PlanError
from campaigns.services import task_sets
from campaigns.services import tasks as task_services
from campaigns.services.tasks import StaleTaskError
from campaigns.task_rights import may_work
from campaigns.views.plans import person
from campaigns.words import tasks as task_words
from common.permissions import Permission, is_allowed, requires, sees_costs
from common.requests import whole_number


@requires(Permission.VIEW_PLAN)
@require_GET
def task(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Show one task."""
    return _page(request, _task(pk, task_id))


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a task of one's own."""
    campaign = get_object_or_404(Campaign, pk=pk)
    said = _choices(campaign)
    if request.method == "GET":
        asked = request.GET.get("department", "")
        first = {"department": asked} if asked in Department.values else {}
        return _form_page(request, TaskForm(initial=first, **said), campaign)
    form = TaskForm(request.POST, **said)
    if not form.is_valid():
        return _form_page(request, form, campaign, status=422)
    try:
        made = task_services.create_task(campaign=campaign, actor=person(request), draft=form.draft(), at=timezone.now())
    except PlanError as refused:
        form.take(refused.problems)
        return _form_page(request, form, campaign, status=422)
    messages.success(request, _("The task is set."))
    return redirect("campaigns:task", pk=pk, task_id=made.pk)


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Change a task; who comes second is shown what the first one changed and keeps what was typed."""
    found = _task(pk, task_id)
    said = _choices(found.campaign)
    if request.method == "GET":
        return _form_page(request, TaskForm(initial=initial_of(found), task=found, **said), found.campaign, found)
    form = TaskForm(request.POST, task=found, **said)
    if not form.is_valid():
        return _form_page(request, form, found.campaign, found, status=422)
    version = whole_number(request.POST.get("version", ""))
    try:
        task_services.change_task(task=found, actor=person(request), version=version, draft=form.draft(), at=timezone.now())
    except PlanError as refused:
        form.take(refused.problems)
        return _form_page(request, form, found.campaign, found, status=422)
    except StaleTaskError as stale:
        return _form_page(request, form, found.campaign, stale.task, stale=stale, status=409)
    messages.success(request, _("Saved."))
    return redirect("campaigns:task", pk=pk, task_id=task_id)


@requires(Permission.WORK_TASKS)
@require_POST
def task_state(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Say how a task stands; a red check or a block wants a reason."""
    found = _worked_on(request, pk, task_id)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _page(request, found, problem=_("Choose a state; a reason has 300 letters at most."), status=422)
    said, now = form.cleaned_data, timezone.now()
    checks = task_sets.checks_by_code(found.campaign, now) if found.check_code and said["state"] == TaskState.DONE else {}

    def write() -> None:
        task_services.set_state(
            task=found, actor=person(request), state=said["state"], reason=said["reason"], at=now, checks=checks
        )

    return _after(request, found, write, state=said["state"])


@requires(Permission.WORK_TASKS)
@require_POST
def task_take(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Make a task one's own."""
    found = _worked_on(request, pk, task_id)

    def write() -> None:
        task_services.assign_task(task=found, actor=person(request), owner=person(request), at=timezone.now())

    return _after(request, found, write)


@requires(Permission.WORK_TASKS)
@require_POST
def task_comment(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Say something about a task."""
    found = _worked_on(request, pk, task_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, comment=form, status=422)

    def write() -> None:
        task_services.comment_task(task=found, actor=person(request), text=form.cleaned_data["text"], at=timezone.now())

    return _after(request, found, write)


@requires(Permission.WORK_TASKS)
@require_POST
def task_link(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Link a file to a task."""
    found = _worked_on(request, pk, task_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, link=form, status=422)
    try:
        task_services.add_link(task=found, actor=person(request), **form.cleaned_data)
    except PlanError as refused:
        form.add_error("url", task_words.task_sentence(refused.problems[0]))
        return _page(request, found, link=form, status=422)
    return redirect("campaigns:task", pk=pk, task_id=task_id)


@requires(Permission.WORK_TASKS)
@require_POST
def task_unlink(request: HttpRequest, pk: int, task_id: int, link_id: int) -> HttpResponse:
    """Take a link off a task."""
    found = _worked_on(request, pk, task_id)
    task_services.remove_link(link=get_object_or_404(TaskLink, task=found, pk=link_id), actor=person(request))
    return redirect("campaigns:task", pk=pk, task_id=task_id)


@requires(Permission.WORK_TASKS)
@require_POST
def task_undo(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Take the last change of a task back."""
    found = _worked_on(request, pk, task_id)
    return _after(request, found, lambda: task_services.undo_task(task=found, actor=person(request), at=timezone.now()))


@requires(Permission.EDIT_PLAN)
@require_POST
def task_drop(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Call a task needless, or wanted again."""
    found = _task(pk, task_id)
    wanted = request.POST.get("wanted") == "1"
    task_services.drop_task(task=found, actor=person(request), at=timezone.now(), is_dropped=not wanted)
    return redirect("campaigns:task", pk=pk, task_id=task_id)


def _task(pk: int, task_id: int) -> Task:
    return get_object_or_404(Task.objects.select_related("campaign", "owner"), campaign_id=pk, pk=task_id)


def _worked_on(request: HttpRequest, pk: int, task_id: int) -> Task:
    """Return the task, if this person may work on it."""
    found = _task(pk, task_id)
    if not may_work(request.user, found):
        raise PermissionDenied
    return found


def _after(request: HttpRequest, found: Task, write: Callable[[], None], *, state: str = "") -> HttpResponse:
    """Write, then go back where the person came from; what is refused is shown on the task's page."""
    try:
        write()
    except PlanError as refused:
        words = task_words.task_sentence(refused.problems[0], with_costs=sees_costs(request.user))
        return _page(request, _task(found.campaign_id, found.pk), problem=words, asked_state=state, status=422)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("campaigns:task", pk=found.campaign_id, task_id=found.pk)


def _page(
    request: HttpRequest,
    found: Task,
    *,
    comment: CommentForm | None = None,
    link: LinkForm | None = None,
    problem: str = "",
    asked_state: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    row = task_queries.rows_of([found], at=now)[0]
    events = list(found.events.select_related("actor").order_by("-pk"))
    names = _names(found, events)
    with_costs = sees_costs(request.user)
    is_shown = found.check_code and (with_costs or found.check_code not in COST_CODES)
    check = task_sets.checks_by_code(found.campaign, now).get(found.check_code) if is_shown else None
    works = may_work(request.user, found)
    shown: dict[str, Any] = {
        "campaign": found.campaign,
        "task": found,
        "row": row,
        "chip": task_words.chip(row),
        "relative": task_words.relative_words(row),
        "check": check,
        "events": [
            (event, task_words.event_words(event, with_costs=with_costs), task_words.changes_of(event, names)) for event in events
        ],
        "links": found.links.all(),
        "offered": [(state.value, state.label) for state in OFFERED_STATES if state != found.state],
        "comment": comment or CommentForm(),
        "link": link or LinkForm(),
        "problem": problem,
        "asked_state": asked_state,
        "reason": request.POST.get("reason", ""),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        "may_work": works,
        "is_mine": found.owner_id == request.user.pk,
        "may_undo": works and any(event.after and not event.is_undone and event.kind == "changed" for event in events),
    }
    return render(request, "campaigns/tasks/detail.html", shown, status=status)


def _names(found: Task, events: list[TaskEvent]) -> dict[str, dict[int, str]]:
    """Return the names of people and tasks that a history speaks of."""
    sides = [side for event in events for side in (event.before, event.after)]
    people = {side["owner"] for side in sides if side.get("owner")}
    tasks = {pk for side in sides for pk in side.get("waits_for") or []}
    return {
        "owner": {one.pk: one.shown_name for one in User.objects.filter(pk__in=people)} if people else {},
        "task": {one.pk: task_queries.title_of(one) for one in found.campaign.tasks.filter(pk__in=tasks)} if tasks else {},
    }


def _choices(campaign: Campaign) -> dict[str, Any]:
    """Return what the form of a task can choose from: the other tasks, and the checks by name."""
    now = timezone.now()
    known = {check.code: check.name for check in task_sets.checks_by_code(campaign, now).values()}
    codes = {**{code: str(name) for code, name in task_words.CHECK_NAMES.items()}, **known}
    return {
        "rows": task_queries.task_rows(campaign=campaign, at=now),
        "checks": sorted(((code, name) for code, name in codes.items() if code != "tasks_late"), key=lambda pair: pair[1]),
    }


def _form_page(
    request: HttpRequest,
    form: TaskForm,
    campaign: Campaign,
    found: Task | None = None,
    *,
    stale: StaleTaskError | None = None,
    status: int = 200,
) -> HttpResponse:
    standing = found.version if found else 0
    lines: list[Any] = []
    if stale and found:
        names = _names(found, list(stale.events))
        lines = [(event, task_words.changes_of(event, names)) for event in stale.events]
    shown = {
        "campaign": campaign,
        "form": form,
        "task": found,
        "title": task_queries.title_of(found) if found else "",
        "version": standing if stale else request.POST.get("version", standing),
        "stale": lines,
        "back": reverse("campaigns:task", args=[campaign.pk, found.pk])
        if found
        else reverse("campaigns:tasks", args=[campaign.pk]),
    }
    return render(request, "campaigns/tasks/form.html", shown, status=status)

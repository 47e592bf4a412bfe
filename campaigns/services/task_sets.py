"""Many tasks at once: those of the templates, those of an earlier sale, and those the data opens again (playbook P14)."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.checks import all_checks
from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign, DueFrom, EventKind, Task, TaskEvent, TaskState
from campaigns.queries.lessons import changed_defaults
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.task_writing import writing
from campaigns.services.tasks import Checks, assign_task, move_task, set_state
from campaigns.task_templates import BY_CODE, TEMPLATES
from common.languages import in_every_language

DAY_SECONDS = 86_400
FOLLOWED_DAYS = 60


@dataclass(frozen=True)
class BulkResult:
    """What became of many tasks: how many were changed, and which refused, with why."""

    changed: int
    refused: list[tuple[Task, Problem]]


@transaction.atomic
def lay_templates(*, campaign: Campaign, actor: User | None, at: dt.datetime) -> int:
    """Give a sale the tasks of the templates that it does not have yet, and return how many came.

    A second time adds nothing; a task called needless stays so. Each waits for what its template names.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    standing = dict(campaign.tasks.exclude(code="").values_list("code", "pk"))
    changed = changed_defaults(campaign)
    fresh = [
        Task(
            campaign=campaign,
            code=template.code,
            department=department,
            rule=template.rule,
            due_from=DueFrom.END if template.from_end else DueFrom.START,
            due_day=int(changed.get(f"task:{template.code}", template.day)),
            check_code=template.check,
        )
        for department, templates in TEMPLATES.items()
        for template in templates
        if template.code not in standing
    ]
    if not fresh:
        return 0
    Task.objects.bulk_create(fresh)
    by_code = dict(campaign.tasks.exclude(code="").values_list("code", "pk"))
    waits = Task.waits_for.through
    waits.objects.bulk_create(
        waits(from_task_id=by_code[task.code], to_task_id=by_code[code])
        for task in fresh
        for code in BY_CODE[task.code].waits_for
    )
    TaskEvent.objects.bulk_create(
        TaskEvent(task_id=by_code[task.code], at=at, actor=actor, kind=EventKind.CREATED) for task in fresh
    )
    record(actor=actor, action="task.lay", target=f"campaign {campaign.pk} {campaign.name}", after={"tasks": len(fresh)})
    return len(fresh)


def missing_templates(campaign: Campaign) -> int:
    """Return how many tasks of the templates the sale lacks."""
    return len(BY_CODE.keys() - set(campaign.tasks.exclude(code="").values_list("code", flat=True)))


@transaction.atomic
def clone_tasks(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Give `target` the tasks of an earlier sale: owners and hand-over kept, all still to do.

    What counts from the sale counts from the new one; dates of their own move by `shift_seconds`. Links, comments and
    needless tasks stay behind, except that a template's task called needless there is called so here. What a lesson became is
    left to the lesson, which comes along as long as it is open.
    """
    copies: dict[int, Task] = {}
    for task in source.tasks.exclude(code="", is_dropped=True).filter(lesson=None):
        moved = task.due_on + dt.timedelta(days=round(shift_seconds / DAY_SECONDS)) if task.due_on else None
        copies[task.pk] = Task(
            campaign=target,
            code=task.code,
            department=task.department,
            title=task.title,
            what=task.what,
            rule=task.rule,
            owner_id=task.owner_id,
            due_from=task.due_from,
            due_day=task.due_day,
            due_on=moved,
            due_minute=task.due_minute,
            check_code=task.check_code,
            is_dropped=task.is_dropped,
        )
    Task.objects.bulk_create(copies.values())
    waits = Task.waits_for.through
    waits.objects.bulk_create(
        waits(from_task_id=copies[later].pk, to_task_id=copies[earlier].pk)
        for later, earlier in waits.objects.filter(from_task__campaign=source).values_list("from_task_id", "to_task_id")
        if later in copies and earlier in copies
    )


def follow_checks(*, campaign: Campaign, at: dt.datetime) -> list[Task]:
    """Open again each done task whose check has turned red, with the reason in its history, and return them.

    A task that was called done with a written reason although its check was red stays done until the check has been green
    once. Doing this twice changes nothing more. Without tasks bound to data it costs one query.
    """
    bound = list(campaign.tasks.wanted().exclude(check_code=""))
    if not bound:
        return []
    checks = checks_by_code(campaign, at)
    told: dict[str, dict[str, PlanCheck]] = {}
    reopened = []
    for task in bound:
        check = checks.get(task.check_code)
        if check is None:
            continue
        if check.state != task.check_state or (task.despite and check.state != "failed"):
            kept = task.despite if check.state == "failed" else ""
            Task.objects.filter(pk=task.pk).update(check_state=check.state, despite=kept)
        if task.state == TaskState.DONE and check.state == "failed":
            # Others will read why, in their own language, when the data says something else again.
            told = told or in_every_language(lambda: checks_by_code(campaign, at))
            if _open_again(task, {language: found[check.code] for language, found in told.items()}, at):
                reopened.append(task)
    return reopened


def follow_all_checks(*, at: dt.datetime) -> int:
    """Follow the checks of every sale that is not long over; return how many tasks were opened again."""
    ended_after = at - dt.timedelta(days=FOLLOWED_DAYS)
    with_tasks = Campaign.objects.filter(ends_at__gt=ended_after, tasks__isnull=False).distinct()
    return sum(len(follow_checks(campaign=campaign, at=at)) for campaign in with_tasks)


def checks_by_code(campaign: Campaign, at: dt.datetime) -> dict[str, PlanCheck]:
    """Return every check of the plan by its code; the worse of two of one code."""
    found: dict[str, PlanCheck] = {}
    for check in all_checks(campaign, at):
        found.setdefault(check.code, check)
    return found


def assign_tasks(*, tasks: Iterable[Task], actor: User | None, owner: User | None, at: dt.datetime) -> BulkResult:
    """Give many tasks to somebody, or to nobody."""
    return _each(tasks, lambda task: assign_task(task=task, actor=actor, owner=owner, at=at))


def move_tasks(*, tasks: Iterable[Task], actor: User | None, days: int, at: dt.datetime) -> BulkResult:
    """Move many tasks by whole days."""
    return _each(tasks, lambda task: move_task(task=task, actor=actor, days=days, at=at))


def finish_tasks(*, tasks: Iterable[Task], actor: User | None, checks: Checks, at: dt.datetime) -> BulkResult:
    """Call many tasks done; those whose check is red refuse, because each of them needs its own reason."""
    return _each(tasks, lambda task: set_state(task=task, actor=actor, state=TaskState.DONE, at=at, checks=checks))


def _each(tasks: Iterable[Task], do: Callable[[Task], None]) -> BulkResult:
    changed, refused = 0, []
    for task in tasks:
        try:
            do(task)
            changed += 1
        except PlanError as refusal:
            refused.append((task, refusal.problems[0]))
    return BulkResult(changed, refused)


def _open_again(task: Task, check: dict[str, PlanCheck], at: dt.datetime) -> bool:
    """Open a task again unless somebody has done so meanwhile, or has written why it is done all the same."""
    with writing(task_id=task.pk, actor=None, at=at) as change:
        if change.task.state != TaskState.DONE or change.task.despite:
            return False
        change.kind = EventKind.REOPENED
        change.task.state = TaskState.REOPENED
        change.said = {
            "code": task.check_code,
            "check": {language: one.name for language, one in check.items()},
            "found": {language: one.found for language, one in check.items()},
        }
    return True

"""Set tasks, change them, say how they stand, talk about them, take the last change back (playbook P14)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import transaction

from accounts.departments import Department
from accounts.models import User
from accounts.services import record
from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign, DueFrom, EventKind, Task, TaskEvent, TaskLink, TaskState
from campaigns.rules.problems import PlanError, Problem
from campaigns.rules.task_due import EARLIEST_DAY, LATEST_DAY
from campaigns.services.task_writing import Writing, check_waits, read, target_of, writing

Checks = Mapping[str, PlanCheck]


class StaleTaskError(Exception):
    """Somebody else changed the task since this person saw it: `events` are what happened since."""

    def __init__(self, task: Task, events: Sequence[TaskEvent]) -> None:
        super().__init__(f"task {task.pk} stands at version {task.version}")
        self.task, self.events = task, events


@dataclass(frozen=True)
class TaskDraft:
    """A task as somebody wrote it. `due_day` goes with "start" and "end", `due_on` with "date"; minute 1440 ends the day."""

    department: str
    title: str = ""
    what: str = ""
    owner: User | None = None
    due_from: str = DueFrom.START
    due_day: int | None = None
    due_on: dt.date | None = None
    due_minute: int = 1440
    check_code: str = ""
    waits_for: tuple[int, ...] = field(default_factory=tuple)


@transaction.atomic
def create_task(*, campaign: Campaign, actor: User | None, draft: TaskDraft, at: dt.datetime) -> Task:
    """Set a task of one's own. Raises PlanError with every problem and its field."""
    task = Task(campaign=campaign)
    _fill(task, draft)
    task.save()
    if draft.waits_for:
        check_waits(task, sorted(draft.waits_for))
        task.waits_for.set(draft.waits_for)
    TaskEvent.objects.create(task=task, at=at, actor=actor, kind=EventKind.CREATED)
    after = {name: value for name, value in read(task).items() if value not in (None, "", [])}
    record(actor=actor, action="task.create", target=target_of(task), after=after)
    return task


def change_task(*, task: Task, actor: User | None, version: int, draft: TaskDraft, at: dt.datetime) -> None:
    """Change what a task is. `version` is what the person saw; StaleTaskError tells what somebody else did since."""
    with writing(task_id=task.pk, actor=actor, at=at) as change:
        if change.task.version != version:
            raise StaleTaskError(change.task, _since(change.task, version))
        _fill(change.task, draft)
        change.waits_for = list(draft.waits_for)


def set_state(
    *, task: Task, actor: User | None, state: str, at: dt.datetime, reason: str = "", checks: Checks | None = None
) -> None:
    """Say how a task stands.

    Blocked needs a reason. Done needs one when the check it is bound to is red (`checks` by code, as they are now). A done
    task that is begun anew counts as opened again. PlanError `reason_missing`, `check_red`, `state_unknown` otherwise.
    """
    with writing(task_id=task.pk, actor=actor, at=at) as change:
        _stand(change, state, reason.strip(), checks or {})


def assign_task(*, task: Task, actor: User | None, owner: User | None, at: dt.datetime) -> None:
    """Give a task to somebody, or to nobody."""
    with writing(task_id=task.pk, actor=actor, at=at) as change:
        if owner is not None and not owner.is_active:
            raise PlanError(Problem("owner_unknown", "owner"))
        change.task.owner = owner


def move_task(*, task: Task, actor: User | None, days: int, at: dt.datetime) -> None:
    """Move a task by whole days, later or (below zero) earlier; a due day that counts from the sale keeps counting from it."""
    with writing(task_id=task.pk, actor=actor, at=at) as change:
        if change.task.due_on is not None:
            change.task.due_on += dt.timedelta(days=days)
        else:
            change.task.due_day = (change.task.due_day or 0) + days
            _check_day(change.task.due_day)


def drop_task(*, task: Task, actor: User | None, at: dt.datetime, is_dropped: bool = True) -> None:
    """Call a task needless for this sale, or wanted again; its history stays, and the template does not bring it back."""
    with writing(task_id=task.pk, actor=actor, at=at) as change:
        change.task.is_dropped = is_dropped


@transaction.atomic
def comment_task(
    *, task: Task, actor: User | None, text: str, at: dt.datetime, texts: Mapping[str, str] | None = None
) -> TaskEvent:
    """Say something about a task; `texts` is the same in every language, where the program words it. PlanError `text_missing`."""
    text = text.strip()
    if not text:
        raise PlanError(Problem("text_missing", "text"))
    record(actor=actor, action="task.comment", target=target_of(task), after={"text": text[:200]})
    said = {"text": dict(texts)} if texts else {}
    return TaskEvent.objects.create(task=task, at=at, actor=actor, kind=EventKind.COMMENT, text=text, said=said)


@transaction.atomic
def add_link(*, task: Task, actor: User | None, url: str, name: str) -> TaskLink:
    """Link a file to a task; the same address twice is one link. PlanError `link_not_web` for anything but http and https."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or len(url) > 1000 or any(letter.isspace() for letter in url):
        raise PlanError(Problem("link_not_web", "url"))
    link, is_new = TaskLink.objects.get_or_create(task=task, url=url, defaults={"name": name.strip()[:120], "added_by": actor})
    if is_new:
        record(actor=actor, action="task.link", target=target_of(task), after={"link": url})
    return link


@transaction.atomic
def remove_link(*, link: TaskLink, actor: User | None) -> None:
    """Take a link off its task."""
    record(actor=actor, action="task.unlink", target=target_of(link.task), before={"link": link.url})
    link.delete()


def undo_task(*, task: Task, actor: User | None, at: dt.datetime) -> None:
    """Take the last change of a task back; once more goes one change further back.

    PlanError `nothing_to_undo` when there is none, `reopened_by_data` when it was the data that opened the task again.
    """
    with writing(task_id=task.pk, actor=actor, at=at) as change:
        last = (
            change.task.events.filter(kind__in=[EventKind.CHANGED, EventKind.REOPENED], is_undone=False).order_by("-pk").first()
        )
        if last is None:
            raise PlanError(Problem("nothing_to_undo"))
        if last.kind == EventKind.REOPENED:
            raise PlanError(Problem("reopened_by_data"))
        _put_back(change, last)
        last.is_undone = True
        last.save(update_fields=["is_undone"])


def _put_back(change: Writing, last: TaskEvent) -> None:
    change.kind = EventKind.UNDONE
    for name, value in last.before.items():
        if name == "waits_for":
            standing = Task.objects.filter(campaign_id=change.task.campaign_id, pk__in=value)
            change.waits_for = list(standing.values_list("pk", flat=True))
        elif name == "owner":
            change.task.owner = User.objects.filter(pk=value).first()
        elif name == "due_on":
            change.task.due_on = dt.date.fromisoformat(value) if value else None
        else:
            setattr(change.task, name, value)


def _stand(change: Writing, state: str, reason: str, checks: Checks) -> None:
    task = change.task
    if state not in TaskState.values:
        raise PlanError(Problem("state_unknown", "state"))
    check = checks.get(task.check_code) if task.check_code else None
    if state == TaskState.BLOCKED and not reason:
        raise PlanError(Problem("reason_missing", "reason"))
    is_red = state == TaskState.DONE and check is not None and check.state == "failed"
    if is_red and check is not None and not reason:
        raise PlanError(Problem("check_red", "reason", {"code": check.code, "check": check.name, "found": check.found}))
    if task.state == TaskState.DONE and state == TaskState.TO_DO:
        state = TaskState.REOPENED
    task.blocked_by = reason[:300] if state == TaskState.BLOCKED else ""
    task.despite = reason[:300] if is_red else ""
    if check is not None:
        task.check_state = check.state
    task.state = state


def _fill(task: Task, draft: TaskDraft) -> None:
    """Set what was written, or raise PlanError with every problem."""
    problems = []
    title = draft.title.strip()
    if not title and not task.code:
        problems.append(Problem("title_missing", "title"))
    if draft.department not in Department.values:
        problems.append(Problem("department_missing", "department"))
    if draft.owner is not None and not draft.owner.is_active and draft.owner.pk != task.owner_id:
        problems.append(Problem("owner_unknown", "owner"))
    if draft.due_from == DueFrom.DATE:
        if draft.due_on is None:
            problems.append(Problem("date_missing", "due_on"))
    elif draft.due_day is None:
        problems.append(Problem("day_missing", "due_day"))
    elif not EARLIEST_DAY <= draft.due_day <= LATEST_DAY:
        problems.append(Problem("day_too_far", "due_day", {"days": LATEST_DAY}))
    if problems:
        raise PlanError(*problems)
    is_date = draft.due_from == DueFrom.DATE
    task.title, task.what, task.department, task.owner = title[:200], draft.what.strip(), draft.department, draft.owner
    task.due_from, task.due_minute = draft.due_from, draft.due_minute
    task.due_day, task.due_on = (None, draft.due_on) if is_date else (draft.due_day, None)
    if task.check_code != draft.check_code:
        task.check_code, task.check_state, task.despite = draft.check_code, "", ""


def _check_day(day: int) -> None:
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise PlanError(Problem("day_too_far", "due_day", {"days": LATEST_DAY}))


def _since(task: Task, version: int) -> list[TaskEvent]:
    """Return the changes made since a version, the newest first; each raised the version by one."""
    behind = max(1, task.version - version)
    changes = task.events.exclude(kind__in=[EventKind.COMMENT, EventKind.CREATED]).select_related("actor")
    return list(changes.order_by("-pk")[:behind])

"""One change of one task: locked, compared, kept as an event that can be taken back, and written into the audit trail."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import EventKind, Task, TaskEvent
from campaigns.queries.tasks import title_of
from campaigns.rules.differences import difference
from campaigns.rules.handover import cycle
from campaigns.rules.problems import PlanError, Problem

FIELDS = (
    "department", "title", "what", "owner_id", "due_from", "due_day", "due_on", "due_minute", "state", "blocked_by", "despite",
    "check_code", "is_dropped",
)  # fmt: skip


@dataclass
class Writing:
    """A change on its way: the locked task, whom it will wait for, and what its event says beside the difference."""

    task: Task
    waits_for: list[int]
    kind: EventKind = EventKind.CHANGED
    said: dict[str, Any] = field(default_factory=dict)
    text: str = ""


@contextmanager
def writing(*, task_id: int, actor: User | None, at: dt.datetime) -> Iterator[Writing]:
    """Lock a task, let the caller change it, then keep the event and the audit row, all in one transaction.

    A change that changes nothing leaves nothing. Raises PlanError when the task would wait for itself or for another sale's.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task_id)
        before = read(task)
        change = Writing(task, list(before["waits_for"]))
        yield change
        wanted = sorted(set(change.waits_for))
        if wanted != before["waits_for"]:
            check_waits(task, wanted)
            task.waits_for.set(wanted)
        changed = difference(before, read(task))
        if not changed and not change.text:
            return
        task.version += 1
        task.save()
        then = {name: pair[0] for name, pair in changed.items()}
        now = {name: pair[1] for name, pair in changed.items()}
        TaskEvent.objects.create(
            task=task, at=at, actor=actor, kind=change.kind, text=change.text, said=change.said, before=then, after=now
        )
        _audit_trail(task, actor, change, then, now)


def read(task: Task) -> dict[str, Any]:
    """Return what can be changed about a task as plain JSON; the owner by number, whom it waits for as sorted numbers."""
    plain = {name.removesuffix("_id"): getattr(task, name) for name in FIELDS}
    plain["due_on"] = task.due_on.isoformat() if task.due_on else None
    plain["waits_for"] = sorted(task.waits_for.values_list("pk", flat=True)) if task.pk else []
    return plain


def check_waits(task: Task, wanted: list[int]) -> None:
    """Refuse to wait for a task of another sale, or in a ring: PlanError `wait_elsewhere`, `wait_cycle`."""
    titles = {one.pk: one for one in Task.objects.filter(campaign_id=task.campaign_id)}
    if not set(wanted) <= titles.keys():
        raise PlanError(Problem("wait_elsewhere", "waits_for"))
    waits: dict[int, set[int]] = {}
    for later, earlier in Task.waits_for.through.objects.filter(from_task__campaign_id=task.campaign_id).values_list(
        "from_task_id", "to_task_id"
    ):
        waits.setdefault(later, set()).add(earlier)
    waits[task.pk] = set(wanted)
    if way := cycle(waits, task.pk):
        raise PlanError(Problem("wait_cycle", "waits_for", {"way": " → ".join(title_of(titles[pk]) for pk in way)}))


def target_of(task: Task) -> str:
    """Name a task for the audit trail."""
    return f"task {task.pk} {task.title or task.code}"


def _audit_trail(task: Task, actor: User | None, change: Writing, then: dict[str, Any], now: dict[str, Any]) -> None:
    before, after = ({**side} for side in (then, now))
    if "owner" in now:
        names = dict(User.objects.filter(pk__in=[then["owner"], now["owner"]]).values_list("pk", "username"))
        before["owner"], after["owner"] = (names.get(side["owner"], "") for side in (then, now))
    if change.kind == EventKind.REOPENED:
        record(actor=actor, action="task.reopen", target=target_of(task), before=before, after=after | change.said)
    elif change.kind == EventKind.UNDONE:
        record(actor=actor, action="task.undo", target=target_of(task), before=before, after=after)
    else:
        record(actor=actor, action="task.change", target=target_of(task), before=before, after=after)

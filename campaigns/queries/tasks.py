"""What the departments have to do for a sale, as pages and checks ask for it: rows with due moment, lateness and waiting."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.departments import Department
from accounts.models import User
from campaigns.models import Campaign, Task, TaskState
from campaigns.rules import task_due
from campaigns.task_templates import BY_CODE
from common.once import once
from common.prepared import Prepared

# A person owns some dozens: their numbers are counted here.
_OPEN_OF = Prepared(lambda owner: Task.objects.open().filter(owner=owner).values_list("pk", flat=True), int)


@dataclass(frozen=True)
class TaskName:
    """A task as another one names it."""

    pk: int
    title: str
    owner: str


@dataclass(frozen=True)
class TaskRow:
    """One task at a moment. `due_on` is a date of the sale's clock, `days_late` 0 for what is in time or done.

    `waits` are the tasks it waits for that are still open, `holds_up` the open ones that wait for it.
    """

    task: Task
    title: str
    what: str
    due_on: dt.date
    due_at: dt.datetime
    days_late: int
    waits: tuple[TaskName, ...] = ()
    holds_up: tuple[TaskName, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.task.state != TaskState.DONE

    @property
    def owner(self) -> str:
        """The owner's name, or ""."""
        return self.task.owner.shown_name if self.task.owner else ""


@dataclass(frozen=True)
class DepartmentTasks:
    """How far a department is: done of all, how many are late, and the open task that is due first."""

    department: Department
    done: int
    total: int
    late: int
    following: TaskRow | None


def title_of(task: Task) -> str:
    """Return what a task is called: its own title, else that of its template in the reader's language."""
    template = BY_CODE.get(task.code)
    return task.title or (str(template.title) if template else task.code)


def what_of(task: Task) -> str:
    """Return what is to do, else what its template says."""
    template = BY_CODE.get(task.code)
    return task.what or (str(template.what) if template else "")


def due_of(task: Task) -> tuple[dt.date, dt.datetime]:
    """Return the date of the sale's clock and the moment at which a task is due, as the sale stands now."""
    campaign = task.campaign
    day = task_due.due_date(
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        zone=campaign.time_zone,
        due_from=task.due_from,
        day=task.due_day,
        on=task.due_on,
    )
    return day, task_due.due_moment(day, task.due_minute, campaign.time_zone)


@once
def task_rows(*, campaign: Campaign, at: dt.datetime) -> list[TaskRow]:
    """Return the wanted tasks of a sale, the first due first. Two queries, however many tasks."""
    tasks = list(campaign.tasks.wanted().select_related("owner"))
    for task in tasks:
        task.campaign = campaign
    return rows_of(tasks, at=at)


def rows_of(tasks: Sequence[Task], *, at: dt.datetime) -> list[TaskRow]:
    """Return rows for tasks whose campaign and owner are loaded, in order of their due moment."""
    by_pk = {task.pk: task for task in tasks}
    links = Task.waits_for.through.objects.filter(Q(from_task__in=by_pk) | Q(to_task__in=by_pk))
    pairs = list(links.values_list("from_task_id", "to_task_id"))
    named = _named({pk for pair in pairs for pk in pair}, by_pk)
    waits, holds = defaultdict(list), defaultdict(list)
    for later, earlier in sorted(pairs):
        if later in named and earlier in named:
            waits[later].append(named[earlier])
            holds[earlier].append(named[later])
    found = []
    for task in tasks:
        day, moment = due_of(task)
        late = 0 if task.state == TaskState.DONE else task_due.days_late(moment, at, task.campaign.time_zone)
        found.append(
            TaskRow(task, title_of(task), what_of(task), day, moment, late, tuple(waits[task.pk]), tuple(holds[task.pk]))
        )
    return sorted(found, key=lambda row: (row.due_at, row.task.pk))


def by_department(rows: Iterable[TaskRow]) -> list[DepartmentTasks]:
    """Return how far each department is, in the order of the hand-over; one without tasks is left out."""
    split: dict[str, list[TaskRow]] = defaultdict(list)
    for row in rows:
        split[row.task.department].append(row)
    return [
        DepartmentTasks(
            department=department,
            done=sum(not row.is_open for row in split[department]),
            total=len(split[department]),
            late=sum(row.days_late > 0 for row in split[department]),
            following=_following(split[department]),
        )
        for department in Department
        if split[department]
    ]


def my_rows(*, user: User, at: dt.datetime) -> list[TaskRow]:
    """Return one's open tasks over all sales, the first due first."""
    return rows_of(list(Task.objects.open().filter(owner=user).select_related("owner", "campaign")), at=at)


def unowned_rows(*, user: User, at: dt.datetime) -> list[TaskRow]:
    """Return the open tasks of one's department that nobody owns, of sales that are not long over, the first due first."""
    if not user.works_in:
        return []
    tasks = Task.objects.open().filter(owner=None, department=user.works_in, campaign__ends_at__gt=at - dt.timedelta(days=30))
    return rows_of(list(tasks.select_related("owner", "campaign")), at=at)


def done_rows(*, user: User, at: dt.datetime, limit: int = 10) -> list[TaskRow]:
    """Return the tasks one finished last."""
    tasks = Task.objects.wanted().filter(owner=user, state=TaskState.DONE).select_related("owner", "campaign")
    return rows_of(list(tasks.order_by("-pk")[:limit]), at=at)


def open_count(*, user: User) -> int:
    """Return how many open tasks somebody owns; one query on an index, for the navigation of every page."""
    return len(_OPEN_OF.ask(user.pk))


def today_of(campaign: Campaign, at: dt.datetime) -> dt.date:
    """Return the date of the sale's clock."""
    return at.astimezone(ZoneInfo(campaign.time_zone)).date()


def _named(wanted: set[int], known: dict[int, Task]) -> dict[int, TaskName]:
    """Return the open, wanted tasks among these with their names."""
    others = Task.objects.open().filter(pk__in=wanted - known.keys()).select_related("owner") if wanted - known.keys() else []
    tasks = [*others, *(known[pk] for pk in wanted & known.keys())]
    return {
        task.pk: TaskName(task.pk, title_of(task), task.owner.shown_name if task.owner else "")
        for task in tasks
        if task.state != TaskState.DONE and not task.is_dropped
    }


def _following(rows: list[TaskRow]) -> TaskRow | None:
    """Return the open task that comes next: one opened again by the data first, then the first due."""
    left = sorted((row for row in rows if row.is_open), key=lambda row: (row.task.state != TaskState.REOPENED, row.due_at))
    return left[0] if left else None

"""The tasks of a sale as rows for a spreadsheet: one for each task."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from accounts.departments import Department
from campaigns.models import TaskState
from campaigns.queries.tasks import TaskRow
from common.spreadsheets import Cell


def task_lines(rows: Sequence[TaskRow]) -> Iterator[list[Cell]]:
    """Yield the header, then each task with its number, so that another program can find it again."""
    yield [
        _("Number"), _("Department"), _("Task"), _("What to do"), _("Rule"), _("Owner"), _("Due on"), _("Days to the sale"),
        _("State"), _("Days late"), _("Blocked by"), _("Waits for"), _("Check"),
    ]  # fmt: skip
    for row in rows:
        task = row.task
        yield [
            task.pk,
            str(Department(task.department).label),
            row.title,
            row.what,
            task.rule,
            row.owner,
            row.due_on.isoformat(),
            task.due_day,
            str(TaskState(task.state).label),
            row.days_late,
            task.blocked_by,
            ", ".join(other.title for other in row.waits),
            task.check_code,
        ]

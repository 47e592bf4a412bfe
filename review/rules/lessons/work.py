"""Tasks that were late, and when they should be due next time."""

from collections.abc import Iterable
from dataclasses import dataclass

from review.rules.lessons.finding import Finding

MOST = 5
EARLIEST = -365


@dataclass(frozen=True)
class Worked:
    """A task: its number and template ("" for none), words, department, due day from the start of the sale, whole days late.

    `due_day` None: it is due on a date of its own. `is_open`: it is still not done.
    """

    number: int
    code: str
    title: str
    department: str
    due_day: int | None
    days_late: int
    is_open: bool = False


def tasks_late(tasks: Iterable[Worked]) -> list[Finding]:
    """Return the tasks that were late, the latest first and at most five.

    One of a template that was done late should be due earlier by as many days: a task late each year is planned too late.

    >>> brief = Worked(7, "op_brief", "Write the brief", "operations", -40, 4)
    >>> boxes = Worked(8, "", "Boxes", "warehouse", -3, 0)
    >>> [(one.key, one.figures["days"], one.change, one.value) for one in tasks_late([brief, boxes])]
    [('task_late:7', 4, 'task:op_brief', -44.0)]
    """
    late = sorted((one for one in tasks if one.days_late > 0), key=lambda one: (-one.days_late, one.number))
    return [
        Finding(
            "task_late",
            str(one.number),
            one.department,
            rule="P14",
            figures={"title": one.title, "days": one.days_late, "is_open": int(one.is_open)},
            change="" if (day := _earlier(one)) is None else f"task:{one.code}",
            value=day,
        )
        for one in late[:MOST]
    ]


def _earlier(one: Worked) -> float | None:
    """Return when a task should be due next time; None for one's own, for a date, and while nobody knows how late it gets."""
    if not one.code or one.due_day is None or one.is_open:
        return None
    return float(max(EARLIEST, one.due_day - one.days_late))

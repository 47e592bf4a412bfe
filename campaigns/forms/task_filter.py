"""Which tasks a page shows: what its address asks for, and the rows that fit."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.departments import Department
from campaigns.models import TaskState
from campaigns.queries.tasks import TaskRow

VIEWS = ("board", "list", "calendar")
GROUPINGS = ("department", "state")


@dataclass(frozen=True)
class TaskFilter:
    """What an address asks for; whatever it says that is unknown is left out. `owner` is "", "none" or a number as text."""

    view: str = "board"
    by: str = "department"
    department: str = ""
    state: str = ""
    owner: str = ""
    is_late: bool = False
    text: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "TaskFilter":
        """Read an address."""

        def one_of(name: str, allowed: tuple[str, ...], otherwise: str = "") -> str:
            said = str(asked.get(name, ""))
            return said if said in allowed else otherwise

        owner = str(asked.get("owner", ""))
        return cls(
            view=one_of("view", VIEWS, "board"),
            by=one_of("by", GROUPINGS, "department"),
            department=one_of("department", tuple(Department.values)),
            state=one_of("state", ("open", *TaskState.values)),
            owner=owner if owner == "none" or (owner.isascii() and owner.isdigit() and len(owner) < 12) else "",
            is_late=asked.get("late") == "1",
            text=str(asked.get("q", "")).strip()[:100],
        )

    @property
    def is_filtering(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self.department or self.state or self.owner or self.is_late or self.text)

    def rows(self, rows: list[TaskRow]) -> list[TaskRow]:
        """Return the rows that fit, in the order in which they came."""
        return [row for row in rows if self._fits(row)]

    def _fits(self, row: TaskRow) -> bool:
        task = row.task
        if self.department and task.department != self.department:
            return False
        if self.state and (not row.is_open if self.state == "open" else task.state != self.state):
            return False
        if self.owner and (str(task.owner_id) if task.owner_id else "none") != self.owner:
            return False
        if self.is_late and not row.days_late:
            return False
        sought = self.text.casefold()
        return not sought or any(sought in words.casefold() for words in (row.title, row.what, row.owner, task.rule))

"""Who may work on a task: its owner, the people of its department, and whoever may change the plan (playbook P14)."""

from typing import Any

from campaigns.models import Task
from common.permissions import Permission, is_allowed


def may_work(user: Any, task: Task) -> bool:
    """Tell whether this person may change the task's state, take it, comment on it and link files to it."""
    if is_allowed(user, Permission.EDIT_PLAN):
        return True
    if not is_allowed(user, Permission.WORK_TASKS):
        return False
    return bool(task.owner_id == user.pk or (user.works_in and user.works_in == task.department))

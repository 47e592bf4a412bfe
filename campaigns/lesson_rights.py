"""Who may write which lesson: every department its own, whoever plans or belongs to none (the boss) all (playbook C5)."""

from typing import Any

from common.permissions import Permission, is_allowed


def may_write(user: Any, department: str) -> bool:
    """Tell whether this person may write, change and take out lessons of a department, and decide what the data found for it."""
    if is_allowed(user, Permission.EDIT_PLAN):
        return True
    return is_allowed(user, Permission.WORK_TASKS) and user.works_in in {"", department}

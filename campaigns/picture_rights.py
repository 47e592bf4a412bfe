"""Who may bring, change and take away pictures: whoever may change the plan, and the designers (playbook P11, P14)."""

from typing import Any

from accounts.departments import Department
from common.permissions import Permission, is_allowed


def may_draw(user: Any) -> bool:
    """Tell whether this person may bring pictures, change them and their numbers, and take them away."""
    if is_allowed(user, Permission.EDIT_PLAN):
        return True
    return is_allowed(user, Permission.WORK_TASKS) and getattr(user, "works_in", "") == Department.DESIGN

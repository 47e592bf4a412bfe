"""When each order must have left (playbook C1), how many hours are left to work, and whether the present speed gets there."""

from dispatch.rules.clock.deadline import Terms, due_slot, paid_windows
from dispatch.rules.clock.hours import Hours
from dispatch.rules.clock.limits import Limit, limit_of
from dispatch.rules.clock.outlook import Group, Outlook, look_out
from dispatch.rules.clock.penalty import Penalty
from dispatch.rules.clock.speed import Speed, present_speed

__all__ = [
    "Group",
    "Hours",
    "Limit",
    "Outlook",
    "Penalty",
    "Speed",
    "Terms",
    "due_slot",
    "limit_of",
    "look_out",
    "paid_windows",
    "present_speed",
]

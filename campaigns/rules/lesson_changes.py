"""Which defaults of a plan a lesson may change, and within which bounds (playbook C5).

A default goes by a key: `shift_reserve`, or a topic with the thing inside it, `task:pictures_tested`. The value is what it
becomes in the next plan, never a difference: so that a lesson that is carried twice changes it once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChangeUnit(StrEnum):
    """What a value counts: a share of 1, whole days (before the start below zero), or whatever the thing itself counts."""

    SHARE = "share"
    DAYS = "days"
    OWN = "own"


@dataclass(frozen=True)
class Changeable:
    """A kind of default: its unit, its bounds (both included), whether its key names a thing after a colon."""

    unit: ChangeUnit
    least: float
    most: float
    is_named: bool = False


TOPICS: Mapping[str, Changeable] = {
    "shift_reserve": Changeable(ChangeUnit.SHARE, 0, 1),
    "buffer_flat": Changeable(ChangeUnit.SHARE, 0, 10),
    "back_days": Changeable(ChangeUnit.DAYS, 1, 30),
    "task": Changeable(ChangeUnit.DAYS, -365, 365, is_named=True),
    "estimate": Changeable(ChangeUnit.OWN, 0, 10**15, is_named=True),
    "watch": Changeable(ChangeUnit.OWN, -(10**15), 10**15, is_named=True),
}
_NO_COSTS = frozenset({"visitors", "conversion", "order_value", "refund_rate"})


def topic_of(change: str) -> str:
    """Return the topic of a key, and the thing in it by `thing_of`.

    >>> topic_of("task:brief"), thing_of("task:brief"), thing_of("shift_reserve")
    ('task', 'brief', '')
    """
    return change.partition(":")[0]


def thing_of(change: str) -> str:
    """Return which thing of its topic a key names, "" for none."""
    return change.partition(":")[2]


def is_costly(change: str) -> bool:
    """Tell whether a change tells a cost, so that only those are told who may see costs.

    >>> is_costly("estimate:commission"), is_costly("estimate:refund_rate"), is_costly("back_days")
    (True, False, False)
    """
    return topic_of(change) == "estimate" and thing_of(change) not in _NO_COSTS


def problem_of(change: str, value: float | None) -> str:
    """Return what cannot stand about a change: `change_unknown`, `change_without_value`, `change_out_of_bounds`, or "".

    >>> problem_of("shift_reserve", 0.15), problem_of("shift_reserve", 15)
    ('', 'change_out_of_bounds')
    >>> problem_of("task:", -20), problem_of("back_days", None)
    ('change_unknown', 'change_without_value')
    """
    about = TOPICS.get(topic_of(change))
    if about is None or about.is_named != bool(thing_of(change)):
        return "change_unknown"
    if value is None:
        return "change_without_value"
    is_whole = about.unit is not ChangeUnit.DAYS or float(value).is_integer()
    return "" if is_whole and about.least <= value <= about.most else "change_out_of_bounds"

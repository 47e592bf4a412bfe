"""What a part of the plan can do: be read into a version, be restored from one, tell a difference in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from campaigns.models import Campaign

Line = tuple[str, str, str]
"""What changed, what it was, what it is now, as the trail shows them; "" where there was or is nothing."""


@dataclass(frozen=True)
class Part:
    """One part of a plan. What `read` returns is plain JSON, and equal for equal plans.

    `restore` sets the rows back to what was read and keeps their primary keys. `lines(campaign, then, now)` says what differs,
    `lines_without_costs` the same to those who may not see costs; None where it tells none.
    """

    name: str
    label: str | Promise
    read: Callable[[Campaign], Any]
    restore: Callable[[Campaign, Any], None]
    lines: Callable[[Campaign, Any, Any], list[Line]]
    lines_without_costs: Callable[[Campaign, Any, Any], list[Line]] | None = None

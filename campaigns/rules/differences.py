"""What differs between two versions of a plan."""

from collections.abc import Mapping
from typing import Any

QUIET = frozenset({"leaves", "currency", "time_zone", "derived_figure", "paid_orders_target"})


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what differs, without the single slots and what only follows from other parts: {part: (then, now)}.

    >>> difference({"name": "618", "leaves": [1]}, {"name": "Double 11", "leaves": [2]})
    {'name': ('618', 'Double 11')}
    """
    return {name: (before.get(name), now) for name, now in after.items() if name not in QUIET and before.get(name) != now}

"""What differs between two versions of a plan."""

from collections.abc import Mapping
from typing import Any

QUIET = frozenset({"currency", "time_zone", "derived_figure", "paid_orders_target", "follows"})


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what differs, without what only follows from other parts: {part: (then, now)}.

    A part that `before` did not know yet counts as empty there.

    >>> difference({"name": "618", "phases": [1]}, {"name": "Double 11", "phases": [1], "offers": []})
    {'name': ('618', 'Double 11')}
    """
    found = {}
    for name, now in after.items():
        then = before[name] if name in before else _empty(now)
        if name not in QUIET and then != now:
            found[name] = (then, now)
    return found


def shortened(then: Any, now: Any) -> tuple[Any, Any]:
    """Leave out of two lists what both hold, so that an audit row of a long list stays short; anything else stays as it is.

    >>> shortened([{"id": 1, "x": 2}, {"id": 2, "x": 5}], [{"id": 1, "x": 3}, {"id": 2, "x": 5}])
    ([{'id': 1, 'x': 2}], [{'id': 1, 'x': 3}])
    >>> shortened("a", "b")
    ('a', 'b')
    """
    if not (isinstance(then, list) and isinstance(now, list)):
        return then, now
    old, new = ([one if type(one) is int else repr(one) for one in side] for side in (then, now))
    before, after = set(old), set(new)
    return (
        [one for one, text in zip(then, old, strict=True) if text not in after],
        [one for one, text in zip(now, new, strict=True) if text not in before],
    )


def _empty(value: Any) -> Any:
    return type(value)() if isinstance(value, (list, dict)) else None

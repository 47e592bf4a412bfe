"""What a person who looks at the board sees: signs, as short words. Plain board dicts in, nothing of our own making.

`cause:traffic` the gap of the running hour, or of the one before it, is beyond chance and that is its largest part;
`channel:NAME` the same, where the board tells channels apart; `age:late`, `age:stale` the data are old.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from live.rules.alerts.hour import is_beyond_chance

CAUSES = ("traffic", "conversion", "order_value", "orders")


def cause_signs(hours: Iterable[Mapping[str, Any]]) -> set[str]:
    """Read the causes off the rows of a board's hours: of the last two of which something is known.

    A gap speaks when chance does not explain it (`live.rules.alerts.hour`).

    >>> hour = {"state": "known", "revenue": {"due": 100_000, "gap": -40_000}, "paid_orders": {"due": 100},
    ...         "split": {"traffic": -2_000, "conversion": -38_000, "order_value": 0}}
    >>> cause_signs([hour])
    {'cause:conversion'}
    >>> cause_signs([hour | {"revenue": {"due": 100_000, "gap": -14_000}}])
    set()
    """
    found: set[str] = set()
    for row in [row for row in hours if row["state"] != "next" and row["split"]][-2:]:
        gap = (row["revenue"]["gap"] or 0) if row["revenue"] else 0
        due, orders = row["revenue"]["due"] or 0, row["paid_orders"]["due"] or 0
        if not is_beyond_chance(gap=gap, due=due, orders=orders):
            continue
        parts = {name: row["split"].get(name) or 0 for name in CAUSES}
        worst = min(parts, key=lambda name: parts[name])
        if parts[worst] < 0:
            found.add(f"cause:{worst}")
            found |= _channels(row, parts[worst]) if worst == "traffic" else set()
    return found


def _channels(row: Mapping[str, Any], worst: int) -> set[str]:
    """Name the channel that lost most, where the board tells channels: it must hold half of the traffic's part."""
    parts = {str(one["channel"]): int(one["minor"]) for one in row.get("channels") or [] if one.get("minor")}
    if not parts:
        return set()
    name = min(parts, key=lambda each: parts[each])
    return {f"channel:{name}"} if parts[name] * 2 <= worst else set()

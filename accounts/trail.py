"""What an entry of the audit trail changed, name by name, in words short enough for a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.trail_plan import plan_words
from accounts.trail_words import part_label, value_words
from common.languages import are_texts, in_readers_language

SHOWN = 4
LONGEST = 56


@dataclass(frozen=True)
class Change:
    """One value: how it was and how it is; empty where there was or is none. `full` tells it uncut where it was cut."""

    name: str
    before: str
    after: str
    full: str


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """Return what differs, in the order of `after`, then what is gone. Equal values and empty ones that stay empty are left out.

    >>> [(c.name, c.before, c.after) for c in changes({"role": "service", "name": "Li"}, {"role": "boss", "name": "Li"})]
    [('Role', 'Customer service', 'Boss')]
    >>> [(c.name, c.before, c.after) for c in changes({"file": "a.csv"}, None)]
    [('File', 'a.csv', '')]
    """
    was, now = before or {}, after or {}
    found = []
    for name in [*now, *(name for name in was if name not in now)]:
        old, new = (value_words(name, plan_words(name, side.get(name)) or words(side.get(name))) for side in (was, now))
        if old == new:
            continue
        is_cut = max(len(old), len(new)) > LONGEST
        found.append(Change(part_label(name), _cut(old), _cut(new), f"{old} → {new}".strip(" →") if is_cut else ""))
    return found


def words(value: Any) -> str:
    """Write a JSON value on one line, without brackets.

    >>> words({"live": ["10:00", None], "locked": True, "share": 25})
    'live: 10:00, ; locked: true; share: 25'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if are_texts(value):
        return in_readers_language(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {words(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(words(part) for part in value)
    return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

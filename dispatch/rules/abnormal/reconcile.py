"""What becomes of what was found before, now that the rules have looked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dispatch.rules.abnormal.seen import Finding

What = Literal["open", "reopen", "update", "solve"]


@dataclass(frozen=True)
class Kept:
    """An abnormal order as it is kept. `by_person`: it was closed by somebody, not because its cause went away."""

    order_no: str
    kind: str
    is_standing: bool
    cause: str
    by_person: bool = False


@dataclass(frozen=True)
class Step:
    """What is to be done with one: open it, open it again, write what is seen now, or close it as solved by itself."""

    what: What
    order_no: str
    kind: str
    finding: Finding | None = None


def reconcile(kept: Mapping[tuple[str, str], Kept], found: Mapping[tuple[str, str], Finding]) -> list[Step]:
    """Return the steps, by order and kind. `kept` holds all rows of the orders that were looked at, those by hand too.

    Found again is not opened twice. What a person closed stays closed while the cause is the same. A cause that went away solves
    what stands; what was reported by hand only a person closes.

    >>> kept = {("T1", "held"): Kept("T1", "held", True, "5"), ("T2", "price"): Kept("T2", "price", False, "A", True)}
    >>> found = {("T2", "price"): Finding("price", "A"), ("T3", "price"): Finding("price", "B")}
    >>> [(step.what, step.order_no) for step in reconcile(kept, found)]
    [('solve', 'T1'), ('open', 'T3')]
    """
    steps = []
    for key in sorted({*kept, *found}):
        row, finding = kept.get(key), found.get(key)
        what = _what(row, finding)
        if what is not None:
            steps.append(Step(what, *key, finding))
    return steps


def _what(row: Kept | None, finding: Finding | None) -> What | None:
    if row is None:
        return None if finding is None else "open"
    if finding is None:
        return "solve" if row.is_standing and row.kind != "hand" else None
    if row.is_standing:
        return None if row.cause == finding.cause else "update"
    return None if row.by_person and row.cause == finding.cause else "reopen"

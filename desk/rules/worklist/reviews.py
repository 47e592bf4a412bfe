"""What several files say of one review, settled: of each field the newest file that speaks on it has the word."""

from collections.abc import Iterable, Mapping
from typing import Any

Told = tuple[float, str, Mapping[str, Any]]


def fold(told: Iterable[Told]) -> dict[str, Any]:
    """Return the fields as they stand, from (as of, digest, says); ties go to the larger digest. Nothing said: nothing.

    >>> fold([(2, "a", {"stars": 1}), (1, "b", {"stars": 5, "text": "late"})])
    {'stars': 1, 'text': 'late'}
    """
    found: dict[str, Any] = {}
    for _as_of, _digest, says in sorted(told, key=lambda one: (one[0], one[1])):
        found |= says
    return dict(sorted(found.items()))

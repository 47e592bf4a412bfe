"""Of several statements that tell the same entry the newest has the word; the entries of an order add up to its settlement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Saying:
    """One entry as one file told it: `rank` orders files (moment, digest), the larger has the word."""

    entry_no: str
    rank: tuple[float, str]
    amounts: Mapping[str, int | None]


def standing(sayings: Iterable[Saying]) -> dict[str, Saying]:
    """Return the newest saying of each entry, whatever order they come in."""
    found: dict[str, Saying] = {}
    for one in sayings:
        if one.entry_no not in found or one.rank > found[one.entry_no].rank:
            found[one.entry_no] = one
    return found


def added_up(entries: Iterable[Mapping[str, int | None]]) -> dict[str, int]:
    """Return the sums of the amounts; one that no entry tells is absent, for nobody knows it.

    >>> added_up([{"received_minor": 100, "commission_minor": None}, {"received_minor": -20, "commission_minor": None}])
    {'received_minor': 80}
    """
    sums: dict[str, Any] = {}
    for entry in entries:
        for name, value in entry.items():
            if value is not None:
                sums[name] = sums.get(name, 0) + value
    return sums

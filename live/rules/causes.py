"""The causes of a board's gaps by channel, for every hour, every phase and so far. Pure: a ledger in, a JSON-able dict out.

The sums follow `rules.split`: an hour is split by itself, a phase and the sale are the sums of their hours' pieces.
"""

from collections.abc import Sequence
from typing import Any

from live.rules.channels import ChannelFacts, split_traffic
from live.rules.ledger import Ledger
from live.rules.split import log_mean, split_gap, whole_parts

Row = dict[str, Any]


def causes_of(ledger: Ledger, facts: ChannelFacts, phases: Sequence[tuple[int, int]]) -> Row:
    """Return `channels` (keys), `is_planned` and for hours, phases and so far: `parts`, `seen`, `due` in the order of the keys.

    `parts` are minor units that add up to the traffic part of the same window; `seen` and `due` visitors, [] where they are not
    known by channel. `means` are [number of the hour, logarithmic mean of due and sold revenue] of each piece, by which the order
    value is split further (`rules.mix`). Only known hours have a row; a phase that has not begun is None.
    """
    keys = facts.names
    hours = ledger.hours_within(0, min(ledger.length, ledger.cut))
    starts = {start: number for number, (start, _end) in enumerate(ledger.hours)}
    window = _Windows(ledger, facts, keys, starts)
    return {
        "channels": keys,
        "is_planned": bool(facts.planned),
        "hours": [window.row([piece]) for piece in hours],
        "phases": [window.row(ledger.hours_within(a, min(b, ledger.cut))) if a < ledger.cut else None for a, b in phases],
        "so_far": window.row(hours),
    }


class _Windows:
    def __init__(self, ledger: Ledger, facts: ChannelFacts, keys: Sequence[str], starts: dict[int, int]) -> None:
        self.ledger, self.facts, self.keys, self.starts = ledger, facts, keys, starts

    def row(self, pieces: Sequence[tuple[int, int]]) -> Row:
        """Return a window as the sum of its pieces."""
        parts, seen, due = ([0] * len(self.keys) for _ in range(3))
        means = []
        is_told = bool(pieces)
        for a, b in pieces:
            target, actual = self.ledger.factors(a, b)
            came = self.facts.seen(a, b)
            split = split_traffic(
                split_gap(target, actual).traffic, target=target, actual=actual, planned=self.facts.planned, seen=came
            )
            for place, key in enumerate(self.keys):
                parts[place] += split.get(key, 0)
            is_told = is_told and actual.visitors is not None
            _add(seen, _shared(actual.visitors, [came.get(key, 0) for key in self.keys]))
            _add(due, _shared(target.visitors, [self.facts.planned.get(key, 0) for key in self.keys]))
            if (target.revenue_minor or 0) > 0 and (actual.revenue_minor or 0) > 0:
                means.append([self._hour(a), round(log_mean(target.revenue_minor or 0, actual.revenue_minor or 0), 2)])
        return {"parts": parts, "seen": seen if is_told else [], "due": due if is_told else [], "means": means}

    def _hour(self, slot: int) -> int:
        """Return the number of the hour that holds a slot."""
        while slot not in self.starts:
            slot -= 1
        return self.starts[slot]


def _shared(whole: float | None, weights: Sequence[float]) -> list[int]:
    total = sum(weights)
    if not whole or not total:
        return [0] * len(weights)
    return whole_parts(round(whole), [round(whole) * weight / total for weight in weights])


def _add(total: list[int], more: Sequence[int]) -> None:
    for place, value in enumerate(more):
        total[place] += value

"""From the phases of a sale to the tree of its target: which day, phase and hour every slot belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import numpy as np

from campaigns.rules.phases import spans
from campaigns.rules.split import Leaves
from campaigns.rules.target_tree import Tree
from common.windows import SLOTS_PER_HOUR, Window, hour_of, local_time

DAY_SLOTS = 144


@dataclass(frozen=True)
class Shape:
    """The tree, and for each phase the positions [start, end) that count towards it."""

    window: Window
    zone: str
    tree: Tree
    spans: tuple[tuple[int, int], ...]


def shape_of(window: Window, zone: str, phases: Iterable[tuple[int, int]]) -> Shape:
    """Build the tree of a sale from its phases' (start, end) slots in order.

    A phase belongs to the day of the shop's clock on which it begins, and takes with it the hours that count towards it: the
    evening before a phase at 0:00 is part of that day. So days are made of whole phases.

    >>> shape = shape_of(Window(120, 288), "UTC", [(144, 153), (198, 210)])
    >>> [(node.start, node.end) for node in shape.tree.nodes(1)], shape.spans
    ([(0, 168)], ((0, 33), (33, 168)))
    """
    return _shape_of(window, zone, tuple(phases))


@lru_cache(maxsize=16)  # one request asks several times, and the shape of a year takes 30 ms
def _shape_of(window: Window, zone: str, phases: tuple[tuple[int, int], ...]) -> Shape:
    counting = spans(phases, window)
    positions = tuple((span.start - window.start, span.end - window.start) for span in counting)
    days: list[int] = []
    last = None
    for (start, _end), (position, _to) in zip(phases, positions, strict=True):
        date = local_time(start, zone).date()
        if date != last:
            days.append(position)
            last = date
    hours = hour_starts(window, zone)
    tree = Tree(window.length, days=days, phases=[start for start, _end in positions], hours=hours)
    return Shape(window, zone, tree, positions)


def hour_starts(window: Window, zone: str) -> Leaves:
    """Return the positions at which hours of the shop's clock begin, the first slot among them.

    The same as `Window.hours`, for a year of them: a day on which the clock does not change is counted, not walked through.

    >>> hour_starts(Window(3, 20), "UTC").tolist()
    [0, 3, 9, 15]
    """
    found = []
    for start in range(window.start, window.end, DAY_SLOTS):
        piece = Window(start, min(start + DAY_SLOTS, window.end))
        offset = _offset(piece.start, zone)
        if _offset(piece.end, zone) == offset:
            first = piece.start + -(piece.start + offset) % SLOTS_PER_HOUR
            found.append(np.arange(first, piece.end, SLOTS_PER_HOUR, dtype=np.int64))
        else:
            begin = [hour.start for hour in piece.hours(zone)]
            begin = begin if hour_of(piece.start, zone) == piece.start else begin[1:]
            found.append(np.array(begin, dtype=np.int64))
    starts = np.concatenate([np.array([window.start], dtype=np.int64), *found])
    positions: Leaves = np.unique(starts) - window.start
    return positions


def _offset(slot: int, zone: str) -> int:
    """Return how many slots the shop's clock is ahead of UTC when this slot begins."""
    return (local_time(slot, zone).utcoffset() or timedelta()) // timedelta(minutes=10)

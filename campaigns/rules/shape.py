"""From the phases of a sale to the tree of its target: which day, phase and hour every slot belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.rules.phases import spans
from campaigns.rules.target_tree import Tree
from common.windows import Window, local_time


@dataclass(frozen=True)
class Shape:
    """The tree, and for each phase the positions [start, end) that count towards it."""

    window: Window
    zone: str
    tree: Tree
    spans: tuple[tuple[int, int], ...]


def shape_of(window: Window, zone: str, phases: Sequence[tuple[int, int]]) -> Shape:
    """Build the tree of a sale from its phases' (start, end) slots in order.

    A phase belongs to the day of the shop's clock on which it begins, and takes with it the hours that count towards it: the
    evening before a phase at 0:00 is part of that day. So days are made of whole phases.

    >>> shape = shape_of(Window(120, 288), "UTC", [(144, 153), (198, 210)])
    >>> [(node.start, node.end) for node in shape.tree.nodes(1)], shape.spans
    ([(0, 168)], ((0, 33), (33, 168)))
    """
    counting = spans(phases, window)
    positions = tuple((span.start - window.start, span.end - window.start) for span in counting)
    days: list[int] = []
    last = None
    for (start, _end), (position, _to) in zip(phases, positions, strict=True):
        date = local_time(start, zone).date()
        if date != last:
            days.append(position)
            last = date
    hours = [hour.start - window.start for hour in window.hours(zone)]
    tree = Tree(window.length, days=days, phases=[start for start, _end in positions], hours=hours)
    return Shape(window, zone, tree, positions)

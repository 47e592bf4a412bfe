"""Who waits for whom among tasks: no task may wait for itself, however long the way round (playbook P14)."""

from collections.abc import Collection, Mapping


def cycle(waits: Mapping[int, Collection[int]], start: int) -> list[int]:
    """Return the way on which `start` waits for itself, both ends included; [] when there is none.

    `waits` maps a task to those it waits for. The way is a shortest one; among equals the one over the lowest numbers.

    >>> cycle({1: {2}, 2: {3}, 3: {1}}, 1)
    [1, 2, 3, 1]
    >>> cycle({1: {2, 3}, 2: {3}, 3: set()}, 1)
    []
    """
    came_from: dict[int, int] = {}
    frontier = [start]
    while frontier:
        following = []
        for task in frontier:
            for other in sorted(waits.get(task, ())):
                if other == start:
                    return _way(came_from, start, task)
                if other not in came_from:
                    came_from[other] = task
                    following.append(other)
        frontier = following
    return []


def _way(came_from: Mapping[int, int], start: int, last: int) -> list[int]:
    way = [last]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return [*reversed(way), start]

"""The target as a tree: total, day, phase, hour, ten-minute slot (playbook L1, feature F2).

Leaves are slots with whole minor units; a node is a run of neighbouring leaves; the children of a node cover it exactly.
The stage "live" is the whole sale and therefore the total. A phase may begin in the middle of an hour: that hour is then
two nodes, one in each phase. Every change keeps three promises: the leaves add up to the total to the last cent, a locked
node keeps its value, and what is not asked to change does not change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.problems import PlanError, Problem
from campaigns.rules.split import Leaves, split

LEVELS = ("total", "day", "phase", "hour", "slot")
LARGEST = 10**15


@dataclass(frozen=True, order=True)
class Node:
    """A run of leaves [start, end) at a level (0 the total ... 4 the slot). Positions count from the sale's first slot."""

    start: int
    end: int
    depth: int

    @property
    def level(self) -> str:
        """The level's name."""
        return LEVELS[self.depth]

    def holds(self, other: "Node") -> bool:
        """Tell whether the other node lies below this one."""
        return self.depth < other.depth and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Lock:
    """A node whose value stays."""

    node: Node
    value: int


class Tree:
    """The shape of the target: where the nodes of each level begin."""

    def __init__(self, length: int, *, days: Sequence[int], phases: Sequence[int], hours: Sequence[int] | Leaves) -> None:
        """Build it from the positions at which days, phases and hours begin; deeper levels also begin where higher ones do.

        >>> tree = Tree(12, days=[0], phases=[0, 9], hours=[0, 6])
        >>> [(n.start, n.end) for n in tree.children(Node(0, 9, 2))]
        [(0, 6), (6, 9)]
        """
        self.length = length
        starts: list[NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
        for level in (days, phases, hours):
            begin = np.asarray(level, dtype=np.int64)
            begin = begin[(begin >= 0) & (begin < length)]
            starts.append(np.union1d(starts[-1], begin))
        starts.append(np.arange(length, dtype=np.int64))
        self._bounds = [np.append(level, length) for level in starts]

    def nodes(self, depth: int) -> list[Node]:
        """Return all nodes of a level in order."""
        bounds = self._bounds[depth].tolist()
        return [Node(start, end, depth) for start, end in pairwise(bounds)]

    @property
    def root(self) -> Node:
        """The total."""
        return Node(0, self.length, 0)

    def has(self, node: Node) -> bool:
        """Tell whether the tree has this node."""
        if not 0 <= node.depth < len(LEVELS):
            return False
        bounds = self._bounds[node.depth]
        place = int(np.searchsorted(bounds, node.start))
        return place + 1 < len(bounds) and bounds[place] == node.start and bounds[place + 1] == node.end

    def children(self, node: Node) -> list[Node]:
        """Return the nodes one level below; a slot has none."""
        if node.depth + 1 >= len(LEVELS):
            return []
        bounds = self._bounds[node.depth + 1]
        first, last = np.searchsorted(bounds, [node.start, node.end])
        inner = bounds[first : last + 1].tolist()
        return [Node(start, end, node.depth + 1) for start, end in pairwise(inner)]

    def parent(self, node: Node) -> Node | None:
        """Return the node one level above; the total has none."""
        if node.depth == 0:
            return None
        bounds = self._bounds[node.depth - 1]
        place = int(np.searchsorted(bounds, node.start, side="right")) - 1
        return Node(int(bounds[place]), int(bounds[place + 1]), node.depth - 1)

    def ancestors(self, node: Node) -> list[Node]:
        """Return the nodes above, nearest first."""
        found = []
        above = self.parent(node)
        while above is not None:
            found.append(above)
            above = self.parent(above)
        return found


def lay(total: int, *, phases: Sequence[tuple[int, int]], shares: Sequence[int], weights: Leaves) -> Leaves:
    """Split the total over the phases by their shares, and each phase's part over its slots by the curve's weights.

    `phases` are the (start, end) positions that count towards each, covering everything.

    >>> lay(1_000, phases=[(0, 2), (2, 6)], shares=[6_000, 4_000], weights=np.array([1, 2, 1, 1, 1, 1])).tolist()
    [200, 400, 100, 100, 100, 100]
    """
    leaves = np.zeros(len(weights), dtype=np.int64)
    for (start, end), part in zip(phases, split(total, shares).tolist(), strict=True):
        leaves[start:end] = split(part, weights[start:end])
    return leaves


def fit(tree: Tree, total: int, weights: Leaves, locks: Iterable[Lock] = ()) -> Leaves:
    """Split the total in proportion to the weights while every locked node keeps its value.

    Where locks take or leave too much, the neighbours inside the same parent give way first, so that a locked hour is paid
    by its phase. Raises PlanError `locks_exceed` or `locks_fall_short` when the locked nodes cannot make the total.

    >>> tree = Tree(4, days=[0], phases=[0, 2], hours=[0, 2])
    >>> fit(tree, 100, np.array([1, 1, 1, 1]), [Lock(Node(0, 1, 4), 40)]).tolist()
    [40, 10, 25, 25]
    """
    held = sorted(set(locks), key=lambda lock: lock.node)
    for lock in held:
        if lock.node == tree.root and lock.value != total:
            raise _impossible("locks_exceed" if lock.value > total else "locks_fall_short", total, [lock])
    leaves = np.array(weights, dtype=np.int64)
    _fill(tree, tree.root, total, leaves, [lock for lock in held if lock.node != tree.root], leaves.copy())
    return leaves


def edit(tree: Tree, leaves: Leaves, node: Node, value: int, locks: Iterable[Node] = (), *, raise_total: bool = False) -> Leaves:
    """Give a node a new value and return the new leaves; the old array is not changed.

    The node's own leaves scale in proportion. Its siblings follow so that the parent's total stays, or, with `raise_total`,
    nothing else changes and every ancestor grows by the difference. A node without siblings is the same as its parent, so
    the parent's siblings follow. Locked nodes keep their value. Editing the total always raises it.

    Raises PlanError: `value_below_zero`, `value_too_high`, `node_locked`, `ancestor_locked` (the total above cannot grow),
    `only_child` (nothing can follow: raise the total), `above_parent` (more than the node above has), `locks_exceed` and
    `locks_fall_short` (what to unlock is in the values: `locked` is the sum that stays fixed, `wanted` what there is, `nodes`
    the locked nodes).

    >>> tree = Tree(4, days=[0], phases=[0, 2], hours=[0, 2])
    >>> now = np.array([10, 10, 20, 60])
    >>> edit(tree, now, Node(0, 2, 2), 40).tolist()
    [20, 20, 15, 45]
    >>> edit(tree, now, Node(0, 2, 2), 40, raise_total=True).tolist()
    [20, 20, 20, 60]
    """
    held = sorted(set(locks))
    if value < 0:
        raise PlanError(Problem("value_below_zero", "value"))
    if value > LARGEST:
        raise PlanError(Problem("value_too_high", "value"))
    if node in held:
        raise PlanError(Problem("node_locked", "value", {"nodes": [node]}))
    above = tree.ancestors(node)
    valued = [Lock(lock, _sum(leaves, lock)) for lock in held]
    changed = leaves.copy()
    if raise_total or not above:
        grown = [lock for lock in held if lock.holds(node)]
        if grown and value != _sum(leaves, node):
            raise PlanError(Problem("ancestor_locked", "value", {"nodes": grown}))
        _fill(tree, node, value, changed, [lock for lock in valued if node.holds(lock.node)], leaves)
        return changed
    moving = node
    for parent in above:
        if (parent.start, parent.end) != (moving.start, moving.end):
            break
        if parent in held:
            raise PlanError(Problem("ancestor_locked", "value", {"nodes": [parent]}))
        moving = parent
    else:
        raise PlanError(Problem("only_child", "value"))
    inside = [lock for lock in valued if parent.holds(lock.node)]
    try:
        held_still = sorted([*inside, Lock(node, value)], key=lambda lock: lock.node)
        _fill(tree, parent, _sum(leaves, parent), changed, held_still, leaves)
    except PlanError as refused:
        raise _without(refused, node) from None
    return changed


@dataclass
class _Part:
    """A child that needs care while its parent is filled: it is locked, or something inside it is."""

    node: Node
    weight: int
    floor: int
    inside: list[Lock]
    value: int | None = None


def _fill(tree: Tree, node: Node, value: int, leaves: Leaves, locks: list[Lock], weights: Leaves) -> None:
    """Write the node's leaves so that they add up to the value, in proportion to the weights, the locks inside it kept."""
    if not locks:
        leaves[node.start : node.end] = split(value, weights[node.start : node.end])
        return
    parts, pool = _parts(tree, node, locks, weights)
    free = value - sum(part.value for part in parts if part.value is not None)
    open_parts = [part for part in parts if part.value is None]
    if free < sum(part.floor for part in open_parts):
        raise _impossible("locks_exceed", value, locks)
    pool_weight = int(weights[pool].sum())
    if not pool_weight and not any(part.weight for part in open_parts):
        pool_weight = int(pool.sum())
        for part in open_parts:
            part.weight = part.node.end - part.node.start
    rest = _share_out(free, open_parts, pool_weight, pool_exists=bool(pool.any()))
    if rest and not pool.any():
        raise _impossible("locks_fall_short", value, locks)
    if pool.any():
        leaves[pool] = split(rest, weights[pool])
    for part in parts:
        _fill(tree, part.node, part.value or 0, leaves, part.inside, weights)


def _parts(tree: Tree, node: Node, locks: list[Lock], weights: Leaves) -> tuple[list[_Part], NDArray[np.bool_]]:
    """Return the children that locks touch, and a mask over all leaves of the children that none touches."""
    pool = np.zeros(tree.length, dtype=np.bool_)
    pool[node.start : node.end] = True
    parts: dict[Node, _Part] = {}
    for lock in locks:
        child = lock.node
        while child.depth > node.depth + 1:
            above = tree.parent(child)
            if above is None:
                break
            child = above
        if child not in parts:
            parts[child] = _Part(child, int(weights[child.start : child.end].sum()), 0, [])
            pool[child.start : child.end] = False
        if lock.node == child:
            parts[child].value = lock.value
        else:
            parts[child].inside.append(lock)
    for part in parts.values():
        outer = _outermost(part.inside)
        part.floor = sum(lock.value for lock in outer)
        if sum(lock.node.end - lock.node.start for lock in outer) == part.node.end - part.node.start and part.value is None:
            part.value = part.floor
    return list(parts.values()), pool


def _share_out(free: int, parts: list[_Part], pool_weight: int, *, pool_exists: bool) -> int:
    """Give each open part its proportional value, never below what is locked inside it; return what is left for the pool."""
    waiting = parts
    while waiting:
        weighing = [part.weight for part in waiting] + ([pool_weight] if pool_exists else [])
        if not any(weighing):
            weighing = [part.node.end - part.node.start for part in waiting] + ([1] if pool_exists else [])
        shares: list[int] = split(free, weighing).tolist()
        short = [part for part, share in zip(waiting, shares, strict=False) if share < part.floor]
        if not short:
            for part, share in zip(waiting, shares, strict=False):
                part.value = share
            return free - sum(shares[: len(waiting)])
        for part in short:
            part.value = part.floor
            free -= part.floor
        waiting = [part for part in waiting if part.value is None]
    return free


def _outermost(locks: list[Lock]) -> list[Lock]:
    return [lock for lock in locks if not any(other.node.holds(lock.node) for other in locks)]


def _impossible(code: str, value: int, locks: list[Lock]) -> PlanError:
    outer = _outermost(locks)
    values = {"locked": sum(lock.value for lock in outer), "wanted": value, "nodes": [lock.node for lock in outer]}
    return PlanError(Problem(code, "value", values))


def _without(refused: PlanError, node: Node) -> PlanError:
    """Leave the node being edited out of what could be unlocked; `above_parent` when nothing else stands in the way."""
    problem = refused.problems[0]
    others = [other for other in problem.values["nodes"] if other != node]
    return PlanError(Problem(problem.code if others else "above_parent", problem.field, {**problem.values, "nodes": others}))


def _sum(leaves: Leaves, node: Node) -> int:
    return int(leaves[node.start : node.end].sum())

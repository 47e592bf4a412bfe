"""Between the packed target and its tree: read the leaves, the shape and the locks; write the slots in one go."""

import hashlib
from collections.abc import Sequence

import numpy as np

from campaigns.drafts import NodeRef
from campaigns.models import Campaign, Phase, TargetCurve, TargetLock
from campaigns.queries.curves import traffic_shape
from campaigns.queries.target import ROWS, TargetArrays, remember, target_arrays
from campaigns.rules.packing import Table, pack
from campaigns.rules.problems import PlanError, Problem
from campaigns.rules.shape import Shape, shape_of
from campaigns.rules.split import Leaves, split
from campaigns.rules.target_tree import LEVELS, Node
from common.windows import Window


def read_leaves(campaign: Campaign) -> Leaves:
    """Return the revenue target of each slot in order, minor units; empty before the first was written."""
    return target_arrays(campaign=campaign).revenue


def read_shape(campaign: Campaign) -> Shape:
    """Return the tree of the target as the phases make it."""
    phases = list(campaign.phases.order_by("number").values_list("start_slot", "end_slot"))
    return shape_of(Window(campaign.start_slot, campaign.end_slot), campaign.time_zone, phases)


def read_locks(campaign: Campaign, shape: Shape) -> list[Node]:
    """Return the locked nodes, as the tree counts them."""
    start = shape.window.start
    return [Node(lock.start_slot - start, lock.end_slot - start, LEVELS.index(lock.level)) for lock in campaign.locks.all()]


def node_of(shape: Shape, ref: NodeRef) -> Node:
    """Return the tree's node for what a page named; PlanError `node_unknown` when the tree has no such node (any more)."""
    if ref.level in LEVELS:
        start = shape.window.start
        node = Node(ref.start_slot - start, ref.end_slot - start, LEVELS.index(ref.level))
        if shape.tree.has(node):
            return node
    raise PlanError(Problem("node_unknown", "value"))


def keep_locks(campaign: Campaign, shape: Shape) -> list[NodeRef]:
    """Delete the locks whose node the tree no longer has, and return them."""
    gone = []
    for lock in campaign.locks.all():
        ref = NodeRef(lock.level, lock.start_slot, lock.end_slot)
        try:
            node_of(shape, ref)
        except PlanError:
            gone.append(ref)
            lock.delete()
    return gone


def set_lock(campaign: Campaign, ref: NodeRef) -> None:
    """Lock a node; a second time changes nothing."""
    TargetLock.objects.get_or_create(campaign=campaign, level=ref.level, start_slot=ref.start_slot, end_slot=ref.end_slot)


def phase_sums(leaves: Leaves, shape: Shape) -> Leaves:
    """Return what the slots of each phase hold together, in order."""
    running = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(leaves)])
    bounds = np.array(shape.spans, dtype=np.int64).reshape(-1, 2)
    sums: Leaves = running[bounds[:, 1]] - running[bounds[:, 0]]
    return sums


def write_shares(campaign: Campaign, shape: Shape, leaves: Leaves) -> None:
    """Set the phases' shares to what the slots hold, in basis points that make 10,000."""
    if not leaves.any():
        return
    shares = split(10_000, phase_sums(leaves, shape)).tolist()
    standing = campaign.phases.order_by("number").values_list("pk", "share_bp")
    changed = [Phase(pk=pk, share_bp=share) for (pk, was), share in zip(standing, shares, strict=True) if was != share]
    Phase.objects.bulk_update(changed, ["share_bp"], batch_size=400)


def write_target(campaign: Campaign, leaves: Sequence[int] | Leaves, *, standing: TargetArrays | None = None) -> None:
    """Replace the target slots by these revenues, and by visitors, paid orders and inquiries, each exact at the total.

    Paid orders follow the revenue. Visitors and inquiries follow those of the earlier sale where they are known, else the
    revenue too. `standing` is the target before where its hours stay what they were (a value was edited): what followed the
    earlier sale then keeps its shape without asking for its numbers again.
    """
    revenue = np.asarray(leaves, dtype=np.int64)
    came = asked = None
    if standing is None:
        came, asked = (traffic_shape(campaign=campaign, name=name) for name in ("visitors", "inquiries"))
    else:
        came = standing.visitors if standing.visitors_follow_earlier else None
        asked = standing.inquiries if standing.inquiries_follow_earlier else None
    rows = [
        revenue,
        split(campaign.visitors_target, revenue if came is None else came),
        split(campaign.paid_orders_target, revenue),
        split(campaign.inquiries_target, revenue if asked is None else asked),
    ]
    write_table(campaign, np.stack(rows), follow=(came is not None, asked is not None))


def write_table(campaign: Campaign, table: Table, *, follow: tuple[bool, bool]) -> None:
    """Replace the target by this table; `follow` says whether visitors and inquiries have the earlier sale's hours.

    ValueError when something is below zero or a row is missing.
    """
    if table.shape[0] != len(ROWS) or (table < 0).any():
        raise ValueError("A target has four rows and nothing below zero.")
    body = pack(table)
    digest = hashlib.sha256(body).hexdigest()
    values = {
        "start_slot": campaign.start_slot,
        "body": body,
        "digest": digest,
        "visitors_follow_earlier": follow[0],
        "inquiries_follow_earlier": follow[1],
    }
    # Whoever writes a target holds the lock of its campaign, or has just made that: nobody writes the row in between.
    if not TargetCurve.objects.filter(campaign=campaign).update(**values):
        TargetCurve.objects.create(campaign=campaign, **values)
    remember(digest, table)

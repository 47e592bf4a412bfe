"""Edit, lock and unlock nodes of the target."""

from fractions import Fraction

import numpy as np

from accounts.models import User
from campaigns.drafts import NodeRef
from campaigns.models import Campaign, CurveKind
from campaigns.queries.target import target_arrays
from campaigns.rules.figures import half_up
from campaigns.rules.target_tree import LEVELS, edit
from campaigns.services.materialise import (
    node_of,
    phase_sums,
    read_locks,
    read_shape,
    set_lock,
    write_shares,
    write_target,
)
from campaigns.services.versions import changing

HOUR = LEVELS.index("hour")


def edit_target(
    *,
    campaign: Campaign,
    actor: User | None,
    version: int,
    node: NodeRef,
    value_minor: int,
    lock: bool = False,
    raise_total: bool = False,
) -> Campaign:
    """Give a node of the target a new value, in minor units, and return the campaign.

    Its slots scale; its neighbours follow so that the node above keeps its total, or with `raise_total` everything above
    grows: revenue target, visitors and paid orders at the planned conversion and order value. With `lock` the node keeps
    the value from now on. Editing hours or slots makes the curve one by hand.

    Raises PlanError (nothing is written then) and StalePlanError.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="edit_target") as change:
        current = change.campaign
        shape, standing = read_shape(current), target_arrays(campaign=current)
        leaves = standing.revenue
        place = node_of(shape, node)
        after = edit(shape.tree, leaves, place, value_minor, read_locks(current, shape), raise_total=raise_total)
        if int(after.sum()) != current.revenue_target_minor:
            grow_figures(current, int(after.sum()))
        if place.depth >= HOUR and not np.array_equal(after, leaves):
            current.curve_kind = CurveKind.BY_HAND
        if not np.array_equal(phase_sums(after, shape), phase_sums(leaves, shape)):
            write_shares(current, shape, after)
        if lock:
            set_lock(current, node)
        write_target(current, after, standing=standing)
        change.said = {
            "node": [node.level, node.start_slot, node.end_slot],
            "value_minor": value_minor,
            "was_minor": int(leaves[place.start : place.end].sum()),
        }
    return change.campaign


def lock_target(*, campaign: Campaign, actor: User | None, version: int, node: NodeRef) -> Campaign:
    """Let a node keep the value it has, whatever else is edited, and return the campaign."""
    with changing(campaign=campaign, actor=actor, version=version, action="lock_target") as change:
        node_of(read_shape(change.campaign), node)
        set_lock(change.campaign, node)
        change.said = {"node": [node.level, node.start_slot, node.end_slot]}
    return change.campaign


def unlock_target(*, campaign: Campaign, actor: User | None, version: int, node: NodeRef) -> Campaign:
    """Let a node follow the others again and return the campaign. A node that is not locked stays as it is."""
    with changing(campaign=campaign, actor=actor, version=version, action="unlock_target") as change:
        change.campaign.locks.filter(level=node.level, start_slot=node.start_slot, end_slot=node.end_slot).delete()
        change.said = {"node": [node.level, node.start_slot, node.end_slot]}
    return change.campaign


def grow_figures(campaign: Campaign, revenue_minor: int) -> None:
    """Set the revenue target; visitors and paid orders follow at the planned conversion and order value."""
    conversion, value = Fraction(campaign.conversion_target), campaign.order_value_target_minor
    campaign.revenue_target_minor = revenue_minor
    campaign.paid_orders_target = half_up(Fraction(revenue_minor, value))
    campaign.visitors_target = half_up(Fraction(revenue_minor, value) / conversion)
    campaign.derived_figure = "visitors"

"""Lay the target over the sale: anew from phases and curve, by another curve only, or to another total."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from campaigns.models import Campaign, Phase, Stage
from campaigns.queries.curves import curve_of
from campaigns.queries.target import target_arrays
from campaigns.rules.curve import Curve, spread
from campaigns.rules.phases import PhasePlan
from campaigns.rules.target_tree import Lock, fit, lay
from campaigns.services.materialise import keep_locks, read_leaves, read_locks, read_shape, write_target
from campaigns.services.versions import Change


def phase_plans(campaign: Campaign) -> list[PhasePlan]:
    """Return the campaign's phases as the rules know them."""
    return [PhasePlan(*row) for row in campaign.phases.values_list("name", "tells", "start_slot", "end_slot", "share_bp")]


def write_stages(campaign: Campaign, stages: dict[str, tuple[dt.datetime, dt.datetime]]) -> None:
    """Replace the stages."""
    campaign.stages.all().delete()
    Stage.objects.bulk_create(
        Stage(campaign=campaign, kind=kind, starts_at=start, ends_at=end) for kind, (start, end) in stages.items()
    )


def write_phases(campaign: Campaign, phases: Sequence[PhasePlan]) -> None:
    """Replace the phases, numbered from 1 in order of time."""
    campaign.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(
            campaign=campaign,
            number=number,
            name=phase.name or f"{number}",
            tells=phase.tells,
            start_slot=phase.start,
            end_slot=phase.end,
            share_bp=phase.share_bp,
        )
        for number, phase in enumerate(phases, 1)
    )


def rebuild(campaign: Campaign, change: Change | None = None) -> None:
    """Lay the target anew from phases, shares and curve; nodes that are locked and still exist keep their value."""
    before = target_arrays(campaign=campaign)
    hand, first = before.revenue, before.start_slot
    shape = read_shape(campaign)
    values = {
        (lock.level, lock.start_slot, lock.end_slot): int(
            hand[max(0, lock.start_slot - first) : max(0, lock.end_slot - first)].sum()
        )
        for lock in campaign.locks.all()
    }
    gone = keep_locks(campaign, shape)
    curve = curve_of(campaign=campaign, kind=campaign.curve_kind, hand=hand)
    leaves = lay(
        campaign.revenue_target_minor,
        phases=shape.spans,
        shares=list(campaign.phases.values_list("share_bp", flat=True)),
        weights=curve.weights,
    )
    start = shape.window.start
    locks = [Lock(node, values[(node.level, node.start + start, node.end + start)]) for node in read_locks(campaign, shape)]
    write_target(campaign, fit(shape.tree, campaign.revenue_target_minor, leaves, locks))
    if change is not None:
        if curve.fallback:
            change.said["curve"] = curve.fallback
        if gone:
            change.said["locks_released"] = [[ref.level, ref.start_slot, ref.end_slot] for ref in gone]


def rescale(campaign: Campaign) -> None:
    """Bring the slots to the campaign's totals; the shape stays, locked nodes keep their value."""
    shape, leaves = read_shape(campaign), read_leaves(campaign)
    locks = [Lock(node, int(leaves[node.start : node.end].sum())) for node in read_locks(campaign, shape)]
    fitted = fit(shape.tree, campaign.revenue_target_minor, leaves, locks)
    write_target(campaign, fitted)


def reshape(campaign: Campaign, change: Change, curve: Curve | None = None) -> str:
    """Let the hours inside each phase follow the curve (the campaign's own by default); each phase keeps its total.

    Locked nodes keep their value. Returns "" or why the curve is flat instead.
    """
    shape, leaves = read_shape(campaign), read_leaves(campaign)
    chosen = curve or curve_of(campaign=campaign, kind=campaign.curve_kind, hand=leaves)
    fresh = np.zeros_like(leaves)
    for start, end in shape.spans:
        fresh[start:end] = spread(int(leaves[start:end].sum()), chosen, start, end)
    locks = [Lock(node, int(leaves[node.start : node.end].sum())) for node in read_locks(campaign, shape)]
    write_target(campaign, fit(shape.tree, campaign.revenue_target_minor, fresh, locks))
    if chosen.fallback:
        change.said["curve"] = chosen.fallback
    return chosen.fallback

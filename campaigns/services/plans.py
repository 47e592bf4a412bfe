"""Make a plan and change it as a whole."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from django.db import transaction

from accounts.models import User
from campaigns.drafts import PhaseDraft, PlanDraft, StageDraft
from campaigns.models import Campaign, CurveKind, Phase, Stage, Template
from campaigns.queries.curves import curve_of
from campaigns.rules.phases import PhasePlan, moved
from campaigns.rules.target_tree import Lock, fit, lay
from campaigns.services.checking import CheckedPlan, check_draft
from campaigns.services.materialise import keep_locks, read_leaves, read_locks, read_shape, write_target
from campaigns.services.versions import Change, changing, keep, record_difference, snapshot
from orders.models import Shop


def create_campaign(
    *,
    actor: User | None,
    name: str,
    shops: Sequence[Shop],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    revenue_target_minor: int | None = None,
    visitors_target: int | None = None,
    conversion_target: Decimal | None = None,
    order_value_target_minor: int | None = None,
    inquiries_target: int = 0,
    template: str = Template.DOUBLE_11,
    phases: Sequence[PhaseDraft] = (),
    stages: Sequence[StageDraft] = (),
    curve_kind: str = CurveKind.FLAT,
    compare_with: Campaign | None = None,
) -> Campaign:
    """Plan a new sale and return it with its stages, phases and target slots. Three of the four figures are enough.

    `phases` count with the template `custom` only; without `stages` they are proposed (day -55, -21, the sale, +3 days).
    Raises PlanError with every problem found.
    """
    draft = PlanDraft(
        name=name,
        shops=shops,
        starts_at=starts_at,
        ends_at=ends_at,
        revenue_target_minor=revenue_target_minor,
        visitors_target=visitors_target,
        conversion_target=conversion_target,
        order_value_target_minor=order_value_target_minor,
        inquiries_target=inquiries_target,
        template=template,
        phases=phases,
        stages=stages,
        curve_kind=curve_kind,
        compare_with=compare_with,
    )
    plan = check_draft(draft)
    with transaction.atomic():
        campaign = Campaign(created_by=actor, curve_kind=draft.curve_kind, compare_with=draft.compare_with)
        _take_over(campaign, plan)
        campaign.save()
        campaign.shops.set(list(draft.shops))
        write_stages(campaign, plan.stages)
        write_phases(campaign, plan.phases)
        rebuild(campaign)
        kept = snapshot(campaign)
        keep(campaign, actor=actor, action="create", plan=kept, said={})
        record_difference(campaign, actor=actor, action="create", before={}, after=kept, said={})
    return campaign


def change_campaign(*, campaign: Campaign, actor: User | None, version: int, draft: PlanDraft) -> Campaign:
    """Change the plan to the draft and return the campaign, one version later if anything changed.

    `version` is the plan version the person saw; StalePlanError when another stands. A running campaign may be changed.
    A new revenue target scales the target and keeps its shape and locks; a new window, other phases, another curve or
    earlier sale lay it anew (custom phases move with the start). Locks whose node is gone are released; the trail names them.
    Raises PlanError with every problem found, also when locked nodes cannot make the new total.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="change") as change:
        current = change.campaign
        was = (current.starts_at, current.ends_at, current.template, current.curve_kind, current.compare_with_id)
        old_phases = phase_plans(current)
        moved_by = int((draft.starts_at - current.starts_at).total_seconds()) // 600
        plan = check_draft(_with_own_phases(draft, old_phases, moved_by))
        current.curve_kind, current.compare_with = draft.curve_kind, draft.compare_with
        _take_over(current, plan)
        current.save()
        current.shops.set(list(draft.shops))
        write_stages(current, plan.stages)
        now = (current.starts_at, current.ends_at, current.template, current.curve_kind, current.compare_with_id)
        laid_anew = now != was
        if draft.template == Template.CUSTOM and draft.phases:
            laid_anew = laid_anew or plan.phases != old_phases
        if laid_anew:
            keep_hands = was[0:3] == now[0:3] and plan.phases == old_phases
            if not keep_hands:
                write_phases(current, plan.phases)
            rebuild(current, change)
        else:
            rescale(current)
    return change.campaign


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
    hand = read_leaves(campaign)
    shape = read_shape(campaign)
    values = {
        (lock.level, lock.start_slot, lock.end_slot): sum(
            campaign.target.filter(slot__gte=lock.start_slot, slot__lt=lock.end_slot).values_list("revenue_minor", flat=True)
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
    write_target(campaign, np.asarray(fitted))


def _take_over(campaign: Campaign, plan: CheckedPlan) -> None:
    draft, figures = plan.draft, plan.figures
    campaign.name, campaign.template = draft.name.strip(), draft.template
    campaign.currency, campaign.time_zone = plan.currency, plan.zone
    campaign.starts_at, campaign.ends_at = draft.starts_at, draft.ends_at
    campaign.revenue_target_minor, campaign.visitors_target = figures.revenue_minor, figures.visitors
    campaign.conversion_target, campaign.order_value_target_minor = figures.conversion, figures.order_value_minor
    campaign.paid_orders_target, campaign.derived_figure = figures.paid_orders, figures.derived
    campaign.inquiries_target = draft.inquiries_target


def _with_own_phases(draft: PlanDraft, old: Sequence[PhasePlan], moved_by: int) -> PlanDraft:
    """Return the draft with the standing phases moved along, when it keeps phases of its own and brings no others."""
    if draft.template != Template.CUSTOM or draft.phases:
        return draft
    shifted = [PhaseDraft(p.name, p.tells, p.start, p.end, p.share_bp) for p in moved(old, moved_by)]
    return PlanDraft(**{**draft.__dict__, "phases": shifted})

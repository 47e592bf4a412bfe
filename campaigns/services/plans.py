"""Make a plan and change it as a whole."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from campaigns.drafts import PhaseDraft, PlanDraft, StageDraft
from campaigns.models import SLOT_SECONDS, Campaign, CurveKind, Occasion, Template
from campaigns.rules.phases import PhasePlan, moved
from campaigns.services.checking import CheckedPlan, check_draft
from campaigns.services.gates import write_default_gates
from campaigns.services.laying import phase_plans, rebuild, rescale, reshape, write_phases, write_stages
from campaigns.services.versions import changing, keep_first
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
    occasion: str = Occasion.OWN,
) -> Campaign:
    """Plan a new sale and return it with its stages, phases, gates and target slots. Three of the four figures are enough.

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
        occasion=occasion,
    )
    plan = check_draft(draft)
    with transaction.atomic():
        campaign = lay_new(plan, actor)
        keep_first(campaign, actor=actor, action="create")
    return campaign


def lay_new(plan: CheckedPlan, actor: User | None) -> Campaign:
    """Make the campaign of a checked plan with everything that follows from it; its first version is the caller's to keep."""
    draft = plan.draft
    campaign = Campaign(created_by=actor, curve_kind=draft.curve_kind, compare_with=draft.compare_with)
    _take_over(campaign, plan)
    campaign.save()
    campaign.shops.set(list(draft.shops))
    write_stages(campaign, plan.stages)
    write_phases(campaign, plan.phases)
    write_default_gates(campaign)
    rebuild(campaign)
    return campaign


def change_campaign(*, campaign: Campaign, actor: User | None, version: int, draft: PlanDraft) -> Campaign:
    """Change the plan to the draft and return the campaign, one version later if anything changed.

    `version` is the plan version the person saw; StalePlanError when another stands. A running campaign may be changed.
    A new revenue target scales the target and keeps its shape and locks; another curve changes only the hours inside each
    phase; a new window or other phases lay it anew (custom phases move with the start). Locks whose node is gone are
    released; the trail names them.
    Raises PlanError with every problem found, also when locked nodes cannot make the new total.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="change") as change:
        current = change.campaign
        was, old_phases = _marks(current), phase_plans(current)
        moved_by = int((draft.starts_at - current.starts_at).total_seconds()) // SLOT_SECONDS
        plan = check_draft(_with_own_phases(draft, old_phases, moved_by))
        current.curve_kind, current.compare_with = draft.curve_kind, draft.compare_with
        _take_over(current, plan)
        current.save()
        current.shops.set(list(draft.shops))
        write_stages(current, plan.stages)
        now = _marks(current)
        if now.frame != was.frame or (draft.template == Template.CUSTOM and plan.phases != old_phases):
            write_phases(current, plan.phases)
            rebuild(current, change)
        else:
            rescale(current)
            if now.curve != was.curve:
                reshape(current, change)
    return change.campaign


def _take_over(campaign: Campaign, plan: CheckedPlan) -> None:
    draft, figures = plan.draft, plan.figures
    campaign.name, campaign.template, campaign.occasion = draft.name.strip(), draft.template, draft.occasion
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


@dataclass(frozen=True)
class _Marks:
    """What decides how much of the target must be laid anew: its frame, and what the curve comes from."""

    frame: tuple[object, ...]
    curve: tuple[object, ...]


def _marks(campaign: Campaign) -> _Marks:
    source: tuple[object, ...] = ()
    if campaign.curve_kind == CurveKind.LAST_SALE:
        source = (campaign.compare_with_id,)
    elif campaign.curve_kind == CurveKind.SAME_WEEKDAY:
        source = tuple(sorted(campaign.shops.values_list("pk", flat=True)))
    return _Marks((campaign.starts_at, campaign.ends_at, campaign.time_zone, campaign.template), (campaign.curve_kind, *source))

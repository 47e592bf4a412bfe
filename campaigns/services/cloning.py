"""Clone a past sale: its dates move, its curve can be followed, its lessons come along as open points.

What comes along is one explicit list: a topic gives `clone_<topic>(source, target, shift_seconds)` and one entry in
`TOPICS`. Each copies its rows inside the transaction here; moments move by `shift_seconds`.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from campaigns.drafts import PhaseDraft, PlanDraft, StageDraft
from campaigns.models import SLOT_SECONDS, Campaign, CurveKind, Template
from campaigns.queries.clones import sold_in
from campaigns.rules.figures import half_up
from campaigns.rules.phases import moved
from campaigns.services.carrying import clone_lessons
from campaigns.services.checking import check_draft
from campaigns.services.gates import clone_gates
from campaigns.services.laying import phase_plans
from campaigns.services.odds import clone_costs
from campaigns.services.offers import clone_offers
from campaigns.services.pictures import clone_brief
from campaigns.services.plans import lay_new
from campaigns.services.prices import clone_prices
from campaigns.services.shifts import clone_shifts
from campaigns.services.task_sets import clone_tasks
from campaigns.services.traffic import clone_traffic
from campaigns.services.versions import keep_first


class CloneTopic(Protocol):
    """Copies one topic of a plan to another sale."""

    def __call__(self, *, source: Campaign, target: Campaign, shift_seconds: int) -> object:
        """Copy it; what it returns is not looked at."""
        ...


TOPICS: tuple[CloneTopic, ...] = (
    clone_gates,
    clone_traffic,
    clone_offers,
    clone_prices,
    clone_costs,
    clone_shifts,
    clone_tasks,
    clone_brief,
    clone_lessons,
)


def clone_campaign(
    *,
    source: Campaign,
    actor: User | None,
    name: str,
    starts_on: date,
    growth: Fraction = Fraction(0),
    from_actual: bool = False,
    follow_curve: bool = True,
) -> Campaign:
    """Plan a new sale after a past one and return it.

    It begins on `starts_on` of the shop's clock at the time of day the source began, and everything keeps its distance from
    that by the shop's clock. The revenue target is the source's, or with `from_actual` what it really sold where that is
    known, changed by `growth` (a share: 1/10 is ten per cent more); conversion and order value stay, visitors follow. With
    `follow_curve` the hours follow those of the source. Locks do not come along; every topic in `TOPICS` does.
    Raises PlanError as `create_campaign` does.
    """
    draft = _draft(source, name, starts_on, growth, from_actual=from_actual, follow_curve=follow_curve)
    plan = check_draft(draft)
    shift = int((draft.starts_at - source.starts_at).total_seconds())
    with transaction.atomic():
        campaign = lay_new(plan, actor)
        campaign.cloned_from = source
        campaign.save(update_fields=["cloned_from"])
        for topic in TOPICS:
            topic(source=source, target=campaign, shift_seconds=shift)
        keep_first(campaign, actor=actor, action="clone", said={"cloned_from": source.pk})
    return campaign


def _draft(source: Campaign, name: str, starts_on: date, growth: Fraction, *, from_actual: bool, follow_curve: bool) -> PlanDraft:
    days = starts_on - source.starts_at.astimezone(ZoneInfo(source.time_zone)).date()

    def later(moment: datetime) -> datetime:
        return _moved(moment, days, source.time_zone)

    starts_at = later(source.starts_at)
    by = int((starts_at - source.starts_at).total_seconds()) // SLOT_SECONDS
    own = source.template == Template.CUSTOM
    before = sold_in(source) if from_actual else None
    return PlanDraft(
        name=name,
        shops=list(source.shops.all()),
        starts_at=starts_at,
        ends_at=later(source.ends_at),
        revenue_target_minor=half_up((before or source.revenue_target_minor) * (1 + growth)),
        conversion_target=source.conversion_target,
        order_value_target_minor=source.order_value_target_minor,
        inquiries_target=half_up(source.inquiries_target * (1 + growth)),
        template=source.template,
        phases=[PhaseDraft(p.name, p.tells, p.start, p.end, p.share_bp) for p in moved(phase_plans(source), by)] if own else [],
        stages=[
            StageDraft(stage.kind, later(stage.starts_at), later(stage.ends_at))
            for stage in source.stages.all()
            if stage.kind != "live"
        ],
        curve_kind=CurveKind.LAST_SALE if follow_curve else source.curve_kind,
        compare_with=source,
        occasion=source.occasion,
    )


def _moved(moment: datetime, days: timedelta, zone: str) -> datetime:
    """Return the moment so many days later at the same time of the shop's clock."""
    place = ZoneInfo(zone)
    return (moment.astimezone(place).replace(tzinfo=None) + days).replace(tzinfo=place)

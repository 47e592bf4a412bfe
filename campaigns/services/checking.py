"""From what a person wrote to a plan that can stand: everything wrong is named at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from campaigns.drafts import PhaseDraft, PlanDraft
from campaigns.models import Template
from campaigns.rules import phases as phase_rules
from campaigns.rules import stages as stage_rules
from campaigns.rules.figures import LARGEST, Figures, resolve
from campaigns.rules.phases import PhasePlan
from campaigns.rules.problems import PlanError, Problem
from common.windows import Window, is_on_slot

LONGEST_SLOTS = 366 * 144
_T = TypeVar("_T")


@dataclass(frozen=True)
class CheckedPlan:
    """A draft that can stand, completed: the fourth figure, the stages, the phases."""

    draft: PlanDraft
    currency: str
    zone: str
    window: Window
    figures: Figures
    stages: dict[str, tuple[datetime, datetime]]
    phases: list[PhasePlan]


def check_draft(draft: PlanDraft) -> CheckedPlan:
    """Complete a draft, or raise PlanError with every problem found, each with the field it belongs to."""
    problems: list[Problem] = []

    def collect(work: Callable[[], _T]) -> _T | None:
        try:
            return work()
        except PlanError as refused:
            problems.extend(refused.problems)
            return None

    if not draft.name.strip():
        problems.append(Problem("name_missing", "name"))
    if not 0 <= draft.inquiries_target <= LARGEST:
        problems.append(Problem("figure_too_low" if draft.inquiries_target < 0 else "figure_too_high", "inquiries"))
    currency, zone = collect(lambda: _of_shops(draft)) or ("", "UTC")
    window = collect(lambda: check_window(draft.starts_at, draft.ends_at))
    figures = collect(
        lambda: resolve(
            revenue_minor=draft.revenue_target_minor,
            visitors=draft.visitors_target,
            conversion=draft.conversion_target,
            order_value_minor=draft.order_value_target_minor,
        )
    )
    stages = phases = None
    if window is not None:
        stages = collect(lambda: _stages(draft, zone))
        phases = collect(lambda: check_phases(draft.template, draft.phases, window, zone))
    if problems or window is None or figures is None or stages is None or phases is None:
        raise PlanError(*problems)
    return CheckedPlan(draft, currency, zone, window, figures, stages, phases)


def check_window(starts_at: datetime, ends_at: datetime) -> Window:
    """Return the slots of the sale; PlanError when an end is off the slot, the end not after the start, or it is too long."""
    problems = [
        Problem("off_slot", field, {"moment": moment})
        for field, moment in (("starts_at", starts_at), ("ends_at", ends_at))
        if not is_on_slot(moment)
    ]
    if ends_at <= starts_at:
        problems.append(Problem("sale_ends_before_it_starts", "ends_at"))
    elif (ends_at - starts_at).total_seconds() > LONGEST_SLOTS * 600:
        problems.append(Problem("sale_too_long", "ends_at", {"days": LONGEST_SLOTS // 144}))
    if problems:
        raise PlanError(*problems)
    return Window.between(starts_at, ends_at)


def check_phases(template: str, drafts: Sequence[PhaseDraft], window: Window, zone: str) -> list[PhasePlan]:
    """Return the template's phases for this sale, or the person's own in order of time when they pass the check."""
    if template == Template.DOUBLE_11:
        return phase_rules.double_11(window, zone)
    if template == Template.FLAT:
        return phase_rules.flat(window, zone)
    own = [PhasePlan(d.name.strip(), d.tells.strip(), d.start_slot, d.end_slot, d.share_bp) for d in drafts]
    phase_rules.check(own, window)
    return sorted(own, key=lambda phase: phase.start)


def _of_shops(draft: PlanDraft) -> tuple[str, str]:
    """Return the one currency and zone of the shops."""
    if not draft.shops:
        raise PlanError(Problem("shops_missing", "shops"))
    kinds = {(shop.currency, shop.time_zone) for shop in draft.shops}
    if len(kinds) > 1:
        raise PlanError(Problem("shops_differ", "shops", {"kinds": sorted(f"{c} {z}" for c, z in kinds)}))
    return kinds.pop()


def _stages(draft: PlanDraft, zone: str) -> dict[str, tuple[datetime, datetime]]:
    stages = stage_rules.proposed(draft.starts_at, draft.ends_at, zone)
    stages |= {stage.kind: (stage.starts_at, stage.ends_at) for stage in draft.stages if stage.kind != "live"}
    stage_rules.check(stages)
    return stages

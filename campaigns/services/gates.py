"""What the gates ask, what is ticked, and how a stage is left: through an open gate, or over a shut one with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.checks import all_checks
from campaigns.models import Campaign, GatePassage, GatePoint, StageKind
from campaigns.queries.gates import gates
from campaigns.rules.gates import CHECK, HAND, default_gate
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.versions import changing
from campaigns.words.gates import CHECKS


@dataclass(frozen=True)
class PointDraft:
    """One point of a gate as a person wants it: a check by its code, a template's point by its key, or words of their own."""

    kind: str
    key: str = ""
    text: str = ""


def write_default_gates(campaign: Campaign) -> None:
    """Give a new sale the gates of its occasion."""
    GatePoint.objects.bulk_create(
        GatePoint(campaign=campaign, stage=stage, kind=kind, key=key)
        for stage, points in default_gate(campaign.occasion).items()
        for kind, key in points
    )


def set_gate(*, campaign: Campaign, actor: User | None, version: int, stage: str, points: Sequence[PointDraft]) -> Campaign:
    """Let a stage's gate ask these points, in this order, and return the campaign; a point that stays keeps its tick.

    Raises PlanError `check_unknown`, `point_empty`, `stage_unknown`; StalePlanError.
    """
    wanted = [PointDraft(point.kind, point.key.strip(), point.text.strip()[:200]) for point in points]
    problems = [] if stage in StageKind.values else [Problem("stage_unknown", "stage")]
    for point in wanted:
        if point.kind == CHECK and point.key not in CHECKS:
            problems.append(Problem("check_unknown", "points", {"code": point.key}))
        elif point.kind not in {CHECK, HAND} or not (point.key or point.text):
            problems.append(Problem("point_empty", "points"))
    if problems:
        raise PlanError(*problems)
    with changing(campaign=campaign, actor=actor, version=version, action="set_gate", touches={"gates"}) as change:
        standing = {
            PointDraft(point.kind, point.key, point.text): point for point in change.campaign.gate_points.filter(stage=stage)
        }
        for draft, row in standing.items():
            if draft not in wanted:
                row.delete()
        for draft in dict.fromkeys(wanted):
            if draft not in standing:
                GatePoint.objects.create(campaign=change.campaign, stage=stage, kind=draft.kind, key=draft.key, text=draft.text)
    return change.campaign


def tick_point(*, campaign: Campaign, actor: User | None, version: int, point: int, is_done: bool, at: datetime) -> Campaign:
    """Tick a point a person answers for, or take the tick back, and return the campaign.

    Raises PlanError `point_unknown` when it is no point of this sale, or one that only data can answer; StalePlanError.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="tick_point", touches={"gates"}) as change:
        row = change.campaign.gate_points.filter(pk=point, kind=HAND).first()
        if row is None:
            raise PlanError(Problem("point_unknown"))
        if (row.ticked_at is not None) != is_done:
            row.ticked_at, row.ticked_by = (at, actor) if is_done else (None, None)
            row.save(update_fields=["ticked_at", "ticked_by"])
    return change.campaign


@transaction.atomic
def leave_stage(*, campaign: Campaign, actor: User | None, stage: str, reason: str, at: datetime) -> GatePassage:
    """Leave a stage and return how: through its open gate, or over a shut one, which needs a written reason.

    What kept the gate shut is kept with the reason. Raises PlanError: `stage_unknown`, `stage_left` (it was left before),
    `stage_before` (an earlier one was not), `gate_shut` (no reason given).
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    found = gates(campaign, all_checks(campaign, at))
    if stage not in found:
        raise PlanError(Problem("stage_unknown", "stage"))
    gate = found[stage]
    if gate.passage is not None:
        raise PlanError(Problem("stage_left", "stage", {"stage": stage}))
    open_before = next((name for name, other in found.items() if other.passage is None), stage)
    if open_before != stage:
        raise PlanError(Problem("stage_before", "stage", {"stage": stage, "first": open_before}))
    shut_by = [point.name for point in gate.shut_by]
    if shut_by and not reason.strip():
        raise PlanError(Problem("gate_shut", "reason", {"points": shut_by}))
    passage = GatePassage.objects.create(campaign=campaign, stage=stage, at=at, by=actor, reason=reason.strip(), shut_by=shut_by)
    record(
        actor=actor,
        action="campaign.leave_stage",
        target=_target(campaign),
        after={"stage": stage, "reason": passage.reason, "shut_by": shut_by},
    )
    return passage


@transaction.atomic
def reopen_stage(*, campaign: Campaign, actor: User | None, stage: str, at: datetime) -> GatePassage:
    """Go back into the stage that was left last and return the passage, which counts no more and stays in the history.

    Raises PlanError `stage_not_left` when it was not left, or a later one was.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    passages = {row.stage: row for row in campaign.passages.filter(withdrawn_at__isnull=True)}
    later = StageKind.values[StageKind.values.index(stage) + 1 :] if stage in StageKind.values else []
    if stage not in passages or any(name in passages for name in later):
        raise PlanError(Problem("stage_not_left", "stage"))
    passage = passages[stage]
    passage.withdrawn_at, passage.withdrawn_by = at, actor
    passage.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(actor=actor, action="campaign.reopen_stage", target=_target(campaign), before={"stage": stage})
    return passage


def clone_gates(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Give a clone the gates of its source, nothing ticked, inside the caller's transaction; points have no dates."""
    del shift_seconds
    target.gate_points.all().delete()
    GatePoint.objects.bulk_create(
        GatePoint(campaign=target, stage=row.stage, kind=row.kind, key=row.key, text=row.text) for row in source.gate_points.all()
    )


def _target(campaign: Campaign) -> str:
    return f"campaign {campaign.pk} {campaign.name}"

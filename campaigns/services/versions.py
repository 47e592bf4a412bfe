"""Versions of a plan: one change at a time, each with the plan it left behind, so that nothing is silently lost."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign, Phase, PlanVersion, Stage, TargetLock
from campaigns.parts import PARTS
from campaigns.rules.differences import difference
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.materialise import read_leaves, write_target

FIELDS = (
    "name", "currency", "time_zone", "template", "revenue_target_minor", "visitors_target", "paid_orders_target",
    "order_value_target_minor", "derived_figure", "inquiries_target", "curve_kind",
)  # fmt: skip


class StalePlanError(Exception):
    """Somebody else changed the plan since this person saw it. `changes` maps each changed part to (then, now)."""

    def __init__(
        self, *, campaign: Campaign, seen: int, changes: dict[str, tuple[Any, Any]], by: str, at: datetime | None
    ) -> None:
        super().__init__(f"version {seen} was seen, {campaign.version} stands")
        self.campaign, self.seen, self.changes, self.by, self.at = campaign, seen, changes, by, at


@dataclass
class Change:
    """A change on its way: the campaign's row, locked, and what the trail will say beside the difference."""

    campaign: Campaign
    said: dict[str, Any] = field(default_factory=dict)
    restores: int | None = None


@contextmanager
def changing(
    *,
    campaign: Campaign,
    actor: User | None,
    version: int,
    action: str,
    touches: Collection[str] | None = None,
    exact: bool = False,
) -> Iterator[Change]:
    """Lock the plan, let the caller change it, then raise its version and keep what stands, all in one transaction.

    `version` is what the person saw. Another one that stands now is no obstacle when it changed only what this change does
    not touch: `touches` names parts (`campaigns.parts`), None the plan's own figures, stages, phases and target; with `exact`
    any other version is one.
    Raises StalePlanError otherwise. A change that changes nothing leaves no version.
    """
    with transaction.atomic():
        current = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if current.version != version and (stale := _stale(current, version, touches, exact=exact)):
            raise stale
        before = snapshot(current)
        change = Change(current)
        yield change
        after = snapshot(current)
        if after == before:
            return
        current.version += 1
        current.save()
        keep(current, actor=actor, action=action, plan=after, said=change.said, restores=change.restores)
        record_difference(current, actor=actor, action=action, before=before, after=after, said=change.said)


def keep(
    campaign: Campaign,
    *,
    actor: User | None,
    action: str,
    plan: dict[str, Any],
    said: dict[str, Any],
    restores: int | None = None,
) -> None:
    """Keep the plan as the version it has now."""
    PlanVersion.objects.create(
        campaign=campaign, number=campaign.version, actor=actor, action=action, plan=plan, said=said, restores=restores
    )


def record_difference(
    campaign: Campaign, *, actor: User | None, action: str, before: dict[str, Any], after: dict[str, Any], said: dict[str, Any]
) -> None:
    """Write the audit row: only what changed, without the single slots."""
    changed = difference(before, after)
    record(
        actor=actor,
        action=f"campaign.{action}",
        target=f"campaign {campaign.pk} {campaign.name}",
        before={name: then for name, (then, _now) in changed.items()},
        after={name: now for name, (_then, now) in changed.items()} | {"version": campaign.version} | said,
    )


def snapshot(campaign: Campaign) -> dict[str, Any]:
    """Return the whole plan as plain data: what a version keeps."""
    plan: dict[str, Any] = {name: getattr(campaign, name) for name in FIELDS}
    plan["conversion_target"] = str(campaign.conversion_target.normalize())
    plan["starts_at"] = campaign.starts_at.astimezone(UTC).isoformat()
    plan["ends_at"] = campaign.ends_at.astimezone(UTC).isoformat()
    plan["compare_with"] = campaign.compare_with_id
    plan["shops"] = sorted(campaign.shops.values_list("pk", flat=True))
    plan["stages"] = {
        kind: [start.astimezone(UTC).isoformat(), end.astimezone(UTC).isoformat()]
        for kind, start, end in campaign.stages.values_list("kind", "starts_at", "ends_at")
    }
    plan["phases"] = [list(row) for row in campaign.phases.values_list("name", "tells", "start_slot", "end_slot", "share_bp")]
    plan["locks"] = [list(row) for row in campaign.locks.values_list("level", "start_slot", "end_slot")]
    leaves = read_leaves(campaign).tolist()
    plan["leaves"] = leaves
    plan["phase_targets"] = _phase_targets(campaign, plan["phases"], leaves)
    return plan | {part.name: part.read(campaign) for part in PARTS}


def undo_change(*, campaign: Campaign, actor: User | None, version: int) -> Campaign:
    """Take the last change back and return the campaign: the plan stands again as before it, as a new version.

    Undoing again goes one change further back. Raises PlanError `nothing_to_undo` at the first version.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="undo", exact=True) as change:
        last = PlanVersion.objects.filter(campaign=campaign, number=version).first()
        standing = (last.restores or last.number) if last else 0
        earlier = PlanVersion.objects.filter(campaign=campaign, number__lt=standing).order_by("-number").first()
        if earlier is None:
            raise PlanError(Problem("nothing_to_undo"))
        restore(change.campaign, earlier.plan)
        change.restores = earlier.restores or earlier.number
        change.said = {"restores": change.restores}
    return change.campaign


def restore(campaign: Campaign, plan: dict[str, Any]) -> None:
    """Set the plan back to a kept version; the caller saves the campaign's row."""
    for name in FIELDS:
        setattr(campaign, name, plan[name])
    campaign.conversion_target = Decimal(plan["conversion_target"])
    campaign.starts_at = datetime.fromisoformat(plan["starts_at"])
    campaign.ends_at = datetime.fromisoformat(plan["ends_at"])
    campaign.compare_with = Campaign.objects.filter(pk=plan["compare_with"]).first()
    campaign.shops.set(plan["shops"])
    campaign.stages.all().delete()
    Stage.objects.bulk_create(
        Stage(campaign=campaign, kind=kind, starts_at=datetime.fromisoformat(start), ends_at=datetime.fromisoformat(end))
        for kind, (start, end) in plan["stages"].items()
    )
    campaign.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(campaign=campaign, number=number, name=name, tells=tells, start_slot=start, end_slot=end, share_bp=share)
        for number, (name, tells, start, end, share) in enumerate(plan["phases"], 1)
    )
    campaign.locks.all().delete()
    TargetLock.objects.bulk_create(
        TargetLock(campaign=campaign, level=level, start_slot=start, end_slot=end) for level, start, end in plan["locks"]
    )
    write_target(campaign, plan["leaves"])
    for part in PARTS:
        if part.name in plan:
            part.restore(campaign, plan[part.name])


def _phase_targets(campaign: Campaign, phases: list[list[Any]], leaves: list[int]) -> list[int]:
    ends = [phase[3] - campaign.start_slot for phase in phases[:-1]]
    bounds = [0, *ends, len(leaves)] if phases else []
    return [sum(leaves[start:end]) for start, end in pairwise(bounds)]


def _stale(current: Campaign, seen: int, touches: Collection[str] | None, *, exact: bool) -> StalePlanError | None:
    """Return what somebody changed since `seen` in what is touched; None when they changed only other things."""
    then = PlanVersion.objects.filter(campaign=current, number=seen).first()
    now = PlanVersion.objects.filter(campaign=current, number=current.version).select_related("actor").first()
    changes: dict[str, tuple[Any, Any]] = {}
    if then and now:
        parts = {part.name for part in PARTS}
        changes = {
            name: pair
            for name, pair in difference(then.plan, now.plan).items()
            if (name not in parts if touches is None else name in touches)
        }
        if not exact and not changes and _is_same(then.plan, now.plan, touches):
            return None
    return StalePlanError(
        campaign=current,
        seen=seen,
        changes=changes,
        by=(now.actor.get_full_name() or now.actor.get_username()) if now and now.actor else "",
        at=now.at if now else None,
    )


def _is_same(then: dict[str, Any], now: dict[str, Any], touches: Collection[str] | None) -> bool:
    """Tell whether what is touched is equal in both, the single slots included."""
    return touches is not None or then.get("leaves") == now.get("leaves")

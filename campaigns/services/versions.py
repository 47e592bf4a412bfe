"""Versions of a plan: one change at a time, each with the plan it left behind, so that nothing is silently lost."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.doorbell import ring_for_tasks
from campaigns.models import Campaign, PlanVersion
from campaigns.queries.kept import OWN, TARGET, differing, laid_open, loaded, plan_of
from campaigns.rules.differences import difference, shortened
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.keeping import ALL, Piece, keep, restore, standing


class StalePlanError(Exception):
    """Somebody else changed the plan since this person saw it. `changes` maps each changed part to (then, now)."""

    def __init__(
        self, *, campaign: Campaign, seen: int, changes: dict[str, tuple[Any, Any]], by: str, at: datetime | None
    ) -> None:
        super().__init__(f"version {seen} was seen, {campaign.version} stands")
        self.campaign, self.seen, self.changes, self.by, self.at = campaign, seen, changes, by, at


@dataclass
class Change:
    """A change on its way: the campaign's row, locked, and what the trail will say beside the difference.

    `touches` are the parts it may change beside the plan's own figures and target; the caller may add to them. `then` is
    called with the campaign in the same transaction, once the version that stands is kept.
    """

    campaign: Campaign
    touches: set[str]
    said: dict[str, Any] = field(default_factory=dict)
    restores: int | None = None
    then: Callable[[Campaign], None] | None = None


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
    any other version is one. Only the parts that are touched are read again and kept; the plan's own figures and target
    always are.
    Raises StalePlanError otherwise. A change that changes nothing leaves no version.
    """
    with transaction.atomic():
        current = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if current.version != version and (stale := _stale(current, version, touches, exact=exact)):
            raise stale
        before = _parts_of(current, current.version)
        change = Change(current, set(touches or ()))
        yield change
        pieces = standing(current, {OWN, TARGET, *change.touches})
        changed = {name: piece for name, piece in pieces.items() if before.get(name) != piece.digest}
        if changed:
            _keep_next(change, actor=actor, action=action, pieces=pieces, before=before, changed=changed)
        if change.then is not None:
            change.then(current)


def _keep_next(
    change: Change,
    *,
    actor: User | None,
    action: str,
    pieces: dict[str, Piece],
    before: dict[str, str],
    changed: dict[str, Piece],
) -> None:
    """Raise the plan's version, keep it, and leave its audit row."""
    current = change.campaign
    current.version += 1
    current.save()
    keep(current, actor=actor, action=action, pieces=pieces, before=before, said=change.said, restores=change.restores)
    record_change(current, actor=actor, action=action, before=before, changed=changed, said=change.said)
    ring_for_tasks(current.pk)


def record_change(
    campaign: Campaign,
    *,
    actor: User | None,
    action: str,
    before: dict[str, str],
    changed: dict[str, Piece],
    said: dict[str, Any],
) -> None:
    """Write the audit row: only what changed, without the single slots, of a list only what differs."""
    then = plan_of(campaign, before, changed)
    now = laid_open({name: loaded(piece.body) for name, piece in changed.items() if name != TARGET})
    pairs = {name: shortened(*pair) for name, pair in difference(then, now).items()}
    record(
        actor=actor,
        action=f"campaign.{action}",
        target=f"campaign {campaign.pk} {campaign.name}",
        before={name: was for name, (was, _is) in pairs.items()},
        after={name: now for name, (_was, now) in pairs.items()} | {"version": campaign.version} | said,
    )


def keep_first(campaign: Campaign, *, actor: User | None, action: str, said: dict[str, Any] | None = None) -> None:
    """Keep a plan that was just made as its first version, with its audit row."""
    pieces = standing(campaign, ALL)
    keep(campaign, actor=actor, action=action, pieces=pieces, before={}, said=said or {})
    record_change(campaign, actor=actor, action=action, before={}, changed=pieces, said=said or {})


def undo_change(*, campaign: Campaign, actor: User | None, version: int) -> Campaign:
    """Take the last change back and return the campaign: the plan stands again as before it, as a new version.

    Undoing again goes one change further back. Raises PlanError `nothing_to_undo` at the first version.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="undo", exact=True) as change:
        last = PlanVersion.objects.filter(campaign=campaign, number=version).first()
        reached = (last.restores or last.number) if last else 0
        earlier = PlanVersion.objects.filter(campaign=campaign, number__lt=reached).order_by("-number").first()
        if last is None or earlier is None:
            raise PlanError(Problem("nothing_to_undo"))
        go_back(change, last, earlier)
        change.restores = earlier.restores or earlier.number
        change.said = {"restores": change.restores}
    return change.campaign


def restore_version(*, campaign: Campaign, actor: User | None, version: int, number: int) -> Campaign:
    """Let an older version stand again, as a new version, and return the campaign.

    Undoing it brings back what stood before. Raises PlanError `version_unknown`; StalePlanError when another version than
    `version` stands.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="restore", exact=True) as change:
        last = PlanVersion.objects.filter(campaign=campaign, number=version).first()
        wanted = PlanVersion.objects.filter(campaign=campaign, number=number).first()
        if last is None or wanted is None:
            raise PlanError(Problem("version_unknown", "", {"number": number}))
        go_back(change, last, wanted)
        change.said = {"version_restored": number}
    return change.campaign


def go_back(change: Change, last: PlanVersion, wanted: PlanVersion) -> None:
    """Set every part in which two versions differ back to the wanted one."""
    names = differing(wanted.parts, last.parts)
    change.touches |= names - {OWN, TARGET}
    restore(change.campaign, wanted.parts, names)


def _parts_of(campaign: Campaign, number: int) -> dict[str, str]:
    found = PlanVersion.objects.filter(campaign=campaign, number=number).values_list("parts", flat=True).first()
    return dict(found or {})


def _stale(current: Campaign, seen: int, touches: Collection[str] | None, *, exact: bool) -> StalePlanError | None:
    """Return what somebody changed since `seen` in what is touched; None when they changed only other things."""
    then = PlanVersion.objects.filter(campaign=current, number=seen).first()
    now = PlanVersion.objects.filter(campaign=current, number=current.version).select_related("actor").first()
    changes: dict[str, tuple[Any, Any]] = {}
    if then and now:
        names = differing(then.parts, now.parts)
        if not exact:
            names &= {OWN, TARGET} if touches is None else set(touches)
            if not names:
                return None
        changes = difference(plan_of(current, then.parts, names), plan_of(current, now.parts, names))
    return StalePlanError(
        campaign=current,
        seen=seen,
        changes=changes,
        by=(now.actor.get_full_name() or now.actor.get_username()) if now and now.actor else "",
        at=now.at if now else None,
    )

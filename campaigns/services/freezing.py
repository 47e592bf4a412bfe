"""Freeze a plan: give the version that stands a name, so that everybody knows which plan was agreed."""

from datetime import datetime

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign, PlanVersion
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.keeping import ALL
from campaigns.services.versions import changing


def freeze_plan(*, campaign: Campaign, actor: User | None, version: int, name: str, note: str = "", at: datetime) -> PlanVersion:
    """Freeze the plan as it stands and return its version; editing goes on, and pages say what differs from it.

    Every part is read once more, so that the frozen copy holds what the database holds. Raises PlanError `freeze_unnamed`,
    `already_frozen` (the same version twice); StalePlanError when another version than `version` stands.
    """
    if not name.strip():
        raise PlanError(Problem("freeze_unnamed", "name"))
    with changing(campaign=campaign, actor=actor, version=version, action="freeze", touches=ALL, exact=True) as change:
        standing = change.campaign.versions.get(number=change.campaign.version)
        if standing.frozen_at is not None:
            raise PlanError(Problem("already_frozen", "", {"number": standing.number, "name": standing.frozen_as}))
        change.then = lambda current: _freeze(current, actor, name, note, at)
    return campaign.versions.get(number=change.campaign.version)


def _freeze(campaign: Campaign, actor: User | None, name: str, note: str, at: datetime) -> None:
    row = campaign.versions.get(number=campaign.version)
    row.frozen_at, row.frozen_by = at, actor
    row.frozen_as, row.frozen_note = name.strip()[:80], note.strip()
    row.save(update_fields=["frozen_at", "frozen_by", "frozen_as", "frozen_note"])
    record(
        actor=actor,
        action="campaign.freeze",
        target=f"campaign {campaign.pk} {campaign.name}",
        after={"version": row.number, "name": row.frozen_as, "note": row.frozen_note},
    )

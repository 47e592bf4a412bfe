"""What is watched: the built-in set of a sale, changes by people."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign
from campaigns.queries.lessons import changed_defaults
from live.models import Severity, Watch
from live.rules.alerts.defaults import BY_CODE, DEFAULTS, Default
from live.services.alerts.incidents import end_of_watch


@dataclass(frozen=True)
class WatchDraft:
    """What a person says of a watch; the units are those of `live.models.Watch`."""

    measure: str
    above: bool
    threshold: float
    clear: float
    name: str = ""
    subject: str = ""
    within: int = 60
    hold: int = 10
    settle: int = 10
    cool_down: int = 30
    escalate: int | None = None
    severity: str = Severity.WARNING
    department: str = ""
    is_active: bool = True


def lay_watches(*, campaign: Campaign) -> int:
    """Give a sale the built-in watches it does not have yet; return how many were missing. Doubled it does no harm.

    A lesson of the sale before may have changed a threshold (playbook C5).
    """
    there = set(Watch.objects.filter(campaign=campaign).exclude(code="").values_list("code", flat=True))
    missing = [default for default in DEFAULTS if default.code not in there]
    if missing:
        changed = changed_defaults(campaign)
        rows = [_built_in(campaign, default, changed.get(f"watch:{default.code}")) for default in missing]
        Watch.objects.bulk_create(rows, ignore_conflicts=True)
    return len(missing)


@transaction.atomic
def save_watch(*, actor: User | None, campaign: Campaign, draft: WatchDraft, at: datetime, watch: Watch | None = None) -> Watch:
    """Make or change a watch. One that is switched off ends its incident. A changed number begins anew."""
    row = watch or Watch(campaign=campaign)
    said = asdict(draft)
    before = {name: getattr(row, name) for name in said} if row.pk else {}
    changed = {name: value for name, value in said.items() if before.get(name) != value}
    for name, value in said.items():
        setattr(row, name, value)
    if row.pk and (not row.is_active or {"measure", "subject"} & changed.keys()):
        end_of_watch(watch=row, at=at)
        row.state = {}
    row.save()
    record(
        actor=actor,
        action="watch.save",
        target=f"{campaign.name} {row}",
        before={name: before[name] for name in changed} if before else None,
        after=changed,
    )
    return row


@transaction.atomic
def drop_watch(*, actor: User | None, watch: Watch, at: datetime) -> None:
    """Take a watch of one's own away. Raises ValueError for a built-in one: it is switched off instead."""
    if watch.code:
        raise ValueError(watch.code)
    end_of_watch(watch=watch, at=at)
    record(actor=actor, action="watch.drop", target=f"{watch.campaign.name} {watch}", before={"measure": watch.measure})
    watch.delete()


def reset_watch(*, actor: User | None, watch: Watch, at: datetime) -> Watch:
    """Give a built-in watch back what it began with."""
    fresh = _built_in(watch.campaign, BY_CODE[watch.code])
    names = WatchDraft.__dataclass_fields__
    draft = WatchDraft(**{name: getattr(fresh, name) for name in names})
    return save_watch(actor=actor, campaign=watch.campaign, draft=draft, at=at, watch=watch)


def _built_in(campaign: Campaign, default: Default, threshold: float | None = None) -> Watch:
    """Make a built-in watch; with another threshold the value at which it is good again keeps its distance."""
    said: dict[str, Any] = {
        name: getattr(default, name)
        for name in ("code", "measure", "above", "threshold", "clear", "hold", "severity", "department", "escalate", "within")
    }
    if threshold is not None:
        said |= {"threshold": threshold, "clear": default.clear + threshold - default.threshold}
    return Watch(campaign=campaign, **said)

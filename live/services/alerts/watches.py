"""What is watched: the built-in set of a sale, changes by people."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign
from live.models import Severity, Watch
from live.queries.alerts.watches import built_in, missing_watches
from live.rules.alerts.defaults import BY_CODE
from live.services.alerts.ending import end_of_watch


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
    """Give a sale the built-in watches it does not have yet; return how many were missing. Doubled it does no harm."""
    missing = missing_watches(campaign)
    if missing:
        Watch.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


@transaction.atomic
def save_watch(*, actor: User | None, campaign: Campaign, draft: WatchDraft, at: datetime, watch: Watch | None = None) -> Watch:
    """Make or change a watch. One that is switched off ends its incident. A changed number begins anew.

    A built-in one that the sale has no row of yet gets it, with the others.
    """
    row = watch or Watch(campaign=campaign)
    if row.code and row.pk is None:
        lay_watches(campaign=campaign)
        row = Watch.objects.get(campaign=campaign, code=row.code)
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
    fresh = built_in(watch.campaign, BY_CODE[watch.code])
    names = WatchDraft.__dataclass_fields__
    draft = WatchDraft(**{name: getattr(fresh, name) for name in names})
    return save_watch(actor=actor, campaign=watch.campaign, draft=draft, at=at, watch=watch)

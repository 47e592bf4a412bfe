"""A rehearsal as a row: asked for, claimed, told how far it came, ended. A doubled message or a killed player does no harm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign
from rehearsal.models import DaySource, RehearsalRun, RehearsalState
from rehearsal.rules.faults import BadFault, Fault, check_faults

LEASE = timedelta(seconds=60)
KEPT = 50
MOST_MINUTES = 24 * 60
SLOWEST, FASTEST = 1, 600


class CannotRehearse(ValueError):  # noqa: N818 - told to the person who asked
    """Why this rehearsal cannot be played."""


def ask_rehearsal(
    *,
    campaign: Campaign,
    actor: User | None,
    at: datetime,
    source: str = DaySource.PLAN,
    speed: int = 60,
    tick_minutes: int = 10,
    from_minute: int = 0,
    until_minute: int | None = None,
    seed: int = 1,
    faults: Sequence[Fault] = (),
) -> RehearsalRun:
    """Write down that a sale is to be rehearsed, and return the row; the caller rings for a worker or plays it.

    Minutes count from the start of the sale; at most a day is played. Raises CannotRehearse for what cannot be played, with the
    reason, and while another rehearsal of the sale is under way. Of older ones fifty are kept.
    """
    length = int((campaign.ends_at - campaign.starts_at).total_seconds()) // 60
    until = min(length, from_minute // MOST_MINUTES * MOST_MINUTES + MOST_MINUTES) if until_minute is None else until_minute
    _check(campaign, source, speed, tick_minutes, (from_minute, until), length, faults)
    with transaction.atomic():
        current = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        moving = RehearsalRun.objects.filter(campaign=current, state__in=[RehearsalState.QUEUED, RehearsalState.RUNNING])
        if moving.exists():
            raise CannotRehearse(_("A rehearsal of this sale is under way; stop it first, or wait for its end."))
        old = RehearsalRun.objects.filter(campaign=current).order_by("-pk").values_list("pk", flat=True)[KEPT:]
        RehearsalRun.objects.filter(pk__in=list(old)).delete()
        run = RehearsalRun.objects.create(
            campaign=current,
            source=source,
            speed=speed,
            tick_minutes=tick_minutes,
            from_minute=from_minute,
            until_minute=until,
            minute=from_minute,
            seed=seed,
            faults=[fault.as_dict() for fault in faults],
            asked_by=actor,
            asked_at=at,
        )
        after = {"speed": speed, "source": source, "faults": ", ".join(fault.kind for fault in faults)}
        record(actor=actor, action="rehearsal.ask", target=f"campaign {current.pk} {current.name}", after=after)
    return run


def _check(
    campaign: Campaign, source: str, speed: int, tick: int, played: tuple[int, int], length: int, faults: Sequence[Fault]
) -> None:
    first, until = played
    if not SLOWEST <= speed <= FASTEST:
        raise CannotRehearse(_("The speed lies between 1 and 600 minutes of the sale a minute."))
    if not 1 <= tick <= 60:
        raise CannotRehearse(_("Exports come every 1 to 60 minutes."))
    if not 0 <= first < until <= length:
        raise CannotRehearse(_("What is played must lie within the sale, which lasts %(minutes)d minutes.") % {"minutes": length})
    if until - first > MOST_MINUTES:
        raise CannotRehearse(_("At most a day can be played at once."))
    if source == DaySource.LAST and campaign.compare_with is None:
        raise CannotRehearse(_("The plan names no earlier sale whose day could be played; choose a day as the plan wants it."))
    if campaign.revenue_target_minor <= 0:
        raise CannotRehearse(_("The plan has no target yet, so nobody could tell whether the day runs well."))
    try:
        check_faults(faults, first=first, until=until)
    except BadFault as bad:
        raise CannotRehearse(str(bad)) from bad


@dataclass
class Held:
    """A rehearsal somebody plays. Every write is void once it is no longer theirs; then `tell` says so."""

    run: RehearsalRun

    def tell(self, *, at: datetime, minute: int, seen: dict[str, Any]) -> bool:
        """Write how far it came and renew the lease. False: it was stopped, or somebody else holds it."""
        rows = RehearsalRun.objects.filter(pk=self.run.pk, state=RehearsalState.RUNNING, attempt=self.run.attempt)
        held = rows.filter(stop_asked_at=None).update(minute=minute, seen=seen, lease_until=at + LEASE)
        return bool(held)

    def end(self, *, at: datetime, state: str, score: dict[str, Any] | None = None, error: str = "") -> bool:
        """Write how it ended; False when it is not theirs any more."""
        rows = RehearsalRun.objects.filter(pk=self.run.pk, state=RehearsalState.RUNNING, attempt=self.run.attempt)
        told = {"state": state, "error": error[:500], "finished_at": at, "lease_until": None}
        return bool(rows.update(**told, **({} if score is None else {"score": score})))


def claim_rehearsal(*, run_id: int, at: datetime) -> Held | None:
    """Take a rehearsal that waits, by one conditional update; None when there is nothing to take."""
    taken = RehearsalRun.objects.filter(pk=run_id, state=RehearsalState.QUEUED)
    told = {"state": RehearsalState.RUNNING, "started_at": at, "lease_until": at + LEASE, "attempt": 1}
    if not taken.update(**told):
        return None
    return Held(RehearsalRun.objects.select_related("campaign", "campaign__compare_with").get(pk=run_id))


@transaction.atomic
def stop_rehearsal(*, run: RehearsalRun, actor: User | None, at: datetime) -> bool:
    """Stop a rehearsal: at once when nobody plays it yet, else as soon as its player hears of it. False when it has ended."""
    ended = RehearsalRun.objects.filter(pk=run.pk, state=RehearsalState.QUEUED)
    asked = RehearsalRun.objects.filter(pk=run.pk, state=RehearsalState.RUNNING, stop_asked_at=None)
    stopped = ended.update(state=RehearsalState.STOPPED, finished_at=at, stop_asked_at=at) or asked.update(stop_asked_at=at)
    if stopped:
        record(actor=actor, action="rehearsal.stop", target=f"campaign {run.campaign_id}")
    return bool(stopped)


def give_up_lost(*, at: datetime) -> int:
    """End the rehearsals whose player was killed, with the reason; return how many. They can be asked for again."""
    lost = RehearsalRun.objects.filter(state=RehearsalState.RUNNING, lease_until__lte=at)
    stopped = lost.filter(~Q(stop_asked_at=None)).update(state=RehearsalState.STOPPED, finished_at=at, lease_until=None)
    why = "The process that played it was killed. The real sale was not touched; start the rehearsal again."
    return stopped + lost.update(state=RehearsalState.FAILED, error=why, finished_at=at, lease_until=None)


def waiting_rehearsals(*, at: datetime) -> list[int]:
    """Return the rehearsals that wait for a player longer than they should."""
    waiting = RehearsalRun.objects.filter(state=RehearsalState.QUEUED, asked_at__lte=at - timedelta(seconds=20))
    return list(waiting.values_list("pk", flat=True))

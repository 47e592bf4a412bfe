"""Who holds an import, and for how long. A lease is about real time, so this module reads the clock itself."""

import logging
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imports.errors import LostHold
from imports.models import ImportJob, State

logger = logging.getLogger(__name__)

PROGRESS_SECONDS = 0.4
EXCLUSIVE = frozenset({State.QUEUED, State.RUNNING, State.UNDOING})


@dataclass
class Hold:
    """One worker's hold of one import. Every write through it is void once somebody else took over."""

    job: ImportJob
    token: str
    _told: float = field(default=0.0)

    def write(self, **values: Any) -> None:
        """Write these fields, renew the lease, raise the revision. Raises LostHold when this worker no longer holds it."""
        values = {"lease_until": lease_end(), "touched_at": timezone.now()} | values
        held = ImportJob.objects.filter(pk=self.job.pk, worker=self.token, state=self.job.state)
        if not held.update(revision=F("revision") + 1, **values):
            raise LostHold
        for name, value in values.items():
            setattr(self.job, name, value)

    def tell(self, rows_done: int, rows_total: int | None = None) -> None:
        """Tell how far it came and renew the lease: written at most a few times a second."""
        now = time.monotonic()
        if now - self._told < PROGRESS_SECONDS:
            return
        self._told = now
        self.write(rows_done=rows_done, **({} if rows_total is None else {"rows_total": rows_total}))

    def let_go(self, state: str, **values: Any) -> None:
        """Write the state it ends in, and hold it no longer."""
        self.write(state=state, worker="", lease_until=None, attempt=0, phase="", error="", **values)


def lease_end() -> Any:
    """Return the moment until which a hold taken or renewed now lasts."""
    return timezone.now() + timedelta(seconds=settings.IMPORT_LEASE_SECONDS)


def claim(*, job_id: int, worker: str, states: Iterable[str]) -> Hold | None:
    """Take an import that stands in one of these states, or return None when there is nothing to take.

    1. Held by somebody whose lease lasts, or in another state: None. A doubled message ends here.
    2. Another import of the same shop is being loaded or undone: None; it waits, and is rung for when that one ends.
    3. Started `settings.IMPORT_ATTEMPTS` times without coming a step further: failed, with the reason. None.
    4. Else it is ours: queued becomes running, the attempt is counted, the lease begins.
    """
    token = f"{worker[:80]}:{secrets.token_hex(6)}"
    try:
        with transaction.atomic():
            job = (
                ImportJob.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=job_id, state__in=set(states))
                .first()
            )
            now = timezone.now()
            if job is None or (job.worker and job.lease_until is not None and job.lease_until > now):
                return None
            if job.attempt >= settings.IMPORT_ATTEMPTS:
                give_up(job)
                return None
            if job.state in EXCLUSIVE and _shop_is_taken(job):
                return None
            # The time of loading counts from the road's own start, not from the look that waited for a person's word.
            job.started_at = now if job.state == State.QUEUED or job.started_at is None else job.started_at
            job.state = State.RUNNING if job.state == State.QUEUED else job.state
            job.worker, job.lease_until = token, lease_end()
            job.attempt += 1
            job.revision += 1
            job.save(update_fields=["state", "worker", "lease_until", "attempt", "started_at", "revision", "touched_at"])
            return Hold(job=job, token=token)
    except IntegrityError:
        # PostgreSQL: two imports of one shop were claimed in the same instant; the constraint let one of them in.
        return None


def _shop_is_taken(job: ImportJob) -> bool:
    """Tell whether another import of the shop is under way; also a killed one keeps its turn until it ends."""
    if job.shop_id is None:
        return False
    others = ImportJob.objects.filter(shop_id=job.shop_id, state__in=[State.RUNNING, State.UNDOING]).exclude(worker="")
    return others.exclude(pk=job.pk).exists()


def give_up(job: ImportJob) -> None:
    """Mark an import failed whose worker died each time."""
    logger.error("Import %s was started %s times and never came a step further.", job.pk, job.attempt)
    told = {"count": job.attempt, "why": job.error}
    if job.error:
        sentence = _("The import was interrupted %(count)s times at this step (%(why)s). Nothing is lost: try again.")
    else:
        sentence = _(
            "The worker was stopped %(count)s times at this step, perhaps for want of memory. "
            "Nothing is lost: try again, or send the file in parts."
        )
    fail(job_id=job.pk, token=job.worker, code="attempts", sentence=sentence % told)


def refuse(hold: Hold, *, code: str, sentence: Any, **values: Any) -> bool:
    """End an import whose file cannot be used at all; `values` are written with it. False when it is held no longer."""
    return fail(job_id=hold.job.pk, token=hold.token, code=code, sentence=sentence, state=State.REFUSED, **values)


def fail(*, job_id: int, token: str, code: str, sentence: Any, state: str = State.FAILED, **values: Any) -> bool:
    """End an import with a sentence a person can act on; False when `token` no longer holds it."""
    ended = ImportJob.objects.moving().filter(pk=job_id, worker=token)
    return bool(
        ended.update(
            state=state,
            worker="",
            lease_until=None,
            attempt=0,
            error_code=code,
            error=str(sentence),
            finished_at=timezone.now(),
            touched_at=timezone.now(),
            revision=F("revision") + 1,
            **values,
        )
    )


def hand_back(hold: Hold, *, why: str) -> None:
    """Let go of an import that is to be taken up again where it stopped; `why` is told should it never come further."""
    held = ImportJob.objects.filter(pk=hold.job.pk, worker=hold.token)
    held.update(lease_until=timezone.now(), error=why[:500], revision=F("revision") + 1)


def release(*, worker: str) -> int:
    """End at once the leases of a worker known to be dead, so that nobody waits them out; return how many."""
    return ImportJob.objects.moving().filter(worker__startswith=f"{worker[:80]}:").update(lease_until=timezone.now())

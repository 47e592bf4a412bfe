"""Ring for a worker. The row is the truth: a ring that is lost costs time, a doubled one costs nothing."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from imports.models import ImportJob, State

logger = logging.getLogger(__name__)

TASKS = {
    State.LOOKING: "imports.tasks.look_import",
    State.QUEUED: "imports.tasks.run_import",
    State.RUNNING: "imports.tasks.run_import",
    State.UNDOING: "imports.tasks.undo_import",
}


def ring(*, job_id: int, state: str) -> None:
    """Send the message that this import, being in this state, wants a worker; nothing for a state at rest.

    A broker that is away is logged and forgiven: the sweeper rings again.
    """
    task = TASKS.get(State(state))
    if task is not None:
        _send(task, job_id=job_id)


def ring_to_count(*, shop_id: int) -> None:
    """Ring for the numbers of a shop that are counted apart, because no board waits for them."""
    _send("imports.tasks.fill_numbers", shop_id=shop_id)


def ring_to_clean(*, shop_id: int) -> None:
    """Ring for the claims of a shop that still name a buyer who was forgotten."""
    _send("imports.tasks.clean_claims", shop_id=shop_id)


def _send(task: str, **told: int) -> None:
    try:
        current_app.send_task(task, kwargs=told, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take %s for %s; the sweeper will ring again.", task, told)


def ring_after_commit(job: ImportJob) -> None:
    """Ring once the transaction that runs now has been committed; not at all when it is rolled back."""
    job_id, state = job.pk, job.state
    transaction.on_commit(lambda: ring(job_id=job_id, state=state))


def ring_waiting(*, shop_id: int) -> None:
    """Ring for what waits longest of the imports of a shop whose turn was taken until now."""
    wanting = ImportJob.objects.filter(shop_id=shop_id, state__in=[State.UNDOING, State.QUEUED, State.RUNNING])
    waiting = wanting.order_by("touched_at", "pk").first()
    if waiting is not None:
        ring(job_id=waiting.pk, state=waiting.state)

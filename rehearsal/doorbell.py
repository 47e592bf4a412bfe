"""Ring for a worker, who starts a player. A ring that is lost costs some seconds, a doubled one nothing: beat rings too."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring_rehearsal(*, run_id: int) -> None:
    """Ask, once the transaction that runs now stands, that a rehearsal is played."""
    transaction.on_commit(lambda: send(run_id))


def send(run_id: int) -> None:
    """Put the ring into the broker; a broker that is away is logged and forgiven."""
    try:
        current_app.send_task("rehearsal.tasks.start_rehearsal", kwargs={"run_id": run_id}, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take rehearsal %s; the sweep will ring again.", run_id)

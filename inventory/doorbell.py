"""Ring for a worker. A ring that is lost costs some seconds, a doubled one nothing: beat rings too."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring_pairs(*, run_id: int) -> None:
    """Ask, once the transaction that runs now stands, that a count of pairs is worked out."""
    transaction.on_commit(lambda: _send("inventory.tasks.count_pairs", run_id=run_id))


def _send(task: str, **told: int) -> None:
    try:
        current_app.send_task(task, kwargs=told, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take %s for %s; beat will ring again.", task, told)

"""Ring for a worker: a plan has changed, an audit or a replay is wanted.

A ring that is lost costs a minute or some, a doubled one nothing: beat rings too.
"""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns.models import Task

logger = logging.getLogger(__name__)


def ring_for_tasks(campaign_id: int) -> None:
    """Ask, once the transaction that runs now stands, that the tasks bound to data follow the plan's checks.

    Nothing is rung for a plan without such tasks. A broker that is away is logged and forgiven.
    """
    if Task.objects.wanted().filter(campaign_id=campaign_id).exclude(check_code="").exists():
        transaction.on_commit(lambda: _send("campaigns.tasks.follow_checks_of", campaign_id=campaign_id))


def ring_report(*, kind: str, report_id: int) -> None:
    """Ask, once the transaction that runs now stands, that an audit or a replay is worked out."""
    transaction.on_commit(lambda: _send("campaigns.tasks.work_out_report", kind=kind, report_id=report_id))


def _send(task: str, **told: int | str) -> None:
    try:
        current_app.send_task(task, kwargs=told, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take %s for %s; beat will ring again.", task, told)

"""Ring for a worker after a plan has changed. A ring that is lost costs minutes, a doubled one nothing: beat rings too."""

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
        transaction.on_commit(lambda: _send(campaign_id))


def _send(campaign_id: int) -> None:
    try:
        current_app.send_task(
            "campaigns.tasks.follow_checks_of", kwargs={"campaign_id": campaign_id}, retry=False, ignore_result=True
        )
    except (OperationalError, OSError):
        logger.warning("The broker did not take the ring for the tasks of plan %s; beat will ring again.", campaign_id)

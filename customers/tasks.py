"""What the broker rings for: everybody is judged anew, old buyers are forgotten. A message carries a number alone."""

import logging
from collections.abc import Iterable
from functools import partial

from celery import current_app, shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from customers.models import TierRun
from customers.services import ask_runs_of_all, forget_old, forget_old_contacts, forget_old_reveals, run_tiers, waiting_runs

logger = logging.getLogger(__name__)


def ring_run(run: TierRun) -> None:
    """Ring for a worker once the transaction that runs now has been committed; a lost ring is made good by the sweep."""
    transaction.on_commit(partial(_send, run.pk))


def ring_runs(run_ids: Iterable[int]) -> None:
    """Ring for several runs, after commit too."""
    for run_id in run_ids:
        transaction.on_commit(partial(_send, run_id))


def _send(run_id: int) -> None:
    try:
        current_app.send_task("customers.tasks.judge_run", kwargs={"run_id": run_id}, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take tier run %s; the sweep will ring again.", run_id)


@shared_task
def judge_run(*, run_id: int) -> None:
    """Judge the buyers of one run."""
    run_tiers(run_id=run_id, now=timezone.now())


@shared_task
def judge_everybody() -> None:
    """Judge the buyers of every shop, because time went by (beat, every night)."""
    for run_id in ask_runs_of_all(at=timezone.now()):
        _send(run_id)


@shared_task
def sweep_tier_runs() -> None:
    """Ring again for every run that waits longer than it should."""
    for run_id in waiting_runs(at=timezone.now()):
        _send(run_id)


@shared_task
def forget_old_buyers() -> None:
    """Forget the buyers, contacts and look-ups that their shop keeps no longer (beat, every night)."""
    forget_old(at=timezone.now())
    forget_old_contacts(at=timezone.now())
    forget_old_reveals(at=timezone.now())

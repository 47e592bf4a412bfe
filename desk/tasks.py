"""What beat rings for at the desk. Every task is idempotent."""

import logging
from functools import partial

from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from desk.services import (
    count_recent,
    fit_odds,
    follow_erasures,
    forget_lookups,
    forget_panels,
    freeze_audience,
    run_round,
    waiting_audiences,
)
from orders.models import Shop

logger = logging.getLogger(__name__)


@shared_task
def chase_round() -> None:
    """Bring the chases of every shop up to now (beat, every minute)."""
    for shop in Shop.objects.all():
        run_round(shop=shop, at=timezone.now())


@shared_task
def fit_chances() -> None:
    """Count what became of the unpaid orders of every shop (beat, every night)."""
    for shop in Shop.objects.all():
        fit_odds(shop=shop, at=timezone.now())


def ring_audience(audience_id: int) -> None:
    """Ring for a worker once the transaction that runs now has been committed; a lost ring is made good by the sweep."""
    transaction.on_commit(partial(_send, audience_id))


def _send(audience_id: int) -> None:
    try:
        current_app.send_task("desk.tasks.freeze", kwargs={"audience_id": audience_id}, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take audience %s; the sweep will ring again.", audience_id)


@shared_task
def freeze(*, audience_id: int) -> None:
    """Freeze one audience list."""
    freeze_audience(audience_id=audience_id, at=timezone.now())


@shared_task
def sweep_audiences() -> None:
    """Ring again for every list that waits longer than it should."""
    for audience_id in waiting_audiences(at=timezone.now()):
        _send(audience_id)


@shared_task
def count_audiences() -> None:
    """Count the orders of the lists whose days run (beat, every hour)."""
    count_recent(at=timezone.now())


@shared_task
def forget() -> None:
    """Let go of the accounts that were forgotten (beat, every night)."""
    follow_erasures()


@shared_task
def forget_old_lookups() -> None:
    """Take the look-ups away that are kept no longer, and passes of the panel that ended (beat, every night)."""
    forget_lookups(keep_days=settings.LOOKUP_KEEP_DAYS, at=timezone.now())
    forget_panels(at=timezone.now())

"""What the worker does for the house itself."""

from celery import shared_task
from django.utils import timezone

from common.models import Canary


@shared_task
def beat_canary() -> None:
    """Write down that this moment a ring of beat reached a worker; `/status` reads how old it is."""
    Canary.objects.update_or_create(name="worker", defaults={"beat_at": timezone.now()})

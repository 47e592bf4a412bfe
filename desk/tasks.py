"""What the broker rings for at the desk."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from desk.services import forget_lookups


@shared_task
def forget_old_lookups() -> None:
    """Take the look-ups away that are kept no longer (beat, every night)."""
    forget_lookups(keep_days=settings.LOOKUP_KEEP_DAYS, at=timezone.now())

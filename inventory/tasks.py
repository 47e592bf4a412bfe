"""What the broker rings for: pairs are counted, old counts thinned. A missed or doubled ring does no harm."""

from celery import shared_task
from django.utils import timezone

from inventory.doorbell import ring_pairs
from inventory.services.pairs import run_pairs, waiting_pairs
from inventory.services.thinning import thin_counts as thin


@shared_task
def count_pairs(run_id: int) -> None:
    """Work one count of pairs out."""
    run_pairs(run_id=run_id, at=timezone.now())


@shared_task
def sweep_pairs() -> None:
    """Ring again for every count of pairs that waits longer than it should."""
    for run_id in waiting_pairs(at=timezone.now()):
        ring_pairs(run_id=run_id)


@shared_task
def thin_counts() -> int:
    """Thin the stock lists of long ago to one a day (beat, every day)."""
    return thin(at=timezone.now())

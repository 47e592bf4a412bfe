"""One round of the chase: end, keep in step, open, rank, share out. Every minute, and after each import."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from desk.models import Chase, ChaseEnding
from desk.services.chase.opening import end_late, open_chases
from desk.services.chase.ranking import assign_chases, rank_chases
from desk.services.chase.stopping import sync_chases
from orders.models import Shop


def run_round(*, shop: Shop, at: datetime) -> int:
    """Bring the chases of a shop up to a moment; return how many orders became part of one. Once more changes nothing."""
    end_late(shop=shop, at=at)
    _keep_in_step(shop, at)
    opened = open_chases(shop=shop, at=at)
    if Chase.objects.filter(shop=shop, ended_at=None, is_held=False).exists():
        rank_chases(shop=shop, at=at)
        assign_chases(shop=shop, at=at)
    return opened


@transaction.atomic
def _keep_in_step(shop: Shop, at: datetime) -> None:
    """Stop and open again what no import tells of: a refund told by a message, an entry of a list that ran out."""
    stopped = Q(ending__in=[ChaseEnding.REFUND, ChaseEnding.BARRED], ends_at__gt=at)
    numbers = Chase.objects.filter(Q(ended_at=None) | stopped, shop=shop).values_list("pk", flat=True)
    sync_chases(list(numbers), at=at)

"""One round of the chase: end, open, rank, share out. Every minute, and after each import."""

from datetime import datetime

from desk.models import Chase
from desk.services.chase.opening import end_late, open_chases
from desk.services.chase.ranking import assign_chases, rank_chases
from orders.models import Shop


def run_round(*, shop: Shop, at: datetime) -> int:
    """Bring the chases of a shop up to a moment; return how many orders became part of one. Once more changes nothing."""
    end_late(shop=shop, at=at)
    opened = open_chases(shop=shop, at=at)
    if Chase.objects.filter(shop=shop, ended_at=None, is_held=False).exists():
        rank_chases(shop=shop, at=at)
        assign_chases(shop=shop, at=at)
    return opened

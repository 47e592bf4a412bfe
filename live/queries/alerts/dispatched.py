"""What dispatch says: orders held back from shipping, and orders that are due soon (playbook C1, L9)."""

from collections.abc import Sequence
from datetime import datetime

from common.windows import SLOTS_PER_HOUR
from dispatch.queries.due import due_view
from dispatch.queries.held import held_now
from orders.models import Shop


def dispatched(*, shops: Sequence[Shop], measure: str, within: int, at: datetime) -> float | None:
    """Return how many orders are held with a refund that is not through, or are late within so many minutes (late ones too).

    None while nothing of dispatch was counted.
    """
    if measure == "parcels_held":
        return float(held_now(shops=shops, at=at, show="open").count())
    view = due_view(shops=shops, at=at)
    if view.counted_at is None:
        return None
    last = view.now + within * SLOTS_PER_HOUR // 60
    return float(sum(group.orders for store in view.stores for group in store.groups if group.due <= last))

"""Count the values that part the buyers of a shop into fifths: what RFM scores are read from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from common import bulk
from customers.models import Buyer, Fifths
from customers.rules.rfm import cut_places
from orders.models import Shop

AT_MOST_EVERY = timedelta(hours=1)
_SCORED = {"recency": "last_paid_at", "frequency": "orders_count", "money": "net_minor"}


def recount_fifths(*, shop: Shop, at: datetime, anew: bool = False) -> None:
    """Count them unless that was done in the last hour; `anew` counts always. They move slowly, and a count reads all buyers."""
    known = Fifths.objects.filter(shop=shop).first()
    if known and not anew and known.counted_at > at - AT_MOST_EVERY and known.buyers:
        return
    paying = Buyer.objects.filter(shop=shop, orders_count__gt=0)
    with transaction.atomic():
        bulk.make_room(connection)
        count = paying.count()
        places = cut_places(count)
        cuts = {name: _at_places(paying, field, places) for name, field in _SCORED.items()}
        told = cuts | {"recency": [moment.isoformat() for moment in cuts["recency"]], "buyers": count, "counted_at": at}
        Fifths.objects.update_or_create(shop=shop, defaults=told)


def _at_places(rows: QuerySet[Buyer], field: str, places: Sequence[int]) -> list[Any]:
    """Return the values of a field at these places, from 0, in their order: sorted once for all of them.

    Sorted by an expression, so that no index gives the order: PostgreSQL would fetch a million rows one by one along it.
    """
    number = Window(RowNumber(), order_by=Coalesce(F(field), F(field)).asc())
    numbered = rows.annotate(number=number).filter(number__in={place + 1 for place in places})
    found = dict(numbered.order_by().values_list("number", field)) if places else {}
    return [found[place + 1] for place in places]

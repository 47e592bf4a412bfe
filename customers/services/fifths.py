"""Count the values that part the buyers of a shop into fifths: what RFM scores are read from."""

from datetime import datetime, timedelta

from django.db import transaction

from customers.models import Buyer, Fifths
from customers.rules.rfm import cut_places
from orders.models import Shop

AT_MOST_EVERY = timedelta(hours=1)


def recount_fifths(*, shop: Shop, at: datetime, anew: bool = False) -> None:
    """Count them unless that was done in the last hour; `anew` counts always. They move slowly, and a count reads all buyers."""
    known = Fifths.objects.filter(shop=shop).first()
    if known and not anew and known.counted_at > at - AT_MOST_EVERY and known.buyers:
        return
    paying = Buyer.objects.filter(shop=shop, orders_count__gt=0)
    count = paying.count()
    cuts = {
        name: [paying.order_by(field).values_list(field, flat=True)[place] for place in cut_places(count)]
        for name, field in (("recency", "last_paid_at"), ("frequency", "orders_count"), ("money", "net_minor"))
    }
    told = cuts | {"recency": [moment.isoformat() for moment in cuts["recency"]], "buyers": count, "counted_at": at}
    with transaction.atomic():
        Fifths.objects.update_or_create(shop=shop, defaults=told)

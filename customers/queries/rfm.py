"""RFM scores of buyers, from the fifths that were counted last."""

from dataclasses import dataclass
from datetime import datetime

from customers.models import Buyer, Fifths
from customers.rules.rfm import Cuts, score


@dataclass(frozen=True)
class Scores:
    """1 (least) to 5 (best) each; None before anything was paid or counted."""

    recency: int | None
    frequency: int | None
    money: int | None


def cuts_of(shop_id: int) -> Cuts:
    """Return the values that part the buyers of a shop into fifths; empty before they were counted."""
    known = Fifths.objects.filter(shop=shop_id).first()
    if known is None:
        return Cuts()
    moments = tuple(datetime.fromisoformat(text) for text in known.recency)
    return Cuts(moments, tuple(known.frequency), tuple(known.money))


def scores_of(buyer: Buyer, cuts: Cuts | None = None) -> Scores:
    """Return the scores of a buyer among the buyers of the shop; `cuts` spares the question when many are asked for."""
    if not buyer.orders_count:
        return Scores(None, None, None)
    cuts = cuts or cuts_of(buyer.shop_id)
    return Scores(
        score(buyer.last_paid_at, cuts.recency), score(buyer.orders_count, cuts.frequency), score(buyer.net_minor, cuts.money)
    )

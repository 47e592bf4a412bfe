"""What is left of ordinary revenue: what the days before a sale left, by the costs that are known."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.models import Campaign
from common.windows import Window
from inventory.models import Product
from metrics import queries as metrics
from orders.models import Shop
from review.queries.daily import Calendar
from review.queries.plan import planned
from review.rules.effect.spans import Span

DAYS = 56
LEAST_KNOWN = 0.8  # of the revenue must be of products whose cost is known


@dataclass(frozen=True)
class Margin:
    """`share`: what one unit of revenue leaves after refunds, goods, commission, payment fee and freight.

    `known`: the share of the revenue whose cost of goods is known. `unknown`: costs nobody told; they count as nothing.
    """

    share: float
    known: float
    unknown: tuple[str, ...]


def ordinary_margin(campaign: Campaign, shops: Sequence[Shop], calendar: Calendar, span: Span) -> Margin | None:
    """Return the margin of the eight weeks before people began to wait; None where too little of the cost is known."""
    first = max(0, span.before - DAYS)
    if first == span.before:
        return None
    window = Window(calendar.edges[first], calendar.edges[span.before])
    costs = {
        (shop, sku): cost
        for shop, sku, cost in Product.objects.filter(shop__in=shops).values_list("shop_id", "sku", "cost_minor")
        if cost is not None
    }
    sold = metrics.sku_sales(shops=shops, window=window)
    known = [(one, costs[one.shop_id, one.sku]) for one in sold if (one.shop_id, one.sku) in costs]
    priced = sum(one.revenue_minor for one, _cost in known)
    whole = metrics.numbers(shops=shops, window=window, by="total", names=["revenue", "refunds", "paid_orders"])[0].values
    revenue = int(whole["revenue"] or 0)
    listed = sum(one.revenue_minor for one in sold)
    if revenue <= 0 or listed <= 0 or priced < LEAST_KNOWN * listed:
        return None
    kept = 1 - int(whole["refunds"] or 0) / revenue
    rates = planned(campaign).rates
    share = kept * (1 - sum(one.units * cost for one, cost in known) / priced)
    share -= kept * float((rates.commission or 0) + (rates.payment_fee or 0))
    share -= (rates.freight or 0) * int(whole["paid_orders"] or 0) / revenue
    unknown = tuple(name for name in ("commission", "payment_fee", "freight") if getattr(rates, name) is None)
    return Margin(share, priced / listed, unknown)

"""Audience lists: whom criteria mean, what a list holds, what its orders came to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Campaign
from customers.models import Buyer, BuyerLabel
from customers.queries.returning import three_months_before
from desk.models import Audience
from desk.rules.audiences import Criteria, Returning
from desk.rules.effect import Arm, Effect, effect_of
from orders.models import Order, Shop


def chosen(shop: Shop, criteria: Criteria, at: datetime) -> QuerySet[Buyer]:
    """Return the buyers all criteria hold for, before anybody is left out, who spent most first."""
    rows = Buyer.objects.filter(shop=shop, orders_count__gte=max(1, criteria.orders_from))
    if criteria.tiers:
        rows = rows.filter(tier__in=criteria.tiers)
    if criteria.labels:
        rows = rows.filter(Exists(BuyerLabel.objects.filter(buyer=OuterRef("pk"), label__in=criteria.labels)))
    if criteria.silent_from:
        rows = rows.filter(last_paid_at__lte=at - timedelta(days=criteria.silent_from))
    if criteria.silent_to:
        rows = rows.filter(last_paid_at__gt=at - timedelta(days=criteria.silent_to))
    if criteria.campaign is not None:
        rows = rows.filter(_bought_in(shop, criteria.campaign))
    local = at.astimezone(ZoneInfo(shop.time_zone))
    recent = at - (local.date() - three_months_before(local.date()))
    rows = {
        Returning.ANY: rows,
        Returning.WON: rows.filter(first_paid_at__gte=recent),
        Returning.CAME_BACK: rows.filter(first_paid_at__lt=recent, last_paid_at__gte=recent),
        Returning.SILENT: rows.filter(last_paid_at__lt=recent),
    }[criteria.returning]
    return rows.order_by("-net_minor", "pk")


def _bought_in(shop: Shop, campaign: int) -> Q:
    sale = Campaign.objects.filter(pk=campaign, shops=shop).first()
    if sale is None:
        return Q(pk__in=[])
    first, last = int(sale.starts_at.timestamp()) // 600, int(sale.ends_at.timestamp()) // 600
    paid = Order.objects.filter(shop=shop, buyer_key=OuterRef("buyer_key"), paid_slot__gte=first, paid_slot__lt=last)
    return Q(Exists(paid))


def audiences_of(shop: Shop, limit: int = 50) -> Sequence[Audience]:
    """Return the lists of a shop, the newest first."""
    return list(Audience.objects.filter(shop=shop).select_related("made_by", "shop")[:limit])


def outcome_of(audience: Audience) -> Effect | None:
    """Return what the list brought as counted last: who got it against who was drawn out; None before the first count."""
    if not audience.outcome:
        return None
    arms = {name: Arm(*audience.outcome[name]) for name in ("reached", "held")}
    return effect_of(arms["reached"], arms["held"])

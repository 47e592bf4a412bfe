"""What stands beside the money of a sale: buyers, service, pictures, tasks, leftover stock. JSON-able; money in minor units."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Q, Sum

from campaigns.models import Campaign
from campaigns.queries.pictures import picture_tests
from campaigns.queries.tasks import task_rows
from common.windows import Window
from customers.queries.returning import MOST_DAYS, returning
from desk.queries.chase import chase_effect
from dispatch.models import Hold
from dispatch.queries.terms import terms_of
from inventory.models import Product, StockLevel
from metrics.models import SkuHour
from orders.models import Order, Shop
from orders.states import RefundState
from review.queries.cohorts import cohort
from review.rules.cohorts import packed

CHASED = timedelta(days=3)


def buyers_of(campaign: Campaign, shops: list[Shop], *, at: datetime) -> dict[str, Any]:
    """Return old buyers by day added up, of these the ones of the three months before (W3), and who was won, as a cohort (C4)."""
    found: dict[str, Any] = {"old": 0, "won": 0, "came_back": 0}
    for shop in shops:
        window = Window(campaign.start_slot, campaign.end_slot)
        days = [day.start_at.astimezone(ZoneInfo(shop.time_zone)).date() for day in window.days(shop.time_zone)][:MOST_DAYS]
        for day in returning(shop, days):
            for name in found:
                found[name] += getattr(day, name)
    return found | {"cohort": packed(cohort(shops, campaign.starts_at, campaign.ends_at, at=at))}


def service_of(campaign: Campaign, shops: list[Shop], *, at: datetime) -> dict[str, Any]:
    """Return refunds still open, parcels in time, holds, and what the chase brought against those left alone."""
    found: dict[str, Any] = {"open_refunds": 0, "open_refund_minor": 0, "in_time": 0, "late": 0, "waiting": 0, "unknown": 0}
    found |= {"held": 0, "held_minor": 0, "lost": 0, "chase": []}
    for shop in shops:
        paid = Order.objects.filter(shop=shop, paid_slot__gte=campaign.start_slot, paid_slot__lt=campaign.end_slot)
        wanted = paid.filter(refund_state__in=[RefundState.REQUESTED, RefundState.RETURNING])
        sums = wanted.aggregate(count=Count("order_no"), total=Sum("total_minor"), back=Sum("refund_minor"))
        found["open_refunds"] += sums["count"]
        found["open_refund_minor"] += max(0, (sums["total"] or 0) - (sums["back"] or 0))
        limit = timedelta(hours=terms_of(shop).sale_hours)
        shipped = Q(shipped_at__isnull=False)
        counts = paid.exclude(refund_state=RefundState.FULL).aggregate(
            in_time=Count("order_no", filter=shipped & Q(shipped_at__lte=F("paid_at") + limit)),
            late=Count("order_no", filter=shipped & Q(shipped_at__gt=F("paid_at") + limit)),
            waiting=Count("order_no", filter=~shipped),
        )
        for name in ("in_time", "late", "waiting"):
            found[name] += counts[name]
        holds = Hold.objects.filter(shop=shop, paid_at__gte=campaign.starts_at, paid_at__lt=campaign.ends_at)
        held = holds.aggregate(
            held=Count("order_no", filter=Q(is_held=True, waiting=True)),
            minor=Sum("value_minor", filter=Q(is_held=True, waiting=True)),
            lost=Count("order_no", filter=Q(lost_at__isnull=False)),
        )
        found["held"] += held["held"]
        found["held_minor"] += held["minor"] or 0
        found["lost"] += held["lost"]
        effect = chase_effect(shop, since=campaign.starts_at, until=campaign.ends_at + CHASED, at=at)
        if effect.reached.count or effect.held.count:
            found["chase"].append(
                {
                    "shop": shop.name, "asked": effect.reached.count, "asked_paid": effect.reached.paid,
                    "alone": effect.held.count, "alone_paid": effect.held.paid, "verdict": effect.verdict,
                    "difference": effect.difference, "low": effect.low, "high": effect.high, "money_minor": effect.money_minor,
                }
            )  # fmt: skip
    return found


def pictures_of(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the tests of pictures: which won, and by what click rate."""
    return [
        {
            "place": test.place,
            "product": test.product,
            "pictures": len(test.rows),
            "winner": test.winner.picture.name if test.winner else "",
            "click_rate": test.winner.click_rate if test.winner else None,
        }
        for test in picture_tests(campaign)
    ]


def late_tasks(campaign: Campaign, *, at: datetime) -> dict[str, Any]:
    """Return how many tasks are done, and those that are late now, the latest first."""
    rows = task_rows(campaign=campaign, at=at)
    late = sorted((row for row in rows if row.days_late), key=lambda row: -row.days_late)
    told = [{"id": row.task.pk, "title": row.title, "owner": row.owner, "days": row.days_late} for row in late]
    return {"all": len(rows), "done": sum(not row.is_open for row in rows), "late": told}


def stock_left(shops: list[Shop], campaign: Campaign, keys: set[tuple[int, str]]) -> dict[tuple[int, str], dict[str, Any]]:
    """Return title, tier, cost, pieces left and, of what is gone, the hour of its last sale in the sale; of the products sold."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for shop in shops:
        last = dict(
            SkuHour.objects.filter(shop=shop, hour__gte=campaign.start_slot - 6, hour__lt=campaign.end_slot, units__gt=0)
            .values_list("sku").annotate(last=Max("hour"))
        )  # fmt: skip
        levels = {
            sku: (on_hand, available)
            for sku, on_hand, available in StockLevel.objects.filter(shop=shop).values_list("sku", "on_hand", "available")
        }
        for one in Product.objects.filter(shop=shop).only("sku", "title", "tier", "category", "cost_minor"):
            if (shop.pk, one.sku) in keys:
                on_hand, available = levels.get(one.sku, (None, None))
                gone = last.get(one.sku) if available == 0 else None
                found[shop.pk, one.sku] = {
                    "title": one.title, "tier": one.tier, "category": one.category, "cost": one.cost_minor, "left": on_hand,
                    "left_minor": None if on_hand is None or one.cost_minor is None else on_hand * one.cost_minor,
                    "gone_hour": gone,
                }  # fmt: skip
    return found

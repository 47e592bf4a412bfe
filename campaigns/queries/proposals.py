"""What the shop's own data says of the inputs of a sale's profit: each with its width and where it comes from.

What the data does not know is not proposed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median

from django.db.models import Count, Sum

from campaigns.cost_widths import derived_margin, take, three_figures
from campaigns.costs import Cost, in_order
from campaigns.models import Campaign, CostSource
from campaigns.queries.plan_figures import plan_figures
from campaigns.queries.replay import latest_replay
from campaigns.queries.shops import own_shops
from common.money import format_share
from common.windows import Window, local_time, slot_of
from inventory.queries import products
from metrics import queries as metrics_queries
from orders.models import Order, Shop

DAY = timedelta(days=1)
ORDINARY_DAYS = 28
LOST_DAYS = 7
FEWEST_DAYS = 14
BEST_SELLER_DAYS = "P7"


@dataclass(frozen=True)
class Past:
    """An earlier sale of the same shops with what it sold: minor units, None where nothing is known."""

    campaign: Campaign
    window: Window
    revenue_minor: int
    discounts: Fraction | None
    refund_rate: Fraction | None
    spend_minor: int | None


def proposals(*, campaign: Campaign, at: datetime) -> dict[str, Cost]:
    """Return what the plan and the shop's data say of each input at a moment; what they do not know is left out.

    From the plan: visitors, conversion, order value, traffic, and the discounts of its offers where they were replayed.
    From the earlier sale (the one it is compared with, else the last
    one of these shops): discounts, refunds, spend, the days around it. From the products: the cost of goods. From rule P7 of
    the playbook where no earlier sale is known: the best seller held back for a week.
    """
    shops = own_shops(campaign)
    past = past_sale(campaign)
    found: dict[str, Cost] = {}
    if past is not None:
        take(found, "discounts", past.discounts, CostSource.SALE, past.campaign.name)
        take(found, "refund_rate", past.refund_rate, CostSource.SALE, past.campaign.name)
    _discounts_of_offers(found, campaign)
    found |= plan_figures(campaign, found.get("discounts"))
    _cost_of_goods(found, shops, past, at)
    if "traffic" not in found and past is not None and past.spend_minor:
        take(found, "traffic", past.spend_minor * _growth(campaign, past), CostSource.SCALED, past.campaign.name)
    _lost_sales(found, campaign, shops, past, at)
    return in_order(found | derived_margin(found))


def past_sale(campaign: Campaign) -> Past | None:
    """Return the sale a plan learns from: the one it is compared with, else the last one of its shops that was over before it."""
    shops = own_shops(campaign)
    earlier = Campaign.objects.filter(shops__in=shops, ends_at__lte=campaign.starts_at).exclude(pk=campaign.pk)
    choices = [campaign.compare_with] if campaign.compare_with else list(earlier.distinct().order_by("-ends_at")[:3])
    for choice in choices:
        window = Window(choice.start_slot, choice.end_slot)
        sold = _sold(own_shops(choice), window)
        if sold["total"]:
            return _past(choice, window, sold)
    return None


def _past(earlier: Campaign, window: Window, sold: Mapping[str, int | None]) -> Past:
    paid = sold["total"] or 0
    row = metrics_queries.numbers(shops=own_shops(earlier), window=window, by="total", names=["spend"])[0]
    spend = row.values["spend"]
    given, back = sold["discounts"], sold["refunds"]
    return Past(
        campaign=earlier,
        window=window,
        revenue_minor=paid,
        discounts=None if given is None else _hundredths(given, (sold["of_discounted"] or 0) + given),
        refund_rate=None if back is None else _hundredths(back, paid),
        spend_minor=None if spend is None else int(spend),
    )


def _hundredths(part: int, whole: int) -> Fraction:
    """Return a share of a past sale to the hundredth of a per cent; the next one will not be nearer."""
    return min(Fraction(1), round(Fraction(part, whole or 1), 4))


def _sold(shops: list[Shop], window: Window) -> dict[str, int | None]:
    """Add up the orders paid in a window: what they paid, what of it went back, what the shop gave away where it is known."""
    orders = Order.objects.filter(shop__in=shops, paid_slot__gte=window.start, paid_slot__lt=window.end)
    sums = orders.aggregate(total=Sum("total_minor"), refunds=Sum("refund_minor"))
    told = orders.filter(shop_discount_minor__isnull=False)
    return sums | told.aggregate(discounts=Sum("shop_discount_minor"), of_discounted=Sum("total_minor"), orders=Count("order_no"))


def _discounts_of_offers(found: dict[str, Cost], campaign: Campaign) -> None:
    """Take what the plan's own offers gave away on past baskets, the shop's part of it, its width that of single days."""
    replay = latest_replay(campaign)
    if replay is None or not replay.list_minor or not replay.likely_minor:
        return
    likely = round(Fraction(replay.discount_minor, replay.list_minor) * Fraction(replay.shop_share), 4)
    low, high = (three_figures(likely * Fraction(side, replay.likely_minor)) for side in (replay.low_minor, replay.high_minor))
    ends = min(low, likely), min(Fraction(1), max(high, likely))
    found["discounts"] = Cost.of("discounts", ends[0], likely, ends[1], CostSource.OFFERS, str(replay.version))


def _cost_of_goods(found: dict[str, Cost], shops: list[Shop], past: Past | None, at: datetime) -> None:
    """Weigh the products' cost by what was sold; prices paid in a past sale are brought back to those before discounts."""
    known = products(shops=shops).exclude(cost_minor=None).values_list("shop_id", "sku", "cost_minor")
    costs = {(shop, sku): each or 0 for shop, sku, each in known}
    if not costs:
        return
    zone = shops[0].time_zone
    window = past.window if past else _days_before(at, ORDINARY_DAYS, zone)
    cost = paid = whole = 0
    for sold in metrics_queries.sku_sales(shops=shops, window=window):
        whole += sold.revenue_minor
        if (sold.shop_id, sold.sku) in costs and sold.revenue_minor:
            cost, paid = cost + costs[sold.shop_id, sold.sku] * sold.units, paid + sold.revenue_minor
    if paid:
        given = (past.discounts if past else None) or Fraction(0)
        before_discounts = min(Fraction(1), round(Fraction(cost, paid) * (1 - given), 4))
        take(found, "cost_of_goods", before_discounts, CostSource.PRODUCTS, format_share(Fraction(paid, whole)))


def _lost_sales(found: dict[str, Cost], campaign: Campaign, shops: list[Shop], past: Past | None, at: datetime) -> None:
    """Take the dips beside the earlier sale; where none is known, the best seller's ordinary week (playbook P7)."""
    if past is not None:
        before, after = _dips(past)
        name = past.campaign.name
        take(found, "lost_before", before, CostSource.SALE, name)
        take(found, "lost_after", None if after is None else after * _growth(campaign, past), CostSource.SCALED, name)
    if "lost_before" not in found:
        window = _days_before(min(at, campaign.starts_at), ORDINARY_DAYS, campaign.time_zone)
        best = max((sold.revenue_minor for sold in metrics_queries.sku_sales(shops=shops, window=window)), default=0)
        if best:
            week = Fraction(best * LOST_DAYS, ORDINARY_DAYS)
            found["lost_before"] = Cost.of("lost_before", Fraction(0), week, 2 * week, CostSource.PLAYBOOK, BEST_SELLER_DAYS)


def _dips(past: Past) -> tuple[Fraction | None, Fraction | None]:
    """Return what the week before and the week after an earlier sale fell short of ordinary days; None where not known."""
    shops, zone = own_shops(past.campaign), past.campaign.time_zone
    start = _midnight(past.window.start, zone)
    end = _midnight(past.window.end + 143, zone)
    week = LOST_DAYS * 144
    known = metrics_queries.extent(shops=shops)
    days = _revenue_of_days(shops, Window(start - week - ORDINARY_DAYS * 144, start - week))
    ordinary = [day for day in days if day]
    if len(ordinary) < FEWEST_DAYS or known is None:
        return None, None
    usual = Fraction(median(ordinary)) * LOST_DAYS
    before = sum(_revenue_of_days(shops, Window(start - week, start)))
    after = sum(_revenue_of_days(shops, Window(end, end + week)))
    return max(Fraction(0), usual - before), max(Fraction(0), usual - after) if known.end >= end + week else None


def _revenue_of_days(shops: list[Shop], window: Window) -> list[int]:
    rows = metrics_queries.numbers(shops=shops, window=window, by="day", names=["revenue"])
    return [int(row.values["revenue"] or 0) for row in rows]


def _days_before(moment: datetime, days: int, zone: str) -> Window:
    end = _midnight(slot_of(moment), zone)
    return Window(end - days * 144, end)


def _midnight(slot: int, zone: str) -> int:
    """Return the slot at which the shop-clock day of a slot began."""
    at = local_time(slot, zone)
    return slot - (at.hour * 60 + at.minute) // 10


def _growth(campaign: Campaign, past: Past) -> Fraction:
    return Fraction(campaign.revenue_target_minor, past.revenue_minor)

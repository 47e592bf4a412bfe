"""Count a sale by tier. The sales by SKU are filled after the board (decision 6), so this stands at an hour of its own."""

from datetime import datetime
from typing import Any

from campaigns import queries as plans
from campaigns.models import Campaign
from campaigns.queries.shops import own_shops
from common.windows import Window, hour_of, slot_of, slot_start
from inventory.queries.tiers import past_mix, revenue_by_tier, sales_by_tier_hour, usual_sales_by_tier
from live.models import TierBoard
from live.rules.mix import TierSales, mix_ratio
from live.rules.tiers import by_tier
from metrics import queries as metrics
from metrics.models import FillState, Rollup
from orders.models import Shop

COUNTED_ANEW_SLOTS = 30 * 6


def count_tiers(*, campaign: Campaign, at: datetime, earlier: dict[str, Any] | None = None) -> dict[str, Any] | None:
    """Return the rows by tier and the moment they are counted to; None while no product of its shops has a tier to speak of.

    `mix` is ln(m) of every hour of the sale's clock counted so far (`rules.mix`; None: nothing sold); hours older than 30 are
    taken from the `earlier` board, where there is one.

    Counted are whole hours, up to the first that waits to be filled, and never beyond the data of the shop that lies furthest
    back. JSON-able; money in minor units.
    """
    shops = own_shops(campaign)
    past = past_mix(shops)
    if not any(past.get(tier) for tier in "ABC"):
        return None
    arrays = plans.target_arrays(campaign=campaign)
    start, end = arrays.start_slot, arrays.start_slot + len(arrays.revenue)
    cut = min(end, max(start, _counted_to(campaign, shops, at)))
    actual = revenue_by_tier(shops, start=start, end=cut)
    revenue = arrays.revenue
    rows = by_tier(target_minor=int(revenue.sum()), due_minor=int(revenue[: cut - start].sum()), past=past, actual=actual)
    mix = _mix(campaign, shops, Window(start, max(start, cut)), earlier or {})
    return {"counted_to": slot_start(cut).isoformat() if cut > start else None, "rows": rows, "mix": mix}


def tiers_key(campaign_id: int) -> str:
    """Return a text that changes when a sale is counted by tier anew."""
    built_at = TierBoard.objects.filter(campaign=campaign_id).values_list("built_at", flat=True).first()
    return str(built_at.timestamp()) if built_at else ""


def _mix(campaign: Campaign, shops: list[Shop], known: Window, earlier: dict[str, Any]) -> list[float | None]:
    if known.length == 0:
        return []
    hours = list(known.hours(campaign.time_zone))
    kept: list[float | None] = earlier.get("mix", [])
    first = max(known.start, known.end - COUNTED_ANEW_SLOTS)
    anew = next((number for number, hour in enumerate(hours) if hour.start >= first), len(hours))
    anew = min(anew, len(kept))
    sold = sales_by_tier_hour(shops, start=hours[anew].start if anew < len(hours) else known.end, end=known.end)
    usual = {tier: TierSales(*each) for tier, each in usual_sales_by_tier(shops).items()}
    return [*kept[:anew], *(_ratio(usual, sold, hour) for hour in hours[anew:])]


def _ratio(usual: dict[str, TierSales], sold: dict[int, dict[str, tuple[int, int]]], hour: Window) -> float | None:
    """Return ln(m) of the sales by SKU whose hour begins in an hour of the campaign's clock."""
    tiers: dict[str, TierSales] = {}
    for start in hour.slots():
        for tier, (units, minor) in sold.get(start, {}).items():
            had = tiers.get(tier, TierSales(0, 0))
            tiers[tier] = TierSales(had.units + units, had.revenue_minor + minor)
    ratio = mix_ratio(usual, tiers)
    return None if ratio is None else round(ratio, 6)


def _counted_to(campaign: Campaign, shops: list[Shop], at: datetime) -> int:
    """Return the slot before which the sales by SKU of all shops are counted: whole hours only."""
    reach = [min(fresh.orders_as_of, at) for fresh in metrics.freshness(shops=shops) if fresh.orders_as_of]
    speaking = [moment for moment in reach if moment > campaign.starts_at]
    if not speaking:
        return campaign.start_slot
    known = hour_of(slot_of(min(speaking)), campaign.time_zone)
    waits = FillState.objects.filter(shop__in=shops, rollup=Rollup.SKUS, hour__gte=campaign.start_slot - 6)
    first = waits.order_by("hour").values_list("hour", flat=True).first()
    return known if first is None else min(known, first)

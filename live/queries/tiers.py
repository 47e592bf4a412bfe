"""Count a sale by tier. The sales by SKU are filled after the board (decision 6), so this stands at an hour of its own."""

from datetime import datetime
from typing import Any

from campaigns import queries as plans
from campaigns.models import Campaign
from common.windows import hour_of, slot_of, slot_start
from inventory.queries.tiers import past_mix, revenue_by_tier
from live.rules.tiers import by_tier
from metrics import queries as metrics
from metrics.models import FillState, Rollup
from orders.models import Shop


def count_tiers(*, campaign: Campaign, at: datetime) -> dict[str, Any] | None:
    """Return the rows by tier and the moment they are counted to; None while no product of its shops has a tier to speak of.

    Counted are whole hours, up to the first that waits to be filled, and never beyond the data of the shop that lies furthest
    back. JSON-able; money in minor units.
    """
    shops = list(campaign.shops.order_by("pk"))
    past = past_mix(shops)
    if not any(past.get(tier) for tier in "ABC"):
        return None
    arrays = plans.target_arrays(campaign=campaign)
    start, end = arrays.start_slot, arrays.start_slot + len(arrays.revenue)
    cut = min(end, max(start, _counted_to(campaign, shops, at)))
    actual = revenue_by_tier(shops, start=start, end=cut)
    revenue = arrays.revenue
    rows = by_tier(target_minor=int(revenue.sum()), due_minor=int(revenue[: cut - start].sum()), past=past, actual=actual)
    return {"counted_to": slot_start(cut).isoformat() if cut > start else None, "rows": rows}


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

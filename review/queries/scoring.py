"""What one sale says of its foresight: the projections of every hour, the buffers of every product, the alerts. JSON-able."""

from datetime import datetime
from statistics import median
from typing import Any

from campaigns.models import Campaign
from campaigns.queries.shops import own_shops
from common.windows import SLOTS_PER_HOUR, Window, slot_of
from inventory.models import Buffer, BufferMethod
from live.models import BoardSnapshot, Incident
from metrics import queries as metrics
from orders.models import Shop

RULES = (BufferMethod.ADVISED, BufferMethod.FLAT, BufferMethod.PLATFORM)
CHOSEN = "chosen"


def scored(campaign: Campaign) -> dict[str, Any]:
    """Return the scores of a sale that is over; lists are empty where nothing was foreseen."""
    shops = own_shops(campaign)
    window = Window(campaign.start_slot, campaign.end_slot)
    came = metrics.numbers(shops=shops, window=window, by="total", names=["revenue"])[0].values["revenue"] if shops else 0
    final = int(came or 0)
    return {
        "final": final,
        "projections": _projections(campaign, final) if final else [],
        "buffers": _buffers(campaign, shops, window),
        "alerts": _alerts(campaign),
    }


def _projections(campaign: Campaign, final: int) -> list[dict[str, Any]]:
    """Return what the board said of the end at the end of each hour: the band, its middle, whether it held the end."""
    kept = BoardSnapshot.objects.filter(campaign=campaign, data_as_of__gt=campaign.starts_at, data_as_of__lt=campaign.ends_at)
    by_hour: dict[int, int] = {}
    for pk, as_of in kept.order_by("built_at", "pk").values_list("pk", "data_as_of"):
        by_hour[(slot_of(as_of or campaign.starts_at) - campaign.start_slot) // SLOTS_PER_HOUR] = pk
    # The whole board is large: the database reads two parts of it.
    told = dict(BoardSnapshot.objects.filter(pk__in=by_hour.values()).values_list("pk", "board__outlook__sale"))
    length = (campaign.end_slot - campaign.start_slot) / SLOTS_PER_HOUR
    rows = []
    for hour, pk in sorted(by_hour.items()):
        sale = told[pk]
        if sale and not sale["is_over"]:
            low, middle, high = (sale[f"{name}_minor"] for name in ("low", "middle", "high"))
            rows.append(
                {
                    "hour": hour, "share": min((hour + 1) / length, 1.0), "low": low, "middle": middle, "high": high,
                    "is_inside": low <= final <= high, "error": middle / final - 1, "odds": sale["odds"],
                    "target": sale["target_minor"],
                }
            )  # fmt: skip
    return rows


def _buffers(campaign: Campaign, shops: list[Shop], window: Window) -> dict[str, Any]:
    """Return how many products the band of demand held, and of each rule the pieces left over and those it would have lacked.

    What was sold is at most what there was: the pieces lacked are at least so many.
    """
    sold = {(one.shop_id, one.sku): one.units for one in metrics.sku_sales(shops=shops, window=window)}
    rules = {rule: {"left": 0, "lacked": 0, "short": 0, "products": 0} for rule in (CHOSEN, *RULES)}
    inside = products = 0
    for row in Buffer.objects.filter(shop__in=shops, campaign_no=campaign.pk).order_by("pk"):
        key = (row.shop_id, row.sku)
        units = max(sold.get(key, 0), 0)
        products += 1
        inside += row.figures.get("p10", row.expected) <= units <= row.figures.get("p90", row.expected)
        for rule, held in ((CHOSEN, row.units), *((rule, row.figures.get(rule)) for rule in RULES)):
            if held is not None:
                one = rules[rule]
                one["products"] += 1
                one["left"] += max(held - units, 0)
                one["lacked"] += max(units - held, 0)
                one["short"] += units >= held and units > 0
    return {"products": products, "inside": inside, "rules": rules} if products else {}


def _alerts(campaign: Campaign) -> list[dict[str, Any]]:
    """Return a row a watch: how often it rang, was seen to and after how long, escalated, judged false, or passed unseen."""
    rows: dict[tuple[str, str], list[Incident]] = {}
    for one in Incident.objects.filter(campaign=campaign).order_by("opened_at", "pk"):
        rows.setdefault((one.code, one.name or one.measure), []).append(one)
    return [
        {
            "code": code, "name": found[0].name, "measure": found[0].measure, "rang": len(found),
            "seen": sum(one.acknowledged_at is not None for one in found),
            "escalated": sum(one.escalated_at is not None for one in found),
            "false": sum(one.is_false for one in found),
            "passed": sum(one.acknowledged_at is None and one.ended_at is not None for one in found),
            "minutes": _minutes(found),
        }
        for (code, _name), found in sorted(rows.items())
    ]  # fmt: skip


def _minutes(found: list[Incident]) -> float | None:
    waited = [_apart(one.opened_at, one.acknowledged_at) for one in found if one.acknowledged_at is not None]
    return median(waited) if waited else None


def _apart(one: datetime, other: datetime) -> float:
    return (other - one).total_seconds() / 60

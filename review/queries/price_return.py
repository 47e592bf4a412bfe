"""The prices of a sale's products on the days after it, beside the way back that was planned."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.models import Campaign
from campaigns.queries.way_back import WayBack, back_days, ways_back
from common.windows import day_window
from inventory.queries import price_history
from inventory.rules.price_history import Price
from inventory.rules.price_rules import Prices
from review.rules.price_return import counted, state_of

WATCHED_AFTER = 4
"""Days on which a price is still looked at after it should be back."""


def price_return(campaign: Campaign, *, at: datetime) -> dict[str, Any]:
    """Return every product with a way back to go: sale price, planned steps, the price of each day that has ended, its state.

    A price counts as asked where a list that was told since the sale says so, else it is the last that was paid on the day.
    Money in minor units of the sale's currency.
    """
    days = back_days(campaign)
    zone = ZoneInfo(campaign.time_zone)
    today = at.astimezone(zone).date()
    ended = [day for day in _more(days) if day < today]
    rows = []
    ways = [way for way in ways_back(campaign) if way.ordinary_minor > way.sale_minor]
    for shop in sorted({way.product.shop_id for way in ways}):
        mine = [way for way in ways if way.product.shop_id == shop]
        history = price_history(shop=shop, skus=[way.product.sku for way in mine], since=campaign.ends_at, until=at)
        rows += [_row(way, [_on(day, history[way.product.sku], campaign) for day in ended]) for way in mine]
    return {
        "days": len(days) - 1,
        "day": min(len(ended), len(days)),
        "counts": counted(row["state"] for row in rows),
        "rows": sorted(rows, key=lambda row: (_ORDER.index(row["state"]), row["shop"], row["sku"])),
    }


_ORDER = ("fast", "late", "behind", "on_way", "back", "unknown")


def _more(days: list[date]) -> list[date]:
    return [*days, *(days[-1] + timedelta(days=number) for number in range(1, WATCHED_AFTER))]


def _row(way: WayBack, seen: list[int | None]) -> dict[str, Any]:
    return {
        "shop": way.product.shop_id,
        "sku": way.product.sku,
        "title": way.product.title,
        "sale": way.sale_minor,
        "ordinary": way.ordinary_minor,
        "path": list(way.path),
        "seen": seen,
        "state": str(state_of(way.path, seen)),
    }


def _on(day: date, history: list[Price], campaign: Campaign) -> int | None:
    """Return the price of a day; None where nobody told one."""
    window = day_window(day, campaign.time_zone)
    start, end = window.start_at, window.end_at
    asked = [
        one.minor
        for one in history
        if one.kind is Prices.OFFERED and campaign.ends_at <= one.since < end and (one.until is None or one.until >= end)
    ]
    if asked:
        return asked[-1]
    paid = [one for one in history if one.kind is Prices.PAID and start <= one.since < end]
    last = paid[-1] if paid else None
    return None if last is None else last.minor if last.last_minor is None else last.last_minor

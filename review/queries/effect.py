"""What a sale really brought (F19): its days, the shops and products beside it, and the profit of it. JSON-able, minor units."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from campaigns.models import Campaign
from orders.models import Shop
from review.models import SaleEffect
from review.queries.daily import Calendar, calendar_of, ordinary_days, revenue_by_day, revenue_of_products
from review.queries.margin import ordinary_margin
from review.queries.neighbours import neighbours
from review.rules.effect.answer import NET, Amount, Effect
from review.rules.effect.measuring import Series, effect_of
from review.rules.effect.spans import BOUGHT, Floats

MOST_BESIDE = 6
LEAD_DAYS = 21  # days before the span that the picture shows


def effect_row(campaign: Campaign) -> SaleEffect | None:
    """Return the effect of a sale as it was measured last; None while nobody asked for it."""
    return SaleEffect.objects.filter(campaign=campaign).first()


def measured(campaign: Campaign, review: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Return what the sale brought; `review` is the body of its review, `{}` before it was prepared."""
    shops = list(campaign.shops.order_by("pk"))
    own = [shop for shop in shops if shop.currency == campaign.currency]
    body: dict[str, Any] = {
        "currency": campaign.currency, "parts": {}, "days": [], "profit": None, "neighbours": None, "missing": None,
        "others": [shop.name for shop in shops if shop.currency != campaign.currency],
    }  # fmt: skip
    calendar = calendar_of(campaign, own, at=at) if own else None
    if calendar is None:
        return body
    here = calendar.touched(campaign.start_slot, campaign.end_slot)
    if here.start >= len(calendar):
        return body
    values = revenue_by_day(calendar, own)
    ordinary, told = ordinary_days(calendar, own, but=campaign)
    beside = _shops_beside(campaign, calendar)
    series = Series(calendar.first, values, ordinary, told, {str(shop.pk): days for shop, days in beside})
    found = effect_of(series, start=here.start, end=here.stop)
    names = {str(shop.pk): shop.name for shop, _days in beside}
    body |= _told(found, calendar, values, here.stop)
    body["beside"] = [names[name] for name in found.beside]
    if found.parts:
        body["profit"] = _profit(campaign, own, calendar, found, review)
        body["neighbours"] = _neighbours(campaign, own, calendar, series, here)
    return body


def _told(found: Effect, calendar: Calendar, values: Floats, end: int) -> dict[str, Any]:
    def on(place: int) -> str:
        return (calendar.first + timedelta(days=place)).isoformat()

    span = found.span
    lead = range(max(0, span.before - LEAD_DAYS), span.before)
    return {
        "starts_on": on(span.start), "ends_on": on(end - 1), "first_on": on(span.before),
        "whole_from": on(end + BOUGHT), "is_whole": span.after == end + BOUGHT,
        "history": found.history, "missing": found.missing, "placebos": found.placebos, "looks_back": found.looks_back,
        "left_out": [on(place) for place in found.left_out],
        "parts": {name: _amount(amount) for name, amount in found.parts.items()},
        "lead": [{"on": on(place), "came": round(float(values[place]))} for place in lead],
        "days": [
            {
                "on": on(day.place),
                "came": None if day.came is None else round(day.came),
                "expected": None if day.expected is None else _amount(day.expected),
                "running": None if day.running is None else _amount(day.running),
            }
            for day in found.days
        ],
    }  # fmt: skip


def _amount(one: Amount) -> dict[str, Any]:
    low, high = one.interval
    return {
        "came": round(one.came), "expected": round(one.expected), "low": round(one.low), "high": round(one.high),
        "effect": round(one.effect), "effect_low": round(low), "effect_high": round(high), "seen": round(one.seen),
        "said": one.said.value,
    }  # fmt: skip


def _shops_beside(campaign: Campaign, calendar: Calendar) -> list[tuple[Shop, Floats]]:
    """Return the days of shops outside the sale; NaN where a sale of their own moved them."""
    found = []
    for shop in Shop.objects.exclude(campaigns=campaign).order_by("pk")[:MOST_BESIDE]:
        days = revenue_by_day(calendar, [shop])
        ordinary, _quiet = ordinary_days(calendar, [shop])
        found.append((shop, np.where(ordinary & (days > 0), days, np.nan)))
    return found


def _neighbours(campaign: Campaign, shops: list[Shop], calendar: Calendar, series: Series, here: slice) -> dict[str, Any] | None:
    """Return what became of the products of the same categories that were not in the sale; None where there are none."""
    by_shop = neighbours(campaign, shops)
    if not by_shop:
        return None
    values = sum((revenue_of_products(calendar, shop, skus) for shop, skus in by_shop), np.zeros(len(calendar)))
    found = effect_of(Series(series.first, values, series.ordinary, series.told, series.beside), start=here.start, end=here.stop)
    told = {name: _amount(amount) for name, amount in found.parts.items()}
    return {"products": sum(len(skus) for _shop, skus in by_shop), "parts": told}


def _profit(
    campaign: Campaign, shops: list[Shop], calendar: Calendar, found: Effect, review: dict[str, Any]
) -> dict[str, Any] | None:
    """Return the profit of the sale over what the same days would have left without it; None where costs are not known.

    The sale's own profit is the review's, running. All other days leave what ordinary revenue leaves.
    """
    margin = ordinary_margin(campaign, shops, calendar, found.span)
    if margin is None or not review:
        return None
    made: int = review["money"]["states"]["running"]["profit"]
    net, during = found.parts[NET], found.parts.get("during")
    outside = net.came - (during.came if during else 0.0)

    def left(without: float) -> int:
        return round(made + margin.share * (outside - without))

    return {
        "made": made, "margin": margin.share, "known": margin.known, "effect": left(net.expected), "effect_low": left(net.high),
        "effect_high": left(net.low), "unknown": list(margin.unknown),
    }  # fmt: skip

"""Everything a review shows, put together once by a worker: JSON-able, money in minor units of the sale's currency."""

from datetime import datetime, timedelta
from typing import Any

from campaigns.models import Campaign
from campaigns.queries.board import phase_spans
from common.splitting import split_minor
from common.windows import Window
from inventory.queries.tiers import past_mix
from metrics import queries as metrics
from orders.models import Shop
from review.queries import beside
from review.queries.channels import channel_rows
from review.queries.contacts import contacts_of
from review.queries.offers import offer_rows
from review.queries.plan import Planned
from review.queries.reckoning import Reckoned
from review.rules.money.bridge import Funnel, bridge, share_of_gap
from review.rules.money.ledger import COSTS
from review.rules.money.totals import Totals

REVISED_FOR = timedelta(days=30)
MOST_SHOWN = 12


def prepared(campaign: Campaign, plan: Planned, found: Reckoned, *, at: datetime) -> dict[str, Any]:
    """Return the body of the review of a sale; the products go to their own table."""
    shops = list(campaign.shops.order_by("pk"))
    own = [shop for shop in shops if shop.currency == campaign.currency]
    totals = found.totals[campaign.currency]
    real = _real(campaign, own)
    service = beside.service_of(campaign, own, at=at) | {"contacts": contacts_of(campaign, own)}
    stock = beside.stock_left(own, campaign, set(found.skus))
    return {
        "currency": campaign.currency,
        "time_zone": campaign.time_zone,
        "is_begun": at >= campaign.starts_at,
        "is_final": at >= campaign.ends_at + REVISED_FOR,
        "is_over": at >= campaign.ends_at,
        "money": totals.as_data(),
        "orders": found.orders.get(campaign.currency, 0),
        "settled_orders": found.settled_orders.get(campaign.currency, 0),
        "open_refund_minor": service["open_refund_minor"],
        "open_cost_share": open_share(totals, plan),
        "plan": {
            "parts": plan.parts, "profit": plan.profit, "visitors": plan.funnel.visitors, "orders": plan.funnel.orders,
            "revenue": plan.funnel.revenue,
        },
        "real": {"visitors": real.visitors, "orders": real.orders, "revenue": real.revenue},
        **_way(plan, totals, real),
        "phases": _phases(campaign, found, own),
        "tiers": _tiers(campaign, found, stock, own),
        "channels": channel_rows(campaign, found.hours, own),
        "offers": offer_rows(campaign, found, stock, own),
        "products": _products(found, stock, own),
        "buyers": beside.buyers_of(campaign, own, at=at),
        "service": service,
        "pictures": beside.pictures_of(campaign),
        "tasks": beside.late_tasks(campaign, at=at),
        "disagreements": found.counts,
        "others": {
            name: {**each.as_data(), "orders": found.orders.get(name, 0)}
            for name, each in found.totals.items() if name != campaign.currency
        },
    }  # fmt: skip


def open_share(totals: Totals, plan: Planned) -> float:
    """Return the share of the costs that no file has settled yet: each cost weighs what it comes to, running or planned.

    A cost that neither the plan nor any file tells weighs nothing, because nobody knows that it exists.
    """
    weights = {name: max(totals.costs["running"][name], -plan.parts.get(name, 0), 0) for name in COSTS}
    whole = sum(weights.values())
    settled = sum(weight * totals.coverage("settled", name) for name, weight in weights.items())
    return 1 - settled / whole if whole else 0.0


def _real(campaign: Campaign, shops: list[Shop]) -> Funnel:
    if not shops:
        return Funnel(None, 0, 0)
    window = Window(campaign.start_slot, campaign.end_slot)
    row = metrics.numbers(shops=shops, window=window, by="total", names=["revenue", "paid_orders", "visitors"])[0].values
    visitors = row["visitors"]
    return Funnel(None if visitors is None else int(visitors), int(row["paid_orders"] or 0), int(row["revenue"] or 0))


def _way(plan: Planned, totals: Totals, real: Funnel) -> dict[str, Any]:
    """Return the steps from the planned to the running profit, and the step that took most; none without a planned profit."""
    if plan.profit is None:
        return {"steps": [], "worst": None}
    running = totals.costs["running"]
    actual = {"revenue": totals.amounts["revenue"], "refund": -totals.amounts["refund"], "subsidy": totals.amounts["subsidy"]}
    actual |= {name: -running[name] for name in COSTS}
    coverage = {name: totals.coverage("running", name) for name in COSTS}
    steps = bridge(plan.parts, actual, plan=plan.funnel, real=real, coverage=coverage)
    shown = [step for step in steps if step.by or step.name in plan.parts]
    worst = share_of_gap(steps)
    return {
        "steps": [{"name": step.name, "by": step.by, "is_open": step.is_open} for step in shown],
        "worst": None if worst is None else {"name": worst[0].name, "by": worst[0].by, "share": worst[1]},
    }


def _phases(campaign: Campaign, found: Reckoned, shops: list[Shop]) -> list[dict[str, Any]]:
    rows = []
    for span in phase_spans(campaign=campaign):
        window = Window(span.counts_from_slot, span.counts_to_slot)
        values = (
            metrics.numbers(shops=shops, window=window, by="total", names=["revenue", "paid_orders"])[0].values if shops else {}
        )
        revenue = int(values.get("revenue") or 0)
        rows.append(
            {
                "number": span.number, "name": span.key, "start_slot": span.start_slot, "end_slot": span.end_slot,
                "target": span.target_minor, "revenue": revenue, "orders": int(values.get("paid_orders") or 0),
            }
        )  # fmt: skip
    return rows


def _tiers(campaign: Campaign, found: Reckoned, stock: dict[Any, Any], shops: list[Shop]) -> list[dict[str, Any]]:
    """Return a row a tier: revenue, target split by what each tier brought before, running profit."""
    rows: dict[str, dict[str, Any]] = {}
    numbers = {shop.pk for shop in shops}
    for key, sums in found.skus.items():
        if key[0] in numbers:
            row = rows.setdefault(stock.get(key, {}).get("tier", ""), {"revenue": 0, "profit": 0, "units": 0, "refund": 0})
            for name in row:
                row[name] += sums[name]
    past = past_mix(shops)
    tiers = [tier for tier in ("A", "B", "C", "") if tier in rows]
    weights = [max(0, past.get(tier, 0)) for tier in tiers]
    targets = split_minor(campaign.revenue_target_minor, weights) if any(weights) else [None] * len(tiers)
    return [{"tier": tier, "target": target, **rows[tier]} for tier, target in zip(tiers, targets, strict=True)]


def _products(found: Reckoned, stock: dict[Any, Any], shops: list[Shop]) -> dict[str, Any]:
    """Return the products that lost most and earned most, what is sold out, what is left and its cost."""
    numbers = {shop.pk for shop in shops}
    rows = [
        {"shop": key[0], "sku": key[1], **stock.get(key, {"title": "", "left": None, "left_minor": None, "gone_hour": None}), **{
            name: sums[name] for name in ("units", "revenue", "refund", "profit", "unknown")}}
        for key, sums in found.skus.items() if key[0] in numbers and key[1]
    ]  # fmt: skip
    known = [row for row in rows if not row["unknown"]]
    left = [row for row in rows if row["left"]]
    by_profit = sorted(known, key=lambda row: (row["profit"], row["sku"]))
    return {
        "count": len(rows),
        "worst": [row for row in by_profit[:MOST_SHOWN] if row["profit"] < 0],
        "best": [row for row in reversed(by_profit[-MOST_SHOWN:]) if row["profit"] >= 0],
        "gone": sorted((row for row in rows if row["gone_hour"] is not None), key=lambda row: row["gone_hour"])[:MOST_SHOWN],
        "left": sorted(left, key=lambda row: -(row["left_minor"] or 0))[:MOST_SHOWN],
        "stock_unknown": sum(row["left"] is None for row in rows),
        "left_units": sum(row["left"] for row in left),
        "left_minor": sum(row["left_minor"] or 0 for row in left),
        "left_unknown": sum(row["left_minor"] is None for row in left),
    }

"""The channels of a sale: visitors and spend as files told them, and the revenue of each hour shared among its visitors."""

from typing import Any

from campaigns.models import Campaign
from campaigns.queries.channels import channel_of_names, channels, named_channels
from campaigns.queries.traffic import traffic_plan
from common.splitting import split_minor
from orders.models import Shop
from review.queries.facts import spend_of


def channel_rows(campaign: Campaign, hours: dict[tuple[int, int], list[int]], shops: list[Shop]) -> list[dict[str, Any]]:
    """Return a row a channel, the largest revenue first: visitors, spend, revenue and what each unit of spend brought.

    `hours`: (shop, hour) to orders, revenue, ... Whose visitor bought is in no file: the revenue of an hour is shared among its
    channels by the visitors they brought, by largest remainder. Hours without told visitors are shared by nobody: the row "".
    """
    kinds = channels(campaign=campaign)
    told: dict[str, dict[str, Any]] = {}
    left = {key: values[1] for key, values in hours.items()}
    for shop in shops:
        rows = spend_of(shop, campaign.start_slot, campaign.end_slot)
        keys = channel_of_names({name for _hour, name, _visitors, _spend in rows}, among=kinds)
        by_hour: dict[int, list[tuple[str, int]]] = {}
        for hour, name, visitors, spend in rows:
            row = told.setdefault(keys.get(name, name), _empty())
            row["visitors"] = _plus(row["visitors"], visitors)
            row["spend"] = _plus(row["spend"], spend)
            by_hour.setdefault(hour, []).append((keys.get(name, name), visitors or 0))
        for hour, brought in by_hour.items():
            revenue = left.get((shop.pk, hour), 0)
            if revenue > 0 and any(count for _name, count in brought):
                for (name, _count), minor in zip(brought, split_minor(revenue, [count for _name, count in brought]), strict=True):
                    told[name]["revenue"] += minor
                left[shop.pk, hour] = 0
    plan = {line.kind.key: line.plan for line in traffic_plan(campaign).lines}
    named = named_channels(set(plan) | {key for key in told if key in {kind.key for kind in kinds}})
    for key, line in plan.items():
        row = told.setdefault(key, _empty())
        row["planned_visitors"], row["planned_spend"] = line.visitors, line.cost_minor
    rest = sum(minor for (shop, _hour), minor in left.items() if shop in {one.pk for one in shops})
    if rest and told:
        told[""] = {**_empty(), "revenue": rest}
    for key, row in told.items():
        row["key"], row["is_channel"] = key, key in named
        row["return"] = row["revenue"] / row["spend"] if row["spend"] else None
    return sorted(told.values(), key=lambda row: (row["key"] == "", -row["revenue"]))


def _empty() -> dict[str, Any]:
    return {"visitors": None, "spend": None, "revenue": 0, "planned_visitors": None, "planned_spend": None}


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other

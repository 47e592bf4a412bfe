"""Audit the offers and prices of a plan: from the tables to what a report keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign, StageKind
from campaigns.queries.offers import offer_rules
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.rules.audit import Audit, AuditPlan, AuditProduct, AuditStage, Finding, Situation, audit
from campaigns.rules.pricing import Basket, Kind, Level, OfferRule
from customers.models import Tier

LIVE, WARM_UP, PRESALE = "live", "warm_up", "presale"
MOST_KEPT = 300
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Alike:
    """Products no offer can tell apart and that cost the same: one stands for all (the colours and sizes of a coat)."""

    product: AuditProduct
    title: str
    skus: tuple[str, ...]


def audited(campaign: Campaign, _asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the audit finds in a plan as plain JSON, worst first. Raises PlanError when an offer cannot be priced.

    Products that are alike are tried once. A buyer of every tier there is, and of those the offers name, may hold any coupon.
    """
    rules, stages = offer_rules(campaign), stages_of(campaign)
    tiers = {"", *Tier.objects.values_list("name", flat=True)} | {tier for rule in rules for tier in rule.buyer_tiers}
    rounds = _rounds(alike_products(campaign, rules))
    found: dict[str, Any] = {"baskets": 0, "situations": 0, "exhaustive": True, "worst": [], "findings": []}
    seen: set[str] = set()
    for alike in rounds:
        plan = AuditPlan([one.product for one in alike], stages, rules, tuple(sorted(tiers)))
        _add(found, audit(plan), alike, seen)
    found["names"] = {rule.key: rule.name for rule in rules}
    found["extras"] = [rule.key for rule in rules if rule.level is Level.EXTRA]
    found["worst"].sort(key=lambda one: (one["price_minor"] - (one["cost_minor"] or 0), one["sku"]))
    found["findings"].sort(key=rank)
    found["left_out"] = max(0, len(found["findings"]) - MOST_KEPT)
    found["findings"] = found["findings"][:MOST_KEPT]
    return found


def stages_of(campaign: Campaign) -> list[AuditStage]:
    """Return the parts of the sale as buyers meet them: the warm-up, the sale, and a pre-sale whose rest is paid in the sale.

    The pre-sale begins one slot before the sale, so that waiting for the sale comes after it.
    """
    start, end = campaign.start_slot, campaign.end_slot
    found = [AuditStage(LIVE, start, end), AuditStage(PRESALE, start - 1, end, presale=True)]
    warm_up = campaign.stages.filter(kind=StageKind.WARM_UP).first()
    if warm_up is not None:
        found.append(AuditStage(WARM_UP, int(warm_up.starts_at.timestamp()) // 600, start))
    return found


def alike_products(campaign: Campaign, rules: Iterable[OfferRule]) -> list[Alike]:
    """Return the priced products of the plan, those that are alike as one."""
    rules = list(rules)
    named = [scope.skus | scope.excluded_skus for scope in (rule.scope for rule in rules)]
    by_shop = any(rule.scope.shops for rule in rules)
    deposits = [rule for rule in rules if rule.kind is Kind.DEPOSIT]
    groups: dict[Key, list[ProductPrices]] = {}
    for one in planned_prices(campaign):
        prices = _prices(one)
        if prices:
            shop = str(one.shop_id) if by_shop else ""
            marks = tuple(one.sku in skus for skus in named)
            key = (shop, one.tier, one.category, one.cost_minor, one.floor_minor, tuple(sorted(prices.items())), marks)
            groups.setdefault(key, []).append(one)
    return [_alike(members, deposits) for members in groups.values()]


def rank(finding: dict[str, Any]) -> tuple[int, int]:
    """Return where a finding stands: losses first, then traps, then what contradicts, then what never applies; dearest first."""
    amounts = finding["amounts"]
    gap = {
        "below_cost": amounts.get("cost_minor", 0) - amounts.get("received_minor", 0),
        "below_floor": amounts.get("floor_minor", 0) - amounts.get("price_minor", 0),
        "spot_below_presale": amounts.get("presale_minor", 0) - amounts.get("spot_minor", 0),
    }.get(finding["code"], amounts.get("saves_minor", 0))
    order = [*FLOOR_CODES, *TRAP_CODES]
    place = order.index(finding["code"]) if finding["code"] in order else len(order) + (finding["code"] in IDLE_CODES)
    return place, -gap


FLOOR_CODES = ("below_cost", "below_floor", "gives_more_than_price")
TRAP_CODES = ("spot_below_presale", "more_costs_less", "cheaper_split")
IDLE_CODES = frozenset(
    {"window_outside_sale", "no_buyer_in_tier", "coupon_not_given", "scope_empty", "no_product_sold", "never_applies"}
)


def _prices(one: ProductPrices) -> dict[str, int]:
    """Return the price of each stage; in the pre-sale that of the warm-up, in a stage without a planned price the list price."""
    live = one.asked_minor
    warm_up = one.warm_up_minor if one.warm_up_minor is not None else one.list_price_minor
    found = {LIVE: live, WARM_UP: warm_up, PRESALE: one.warm_up_minor if one.warm_up_minor is not None else live}
    return {stage: price for stage, price in found.items() if price is not None}


def _alike(members: list[ProductPrices], deposits: list[OfferRule]) -> Alike:
    one = min(members, key=lambda member: (member.sku, member.shop_id))
    prices = _prices(one)
    scoped = {"sku": one.sku, "tier": one.tier, "category": one.category, "shop": str(one.shop_id)}
    deposit = max((rule.deposit_minor for rule in deposits if rule.scope.holds(**scoped)), default=0)
    if not deposit:
        prices.pop(PRESALE, None)
    product = AuditProduct(one.sku, prices, one.tier, one.category, str(one.shop_id), one.cost_minor, one.floor_minor, deposit)
    return Alike(product, one.title, tuple(sorted({member.sku for member in members})))


def _rounds(alike: list[Alike]) -> list[list[Alike]]:
    """Part products of several shops under one SKU, so that each round knows a SKU once."""
    rounds: list[dict[str, Alike]] = [{}]
    for one in alike:
        free = next((some for some in rounds if one.product.sku not in some), None)
        if free is None:
            free = {}
            rounds.append(free)
        free[one.product.sku] = one
    return [list(some.values()) for some in rounds]


def _add(found: dict[str, Any], result: Audit, alike: list[Alike], seen: set[str]) -> None:
    known = {one.product.sku: one for one in alike}
    found["baskets"] += result.baskets
    found["situations"] = max(found["situations"], result.situations)
    found["exhaustive"] = found["exhaustive"] and result.exhaustive
    for worst in result.worst:
        one = known[worst.sku]
        found["worst"].append(
            {
                "sku": worst.sku,
                "title": one.title,
                "skus": list(one.skus),
                "list_minor": one.product.prices.get(worst.situation.stage.name),
                "cost_minor": one.product.cost_minor,
                "floor_minor": one.product.floor_minor,
                "price_minor": worst.paid_minor // worst.units,
                "bound_minor": worst.bound_minor,
                "offers": list(worst.offers),
                "stage": worst.situation.stage.name,
                "basket": _basket(worst.basket, known),
            }
        )
    for finding in result.findings:
        plain = _finding(finding, known)
        mark = f"{plain['code']} {plain['skus']} {plain['offers']} {plain['amounts']}"
        if mark not in seen:
            seen.add(mark)
            found["findings"].append(plain)


def _finding(finding: Finding, known: dict[str, Alike]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "skus": list(finding.skus[:1] if finding.code == "no_product_sold" else finding.skus),
        "alike": {sku: list(known[sku].skus) for sku in finding.skus[:2] if sku in known},
        "titles": {sku: known[sku].title for sku in finding.skus[:2] if sku in known and known[sku].title},
        "offers": list(finding.offers),
        "situation": _situation(finding.situation),
        "basket": _basket(finding.basket, known),
        "other": _basket(finding.other, known),
        "amounts": finding.amounts,
        "values": finding.values,
        "repairs": [
            {
                "code": one.code,
                "offers": list(one.offers),
                "sku": one.sku,
                "price_minor": one.price_minor,
                "value": one.value,
                "was": one.was,
            }
            for one in finding.repairs
        ],
        "cases": finding.cases,
    }


def _situation(situation: Situation | None) -> dict[str, Any] | None:
    if situation is None:
        return None
    return {
        "stage": situation.stage.name,
        "at": situation.at,
        "buyer_tier": situation.buyer_tier,
        "coupons": sorted(situation.coupons),
    }


def _basket(basket: Basket | None, known: dict[str, Alike]) -> list[dict[str, Any]] | None:
    if basket is None:
        return None
    return [
        {
            "sku": line.sku,
            "title": known[line.sku].title if line.sku in known else "",
            "units": line.units,
            "price_minor": line.unit_price_minor,
            "deposit_minor": line.deposit_minor,
        }
        for line in basket.lines
    ]

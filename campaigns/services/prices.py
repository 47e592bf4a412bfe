"""Writes of planned prices: typed, filled by a rule, copied from another sale; and the check of their history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from campaigns.doorbell import ring_for_tasks
from campaigns.models import Campaign, PlannedPrice, PriceCheck, PriceTerms
from campaigns.queries.price_terms import PRICED, Terms, fingerprint, latest_point
from campaigns.queries.prices import planned_prices, price_flags
from campaigns.queries.verdicts import judged_prices, plain_row
from campaigns.rules.prices import ENDINGS, cut_price
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.versions import changing
from common.money import exponent_of
from common.pieces import AT_ONCE, pieces
from inventory.queries import products
from inventory.queries.market import chosen_in
from inventory.rules.price_history import Outcome
from inventory.services import plan_cuts
from orders.models import Shop

Key = tuple[int, str, str]
"""Shop, SKU, stage."""
MOST_BACK_DAYS = 30
HIGHEST = 10**13


@dataclass(frozen=True)
class PriceProblem:
    """A price that cannot stand: which, why ("not_positive", "above_list", "too_high", "stage", "shop"), the limit it passes."""

    shop_id: int
    sku: str
    stage: str
    code: str
    price_minor: int
    limit_minor: int | None = None


class PricesRefusedError(ValueError):
    """Prices that cannot stand; nothing of them was written."""

    def __init__(self, problems: Sequence[PriceProblem]) -> None:
        super().__init__(f"{len(problems)} prices: {problems[0].sku} {problems[0].code}")
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Filled:
    """What a rule filled: how many prices, how many of them were raised to their floor, how many products have no list price."""

    prices: int
    raised: int
    without_list_price: int


def set_prices(
    *, campaign: Campaign, actor: User | None, version: int, prices: Mapping[Key, int | None], action: str = "set_prices"
) -> int:
    """Set prices of stages, None takes one away; return how many changed.

    Raises PricesRefusedError for a price not above zero, above the product's list price or for a stage without prices,
    StalePlanError when somebody else changed the prices meanwhile.
    """
    with changing(campaign=campaign, actor=actor, version=version, action=action, touches={"prices"}):
        check_prices_stand(campaign, prices)
        return _write(campaign, prices)


def hand_cuts_down(*, shop: Shop, at: datetime) -> bool:
    """Tell the tiers of a shop what its sale in hand (running, else the next) cuts off list prices; return whether it changed."""
    campaign = Campaign.objects.filter(shops=shop, ends_at__gt=at, prices__shop=shop).order_by("starts_at", "pk").first()
    planned = planned_prices(campaign, planned_only=True) if campaign else []
    cuts = {
        one.sku: max(0.0, 1 - one.live_minor / one.list_price_minor)
        for one in planned
        if one.shop_id == shop.pk and one.live_minor is not None and one.list_price_minor
    }
    return plan_cuts(shop=shop, cuts=cuts)


def fill_prices(
    *,
    campaign: Campaign,
    actor: User | None,
    version: int,
    stage: str,
    cut_bp: int,
    ending: str = "",
    tier: str = "",
    category: str = "",
    chosen: bool = False,
    keep: bool = False,
) -> Filled:
    """Plan list price less a cut, with an ending and never below the floor, for all goods of a tier and a category ("" for any).

    `cut_bp` in basis points, 0 to 9,999. `chosen` keeps to what the selection chose for the next sale, `keep` leaves prices that
    are planned already. Raises PlanError for a cut or an ending that is none, StalePlanError.
    """
    if not 0 <= cut_bp < 10_000:
        raise PlanError(Problem("cut_out_of_range", "cut"))
    if ending not in ENDINGS or stage not in PRICED:
        raise PlanError(Problem("node_unknown", "stage"))
    exponent = exponent_of(campaign.currency)
    wanted: dict[Key, int | None] = {}
    raised = without = 0
    selected = chosen_in(shop.pk for shop in campaign.shops.all()) if chosen else None
    for product in planned_prices(campaign):
        if selected is not None and (product.shop_id, product.sku) not in selected:
            continue
        if (tier and product.tier != tier) or (category and product.category != category):
            continue
        if keep and stage in product.stages:
            continue
        if product.list_price_minor is None:
            without += 1
            continue
        price = cut_price(product.list_price_minor, cut_bp, ending, floor_minor=product.floor_minor, exponent=exponent)
        raised += price == product.floor_minor
        wanted[product.shop_id, product.sku, stage] = price
    with changing(campaign=campaign, actor=actor, version=version, action="fill_prices", touches={"prices"}) as change:
        change.said = {"stage": stage, "cut_bp": cut_bp, "ending": ending, "tier": tier, "category": category, "chosen": chosen}
        changed = _write(campaign, wanted)
    return Filled(changed, raised, without)


def set_price_terms(*, campaign: Campaign, actor: User | None, version: int, terms: Terms) -> None:
    """Choose the rules, the days of the way back and the ending. Raises PlanError for days or an ending out of bounds."""
    if not 1 <= terms.back_days <= MOST_BACK_DAYS:
        raise PlanError(Problem("back_days_out_of_range", "back_days"))
    if terms.ending not in ENDINGS:
        raise PlanError(Problem("node_unknown", "ending"))
    with changing(campaign=campaign, actor=actor, version=version, action="set_price_terms", touches={"prices"}):
        values = {"rules": terms.as_rows(), "back_days": terms.back_days, "ending": terms.ending}
        PriceTerms.objects.update_or_create(campaign=campaign, defaults=values)


@transaction.atomic
def clone_prices(*, source: Campaign, target: Campaign, shift_seconds: int) -> int:
    """Copy the planned prices and terms of a sale to another one; return how many prices.

    Prices hang on stages and not on dates: `shift_seconds` changes nothing here. Shops the target does not have are left out.
    """
    del shift_seconds
    shops = set(target.shops.values_list("pk", flat=True))
    rows = [
        PlannedPrice(campaign=target, shop_id=price.shop_id, sku=price.sku, stage=price.stage, price_minor=price.price_minor)
        for price in source.prices.all()
        if price.shop_id in shops
    ]
    target.prices.all().delete()
    PlannedPrice.objects.bulk_create(rows, batch_size=AT_ONCE)
    terms = PriceTerms.objects.filter(campaign=source).first()
    if terms is not None:
        values = {"rules": terms.rules, "back_days": terms.back_days, "ending": terms.ending}
        PriceTerms.objects.update_or_create(campaign=target, defaults=values)
    return len(rows)


def check_prices(*, campaign: Campaign, at: datetime, tell: Callable[[int, int], None] | None = None) -> PriceCheck:
    """Judge every planned price and keep the result with the plan's version; the check of the plan reads it.

    `tell` hears how many prices are judged, and of how many. The result names the prices, rules and dates it was made from: a
    plan that was changed meanwhile knows that it is old, and a result of the plan as it is now is not replaced by an older one.
    """
    asked, newest = fingerprint(campaign), latest_point()
    rows = [plain_row(one) for one in judged_prices(campaign, tell=tell)]
    counts = {str(outcome): sum(row["outcome"] == outcome for row in rows) for outcome in Outcome}
    flags = [[flag.code, flag.count, list(flag.values)] for flag in price_flags(campaign)]
    told = counts | {"point": newest, "flags": flags, "example": _example(rows)}
    values = {"version": campaign.version, "at": at, "fingerprint": asked, "counts": told, "verdicts": rows}
    with transaction.atomic():
        current = Campaign.objects.select_for_update().get(pk=campaign.pk)
        standing = PriceCheck.objects.filter(campaign=current).first()
        if standing is not None and asked != standing.fingerprint == fingerprint(current):
            return standing
        check, _is_new = PriceCheck.objects.update_or_create(campaign=current, defaults=values)
        ring_for_tasks(current.pk)
    return check


def _example(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the first refused price with the name of its product, for the sentence of the check."""
    row = next((row for row in rows if row["outcome"] == Outcome.REFUSED), None)
    if row is None:
        return None
    product = products(shops=[row["shop"]]).filter(sku=row["sku"]).first()
    name = product.title if product and product.title else row["sku"]
    return {"name": name, "price": row["price"], "prior": row["prior"]}


def check_prices_stand(campaign: Campaign, prices: Mapping[Key, int | None]) -> None:
    """Raise PricesRefusedError for prices not above zero, above the list price, or in a shop or stage the plan does not price."""
    shops = set(campaign.shops.values_list("pk", flat=True))
    lists = {(one.shop_id, one.sku): one.list_price_minor for one in planned_prices(campaign)}
    problems = [
        problem
        for (shop, sku, stage), price in prices.items()
        if price is not None and (problem := _problem(shop, sku, stage, price, lists.get((shop, sku)), shops))
    ]
    if problems:
        raise PricesRefusedError(problems)


def _problem(shop: int, sku: str, stage: str, price: int, listed: int | None, shops: set[int]) -> PriceProblem | None:
    if stage not in PRICED:
        return PriceProblem(shop, sku, stage, "stage", price)
    if shop not in shops:
        return PriceProblem(shop, sku, stage, "shop", price)
    if price <= 0:
        return PriceProblem(shop, sku, stage, "not_positive", price)
    if listed is not None and price > listed:
        return PriceProblem(shop, sku, stage, "above_list", price, listed)
    return PriceProblem(shop, sku, stage, "too_high", price) if price > HIGHEST else None


def _write(campaign: Campaign, prices: Mapping[Key, int | None]) -> int:
    """Write the prices that differ from what stands; return how many those are."""
    rows = campaign.prices.values_list("shop_id", "sku", "stage", "price_minor")
    standing = {(shop, sku, stage): price for shop, sku, stage, price in rows}
    differing = {key: price for key, price in prices.items() if standing.get(key) != price}
    gone = [key for key, price in differing.items() if price is None]
    for some in pieces(gone):
        found = campaign.prices.filter(sku__in=[sku for _shop, sku, _stage in some])
        wanted = set(some)
        pks = [price.pk for price in found if (price.shop_id, price.sku, price.stage) in wanted]
        campaign.prices.filter(pk__in=pks).delete()
    PlannedPrice.objects.bulk_create(
        [
            PlannedPrice(campaign=campaign, shop_id=shop, sku=sku, stage=stage, price_minor=price)
            for (shop, sku, stage), price in differing.items()
            if price is not None
        ],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["campaign", "shop", "sku", "stage"],
        update_fields=["price_minor"],
    )
    return len(differing)

"""Baskets to be priced: what is typed becomes lines with the prices of the plan."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from campaigns.models import Campaign, StageKind
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.rules.pricing import Basket, BasketLine, Kind, OfferRule
from common.windows import slot_of
from inventory.models import PricePoint
from inventory.queries import products


@dataclass(frozen=True)
class Wanted:
    """One line as it was typed. `price_minor` None takes the plan's price."""

    sku: str
    units: int
    price_minor: int | None = None


@dataclass(frozen=True)
class Filled:
    """A basket ready to be priced, the titles of its products, and the SKUs for which no price is known."""

    basket: Basket
    titles: dict[str, str]
    unpriced: tuple[str, ...]


def find_products(campaign: Campaign, text: str, *, limit: int = 12) -> list[tuple[str, str]]:
    """Return (SKU, title) of goods whose SKU or title holds the text, in either case; nothing for an empty text."""
    text = text.strip()
    if not text:
        return []
    found = products(shops=campaign.shops.all()).goods().filter(Q(sku__icontains=text) | Q(title__icontains=text))
    return list(found.values_list("sku", "title")[:limit])


def basket_of(
    campaign: Campaign,
    wanted: Sequence[Wanted],
    rules: Iterable[OfferRule],
    *,
    at: datetime,
    buyer_tier: str = "",
    coupons: Iterable[str] = (),
    freight_minor: int = 0,
    deposit_paid: bool = False,
    of_shop: int | None = None,
) -> Filled:
    """Return a basket with the prices the plan has at that moment.

    A price is the one that was typed, else the planned one of the stage, else the list price, else the last price the product
    was offered or sold at. `deposit_paid`: the deposit of the offers on a line was paid in advance for each of its pieces.
    `of_shop`: where two shops of the sale have a SKU, that of this one is meant.
    """
    planned = planned_prices(campaign, skus=frozenset(one.sku for one in wanted))
    known = {one.sku: one for one in sorted(planned, key=lambda one: (one.shop_id == of_shop, -one.shop_id))}
    stage = stage_at(campaign, at)
    missing = {one.sku for one in wanted if one.price_minor is None and _planned(known.get(one.sku), stage) is None}
    seen = _last_prices(campaign, missing)
    deposits = [rule for rule in rules if rule.kind is Kind.DEPOSIT] if deposit_paid else []
    lines, unpriced = [], []
    for number, one in enumerate(wanted, 1):
        product = known.get(one.sku)
        price = one.price_minor
        if price is None:
            price = _planned(product, stage)
        if price is None:
            price = seen.get(one.sku)
        if price is None:
            unpriced.append(one.sku)
            continue
        tier, category, shop = (product.tier, product.category, str(product.shop_id)) if product else ("", "", "")
        mine = [
            rule.deposit_minor
            for rule in deposits
            if rule.scope.holds(sku=one.sku, tier=tier, category=category, shop=shop) and rule.deposit_minor <= price
        ]
        lines.append(BasketLine(number, one.sku, price, one.units, tier, category, shop, max(mine, default=0)))
    titles = {one.sku: product.title for one in wanted if (product := known.get(one.sku)) and product.title}
    basket = Basket(tuple(lines), buyer_tier, slot_of(at), frozenset(coupons), freight_minor)
    return Filled(basket, titles, tuple(unpriced))


def stage_at(campaign: Campaign, at: datetime) -> str:
    """Return the stage of the sale at a moment; "live" between and beside them."""
    for stage in campaign.stages.all():
        if stage.starts_at <= at < stage.ends_at:
            return str(stage.kind)
    return str(StageKind.LIVE)


def _planned(product: ProductPrices | None, stage: str) -> int | None:
    if product is None:
        return None
    return product.stages.get(stage, product.asked_minor)


def _last_prices(campaign: Campaign, skus: Collection[str]) -> dict[str, int]:
    if not skus:
        return {}
    points = PricePoint.objects.filter(shop__in=campaign.shops.all(), sku__in=skus).order_by("since")
    return dict(points.values_list("sku", "price_minor"))

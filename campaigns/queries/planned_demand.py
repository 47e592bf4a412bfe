"""The planned demand of a sale by product, out of its target, its prices, the shops' ordinary days and the earlier sale."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.costs import Costs
from campaigns.models import Campaign
from campaigns.queries.odds import costs_of
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.queries.shops import own_shops
from campaigns.queries.target import target_arrays
from campaigns.rules.demand import Key, RangeProduct, planned_demand
from common.windows import Window, slot_of
from inventory.models import PriceKind, PricePoint
from inventory.rules.demand import PlannedDemand
from metrics.queries import sku_sales
from orders.models import Shop

DAY_SLOTS = 144
ORDINARY_DAYS = 28
PLAN_DEVIATION = 0.35
"""By how much a plan nobody has tested is off; see `campaigns.cost_widths`."""
_TEN_TO_NINETY = 2 * 1.2816


@dataclass(frozen=True)
class SaleDemand:
    """The planned demand of a sale by shop, and what it stands on.

    `level`: by how much the total may be off (logarithm's standard deviation); `discount`: what offers take off the planned
    prices, None where the plan does not tell; `has_lift`: whether an earlier sale told how products are lifted; `unpriced`:
    products without any known price. `day_shares`: the part of the target each of the sale's days brings.
    """

    by_shop: dict[int, list[PlannedDemand]]
    level: float
    discount: float | None
    has_lift: bool
    unpriced: int
    day_shares: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many products are planned."""
        return sum(len(some) for some in self.by_shop.values())


def sale_demand(campaign: Campaign, *, at: datetime) -> SaleDemand:
    """Return the pieces the plan expects of each product of its range, shops together making the target.

    The range is every good on sale that sold in the last eight weeks before `at` or has a planned price. Ordinary days are the
    last eight weeks, the newer four weighing double. What a buyer pays is the planned price, else the list price, less the
    discounts among the inputs of the odds; without both the last average price.
    """
    shops = own_shops(campaign)
    costs = costs_of(campaign)
    discount = float(costs["discounts"].estimate.likely) if "discounts" in costs else None
    sold = _ordinary(shops, slot_of(min(at, campaign.starts_at)))
    earlier, before = _earlier(campaign)
    ever = _ever_sold(shops)
    products = [
        _product(one, sold, earlier, before, ever, paid=1 - (discount or 0.0)) for one in planned_prices(campaign) if one.sku
    ]
    wanted = [one for one in products if one.daily > 0 or one.is_new]
    by_shop: dict[int, list[PlannedDemand]] = {shop.pk: [] for shop in shops}
    prices = {one.key: one.price_minor for one in wanted}
    for demand in planned_demand(wanted, target_minor=campaign.revenue_target_minor):
        shop, sku = demand.key
        by_shop[shop].append(PlannedDemand(sku, demand.units, prices[demand.key], demand.is_new))
    return SaleDemand(
        by_shop,
        plan_deviation(costs),
        discount,
        bool(earlier),
        sum(price is None for price in prices.values()),
        _day_shares(campaign),
    )


def plan_deviation(costs: Costs) -> float:
    """Return by how much the plan's revenue may be off, from the widths of visitors, conversion and order value; 0.35 without."""
    names = ("visitors", "conversion", "order_value")
    if any(name not in costs or costs[name].estimate.low <= 0 for name in names):
        return PLAN_DEVIATION
    widths = [math.log(costs[name].estimate.high / costs[name].estimate.low) / _TEN_TO_NINETY for name in names]
    return round(math.sqrt(sum(width**2 for width in widths)), 4)


def _ordinary(shops: list[Shop], last: int) -> dict[Key, tuple[float, int, int]]:
    """Return pieces a day, pieces and revenue of the last eight weeks of each SKU, by shop and SKU."""
    month = ORDINARY_DAYS * DAY_SLOTS
    found: dict[Key, tuple[float, int, int]] = {}
    for weight, window in ((1.0, Window(last - 2 * month, last - month)), (2.0, Window(last - month, last))):
        for row in sku_sales(shops=shops, window=window):
            daily, units, revenue = found.get((row.shop_id, row.sku), (0.0, 0, 0))
            more = weight * row.units / (3 * ORDINARY_DAYS)
            found[row.shop_id, row.sku] = (daily + more, units + row.units, revenue + row.revenue_minor)
    return found


def _earlier(campaign: Campaign) -> tuple[dict[Key, float], dict[Key, float]]:
    """Return the pieces of the earlier sale, and those as many ordinary days before it would have brought; empty without one."""
    sale = campaign.compare_with
    if sale is None:
        return {}, {}
    shops = own_shops(sale)
    length = sale.end_slot - sale.start_slot
    plain = Window(sale.start_slot - ORDINARY_DAYS * DAY_SLOTS, sale.start_slot)
    had = sku_sales(shops=shops, window=Window(sale.start_slot, sale.end_slot))
    would = sku_sales(shops=shops, window=plain)
    share = length / plain.length
    return (
        {(row.shop_id, row.sku): float(row.units) for row in had},
        {(row.shop_id, row.sku): row.units * share for row in would},
    )


def _ever_sold(shops: list[Shop]) -> set[Key]:
    paid = PricePoint.objects.filter(shop__in=shops, kind=PriceKind.PAID)
    return set(paid.order_by().values_list("shop_id", "sku").distinct())


def _product(
    one: ProductPrices,
    sold: dict[Key, tuple[float, int, int]],
    earlier: dict[Key, float],
    before: dict[Key, float],
    ever: set[Key],
    *,
    paid: float,
) -> RangeProduct:
    key = (one.shop_id, one.sku)
    daily, units, revenue = sold.get(key, (0.0, 0, 0))
    price = None if one.asked_minor is None else round(one.asked_minor * paid)
    if price is None and units > 0:
        price = round(revenue / units)
    is_new = bool(one.stages) and key not in ever and daily <= 0
    had, would = earlier.get(key, 0.0), before.get(key, 0.0)
    return RangeProduct(key, one.tier, one.category, price, max(daily, 0.0), max(had, 0.0), max(would, 0.0), is_new)


def _day_shares(campaign: Campaign) -> tuple[float, ...]:
    """Return the part of the target each 24 hours of the sale bring; even where no target is laid."""
    revenue = target_arrays(campaign=campaign).revenue
    days = -(-(campaign.ends_at - campaign.starts_at) // timedelta(days=1))
    total = float(revenue.sum())
    if not total:
        return (1 / days,) * days
    sums: defaultdict[int, float] = defaultdict(float)
    for day in range(days):
        sums[day] = float(revenue[day * DAY_SLOTS : (day + 1) * DAY_SLOTS].sum())
    return tuple(round(sums[day] / total, 6) for day in range(days))

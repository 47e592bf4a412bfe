"""Count what the goods of a shop did in a window, and judge them: reads only, nothing is written here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inventory.models import Product, TierTerms
from inventory.queries.market import conversion_of
from inventory.queries.tiers import Window, baskets_of, buyers_before
from inventory.rules.tiers import Figures, Judged, Known, drawing, figures, propose, volume_classes, with_any
from inventory.rules.tiers.baskets import Baskets
from orders.models import Shop


@dataclass(frozen=True)
class Goods:
    """What is known of a product beside its sales. Money in minor units."""

    cost: int | None
    list_price: int | None
    category: str
    tier: str


@dataclass(frozen=True)
class TierCount:
    """The figures of the goods of a shop in a window. `rows`: where a SKU stands in the columns, absent without sales."""

    goods: Mapping[str, Goods]
    baskets: Baskets
    figures: Figures
    rows: Mapping[str, int]
    with_a: Any
    judged: Mapping[str, Judged]
    volume: Mapping[str, str]
    conversion: Mapping[str, float]
    minimum: int

    def tier(self, sku: str) -> str:
        """Return the tier a product has, else the one proposed for it; "" when there is neither."""
        judged = self.judged.get(sku)
        return self.goods[sku].tier or (judged.tier if judged else "")


def count_goods(shop: Shop, *, window: Window, terms: TierTerms) -> TierCount:
    """Count and judge all goods on sale. Gifts, services and postage are no part of any basket here.

    Who draws traffic is judged first by figures that look at no other product; then it is counted who lies beside those.
    """
    goods = goods_of(shop)
    baskets = baskets_of(shop, window).only(goods)
    told = figures(baskets, buyers_before(shop, window))
    rows = {sku: number for number, sku in enumerate(baskets.skus) if sku in goods and told.orders[number]}
    conversion = conversion_of(shop)
    known = [known_of(sku, row, told, goods[sku], conversion.get(sku)) for sku, row in rows.items()]
    minimum = terms.minimum_orders
    drawn = drawing(known, minimum_orders=minimum)
    draws = [sku for sku in rows if goods[sku].tier == "A" or (not goods[sku].tier and sku in drawn)]
    beside, _own = with_any(baskets, draws)
    full = [known_of(sku, row, told, goods[sku], conversion.get(sku), int(beside[row])) for sku, row in rows.items()]
    judged = propose(full, minimum_orders=minimum, first_buyers=told.first_baskets)
    volume = volume_classes({sku: int(told.revenue[row]) for sku, row in rows.items()})
    return TierCount(goods, baskets, told, rows, beside, judged, volume, conversion, minimum)


def goods_of(shop: Shop) -> dict[str, Goods]:
    """Return what is known of each product on sale, by SKU."""
    rows = Product.objects.filter(shop=shop).goods().on_sale()
    columns = rows.values_list("sku", "cost_minor", "list_price_minor", "category", "tier")
    return {sku: Goods(cost, price, category, tier) for sku, cost, price, category, tier in columns}


def known_of(sku: str, row: int, told: Figures, product: Goods, conversion: float | None, with_a: int | None = None) -> Known:
    """Return what is known of one product, ready to be judged. Without a cost there is neither margin nor profit."""
    units, revenue = int(told.units[row]), int(told.revenue[row])
    margin = None if product.cost is None or not revenue else 1 - product.cost * units / revenue
    profit = None if product.cost is None else revenue - product.cost * units
    orders, first, single = (int(column[row]) for column in (told.orders, told.first_orders, told.single_orders))
    price = revenue // units if units else None
    return Known(sku, orders, first, single, with_a or 0, price, product.category, margin, profit, conversion)


def row_of(sku: str, counted: TierCount, at: datetime) -> dict[str, Any]:
    """Return the row of one product, the fields of `ProductFigures` by name; one without sales lacks all the orders."""
    place = counted.rows.get(sku)
    if place is None:
        return _EMPTY | {"sku": sku, "counted_at": at, "missing_orders": counted.minimum}
    told, judged = counted.figures, counted.judged[sku]
    known = known_of(sku, place, told, counted.goods[sku], counted.conversion.get(sku))
    return {
        "sku": sku, "counted_at": at,
        "orders": known.orders, "units": int(told.units[place]), "revenue_minor": int(told.revenue[place]),
        "first_orders": known.first_orders, "single_orders": known.single_orders,
        "attached_minor": int(told.attached[place]), "with_a": int(counted.with_a[place]),
        "price_minor": known.price, "profit_minor": known.profit,
        "margin_bp": None if known.margin is None else max(-1_000_000, round(known.margin * 10_000)),
        "conversion_bp": None if known.conversion is None else round(known.conversion * 10_000),
        "price_place": judged.price_place, "volume_class": counted.volume[sku], "proposal": judged.tier,
        "score": judged.score, "missing_orders": judged.missing_orders,
        "scores": json.dumps(judged.components), "reason": json.dumps(judged.reason),
    }  # fmt: skip


_NOTHING = dict.fromkeys(("orders", "units", "revenue_minor", "first_orders", "single_orders", "attached_minor", "with_a"), 0)
_UNKNOWN = dict.fromkeys(("price_minor", "profit_minor", "margin_bp", "conversion_bp", "price_place", "score"))
_EMPTY: dict[str, Any] = {
    **_NOTHING, **_UNKNOWN, "volume_class": "", "proposal": "", "scores": "{}", "reason": "[]",
}  # fmt: skip

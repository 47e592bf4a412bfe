"""Judge the tiers of a shop anew: all of them on demand, or those an import touched."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from accounts.models import User
from accounts.services import record
from inventory.models import BasketDay, Product, ProductFigures, TierTerms
from inventory.queries.tiers import terms_of, window_of
from inventory.rules.tiers import Item, partners, warn, with_any
from inventory.services.counting import Counted, count_goods, row_of
from inventory.services.paid import refill_paid
from orders.models import Shop
from orders.services import hold_shop

_AT_ONCE = 1_000
_WRITTEN = [each.name for each in ProductFigures._meta.concrete_fields if each.name not in {"id", "shop", "sku", "stale"}]


def retier(*, shop: Shop, at: datetime, actor: User | None = None, planned_cuts: Mapping[str, float] | None = None) -> int:
    """Count what every product does and propose tiers anew; return how many products were judged.

    First the days that wait are packed. `planned_cuts`: the share below the list price that a plan gives a SKU, for the
    warnings; where none is given, what was paid stands against the list price. A person who asks leaves an audit row.
    """
    refill_paid(shop=shop)
    return _judge(shop, at=at, actor=actor, cuts=planned_cuts or {}, touched=None)


def refresh_tiers(*, shop: Shop, at: datetime) -> int:
    """Count anew what imports touched since; return how many products were written. The others keep their rows."""
    touched = set(ProductFigures.objects.filter(shop=shop, stale=True).values_list("sku", flat=True))
    return _judge(shop, at=at, actor=None, cuts={}, touched=touched) if touched else 0


def shops_to_refresh() -> list[int]:
    """Return the numbers of the shops with a product that was touched and not counted since."""
    return list(ProductFigures.objects.filter(stale=True).order_by("shop_id").values_list("shop_id", flat=True).distinct())


def _judge(shop: Shop, *, at: datetime, actor: User | None, cuts: Mapping[str, float], touched: set[str] | None) -> int:
    """Count outside of the transaction, for others write meanwhile; marks go only if no basket changed until the rows stand."""
    seen = _state_of(shop)
    terms = terms_of(shop)
    window = window_of(shop, terms, at=at)
    counted = count_goods(shop, window=window, terms=terms)
    skus = [sku for sku in counted.goods if touched is None or sku in touched]
    rows = [row_of(shop, sku, counted, at) for sku in sorted(skus)]
    findings = _findings(counted, cuts)
    with transaction.atomic():
        hold_shop(shop=shop)
        unmoved = _state_of(shop) == seen
        for start in range(0, len(rows), _AT_ONCE):
            _write(rows[start : start + _AT_ONCE])
        standing = ProductFigures.objects.filter(shop=shop)
        standing.exclude(sku__in=_goods(shop)).delete()
        if unmoved:
            standing.filter(stale=True).update(stale=False)
        TierTerms.objects.update_or_create(
            shop=shop,
            defaults={"since": window.since, "until": window.until, "counted_at": at, "findings": findings},
        )
        if actor is not None:
            told = {"products": len(rows), "baskets": counted.figures.baskets}
            record(actor=actor, action="tier.judge", target=shop.name, after=told)
    return len(rows)


def _state_of(shop: Shop) -> tuple[int, int | None, int]:
    """Return what changes whenever days are packed anew or products change: packed days, the newest of them, what was touched."""
    days = BasketDay.objects.filter(shop=shop).aggregate(count=Count("pk"), newest=Max("pk"))
    return days["count"], days["newest"], ProductFigures.objects.filter(shop=shop, stale=True).count()


def _goods(shop: Shop) -> Any:
    return Product.objects.filter(shop=shop).goods().on_sale().values("sku")


def _write(rows: list[ProductFigures]) -> None:
    ProductFigures.objects.bulk_create(rows, update_conflicts=True, unique_fields=["shop", "sku"], update_fields=_WRITTEN)


def _findings(counted: Counted, cuts: Mapping[str, float]) -> dict[str, Any]:
    """Return what the page says of the whole range: how much is known, the mix, what to look at."""
    told, rows = counted.figures, counted.rows
    items = [_item(counted, sku, cuts) for sku in rows]
    draws = [item.sku for item in items if item.tier == "A"]
    profits = [item.sku for item in items if item.tier == "C"]
    _beside, own = with_any(counted.baskets, draws)
    met = partners(counted.baskets, draws, profits)
    warned = warn(items, together=met, order_value=own.order_value)
    revenue = sum(item.revenue for item in items)
    costed = sum(item.revenue for item in items if counted.goods[item.sku].cost is not None)
    mix = {tier: sum(item.revenue for item in items if item.tier == tier) for tier in ("A", "B", "C", "")}
    return {
        "baskets": told.baskets,
        "first_buyers": told.first_baskets,
        "sold": len(rows),
        "judged": sum(1 for judged in counted.judged.values() if judged.tier),
        "revenue": revenue,
        "costed": costed,
        "mix": mix,
        "products": {tier: sum(1 for item in items if item.tier == tier) for tier in ("A", "B", "C", "")},
        "partners": {sku: dict(list(each.items())[:3]) for sku, each in met.items()},
        "warnings": [
            {"code": each.code, "values": dict(each.values), "skus": list(each.skus), "count": each.count} for each in warned
        ],
    }


def _item(counted: Counted, sku: str, cuts: Mapping[str, float]) -> Item:
    """Return a product as the warnings see it; its cut is that of the plan, else what was paid against the list price."""
    place, product = counted.rows[sku], counted.goods[sku]
    units, revenue = int(counted.figures.units[place]), int(counted.figures.revenue[place])
    price = revenue // units if units else None
    cut = cuts.get(sku)
    if cut is None and price is not None and product.list_price:
        cut = max(0.0, 1 - price / product.list_price)
    return Item(sku, counted.tier(sku), price, revenue, product.category, cut)

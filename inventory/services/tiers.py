"""Judge the tiers of a shop anew: all of them on demand, or those an import touched."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Count, Max

from accounts.models import User
from accounts.services import record
from common import bulk
from common.pieces import pieces
from inventory.models import BasketDay, ProductFigures, TierTerms
from inventory.queries.tiers import terms_of, window_of
from inventory.rules.tiers import Item, partners, warn, with_any
from inventory.services.paid import refill_paid
from inventory.services.tier_figures import TierCount, count_goods, row_of
from orders.models import Shop
from orders.services import hold_shop

_NUMBERS = (
    "orders", "units", "revenue_minor", "first_orders", "single_orders", "attached_minor", "with_a", "price_minor",
    "profit_minor", "margin_bp", "conversion_bp", "price_place", "score", "missing_orders",
)  # fmt: skip
_COLUMNS = {
    **dict.fromkeys(("sku", "volume_class", "proposal", "scores", "reason"), pa.string()),
    **dict.fromkeys(_NUMBERS, pa.int64()),
    "counted_at": pa.timestamp("s", tz="UTC"),
    "stale": pa.bool_(),
}


def plan_cuts(*, shop: Shop, cuts: Mapping[str, float]) -> bool:
    """Keep what the sale in hand cuts off list prices, by SKU as a share 0 to 1, for the warnings; return whether it changed.

    It counts from the next judgement on. Empty: no sale is in hand, or it plans no prices.
    """
    told = {sku: round(cut, 4) for sku, cut in sorted(cuts.items())}
    if terms_of(shop).planned_cuts == told:
        return False
    TierTerms.objects.update_or_create(shop=shop, defaults={"planned_cuts": told})
    return True


def retier(*, shop: Shop, at: datetime, actor: User | None = None, planned_cuts: Mapping[str, float] | None = None) -> int:
    """Count what every product does and propose tiers anew; return how many products were judged.

    First the days that wait are packed. `planned_cuts`: the share below the list price that a plan gives a SKU, for the
    warnings, else what `plan_cuts` kept; of a SKU without one, what was paid stands against the list price. A person who asks
    leaves an audit row.
    """
    refill_paid(shop=shop)
    return _judge(shop, at=at, actor=actor, cuts=planned_cuts, touched=None)


def refresh_tiers(*, shop: Shop, at: datetime) -> int:
    """Count anew what imports touched since; return how many products were written. The others keep their rows."""
    touched = _stale(shop)
    return _judge(shop, at=at, actor=None, cuts=None, touched=touched) if touched else 0


def shops_to_refresh() -> list[int]:
    """Return the numbers of the shops with a product that was touched and not counted since."""
    return list(ProductFigures.objects.filter(stale=True).order_by("shop_id").values_list("shop_id", flat=True).distinct())


def _judge(shop: Shop, *, at: datetime, actor: User | None, cuts: Mapping[str, float] | None, touched: set[str] | None) -> int:
    """Count outside of the transaction, for others write meanwhile; marks go only if no basket changed until the rows stand."""
    seen, at = _state_of(shop), at.replace(microsecond=0)
    terms = terms_of(shop)
    window = window_of(shop, terms, at=at)
    counted = count_goods(shop, window=window, terms=terms)
    skus = [sku for sku in counted.goods if touched is None or sku in touched]
    rows = [row_of(sku, counted, at) for sku in sorted(skus)]
    findings = _findings(counted, terms.planned_cuts if cuts is None else cuts)
    with transaction.atomic():
        hold_shop(shop=shop)
        _write(shop, rows, touched, still=set() if _state_of(shop) == seen else _stale(shop))
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


def _stale(shop: Shop) -> set[str]:
    return set(ProductFigures.objects.filter(shop=shop, stale=True).values_list("sku", flat=True))


def _write(shop: Shop, rows: list[dict[str, Any]], touched: set[str] | None, *, still: set[str]) -> None:
    """Put these rows in place of those that stand for the same products, or for all. `still`: touched meanwhile, marked again.

    Ten thousand rows are written like facts: by the models it took two seconds, so it is a quarter.
    """
    standing = ProductFigures.objects.filter(shop=shop)
    if touched is None:
        standing.delete()
    else:
        replaced = sorted(touched)
        for piece in pieces(replaced):
            standing.filter(sku__in=piece).delete()
    told = [{**row, "stale": row["sku"] in still} for row in rows]
    table = pa.table({name: pa.array([row[name] for row in told], kind) for name, kind in _COLUMNS.items()})
    bulk.append(connection, ProductFigures._meta.db_table, table, constants={"shop_id": shop.pk})


def _findings(counted: TierCount, cuts: Mapping[str, float]) -> dict[str, Any]:
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


def _item(counted: TierCount, sku: str, cuts: Mapping[str, float]) -> Item:
    """Return a product as the warnings see it; its cut is that of the plan, else what was paid against the list price."""
    place, product = counted.rows[sku], counted.goods[sku]
    units, revenue = int(counted.figures.units[place]), int(counted.figures.revenue[place])
    price = revenue // units if units else None
    cut = cuts.get(sku)
    if cut is None and price is not None and product.list_price:
        cut = max(0.0, 1 - price / product.list_price)
    return Item(sku, counted.tier(sku), price, revenue, product.category, cut)

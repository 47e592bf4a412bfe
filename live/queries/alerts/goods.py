"""What products say: how many are soon gone, the minutes of one, pieces oversold. Along indexes, one or two queries each."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from inventory.models import Product, RunOut, RunOutState, StockLevel
from orders.models import Shop

MOST_NAMES = 5
_NOT_GONE = [RunOutState.ALERT, RunOutState.WATCH, RunOutState.CALM]


def goods_reading(
    *, shops: Sequence[Shop], measure: str, sku: str, within: int, at: datetime
) -> tuple[float | None, tuple[str, ...]]:
    """Return the number and the products it speaks of, the most pressing first."""
    if measure == "pieces_short":
        return _short(shops, sku)
    rows = RunOut.objects.filter(shop__in=shops)
    minute = int(at.timestamp()) // 60
    if measure == "product_minutes":
        row = rows.filter(sku=sku).exclude(state=RunOutState.UNCOUNTED).first_gone().first()
        return (None if row is None else float(max(0, row.goes_minute - minute))), ()
    if measure == "products_gone":
        found = rows.filter(state=RunOutState.GONE, hourly__gt=1 / 24)
    else:
        found = rows.filter(goes_minute__lte=minute + within, state__in=_NOT_GONE)
    first = list(found.first_gone().values_list("shop_id", "sku")[:MOST_NAMES])
    return float(found.count()) if len(first) == MOST_NAMES else float(len(first)), _titles(first)


def _short(shops: Sequence[Shop], sku: str) -> tuple[float | None, tuple[str, ...]]:
    levels = StockLevel.objects.filter(shop__in=shops, short__gt=0)
    if sku:
        levels = levels.filter(sku=sku)
    first = list(levels.order_by("-short", "shop_id", "sku").values_list("shop_id", "sku")[:MOST_NAMES])
    pieces = levels.aggregate(pieces=Sum("short"))["pieces"] if first else 0
    return float(pieces or 0), _titles(first)


def _titles(keys: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Return what these products are called; one query, none for none."""
    if not keys:
        return ()
    here = Product.objects.filter(shop__in={shop for shop, _sku in keys}, sku__in={sku for _shop, sku in keys})
    titles = {(shop, sku): title for shop, sku, title in here.values_list("shop_id", "sku", "title")}
    return tuple((titles.get(key) or key[1])[:60] for key in keys)

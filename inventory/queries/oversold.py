"""What was sold and is not there (playbook L7): products short of pieces, the orders that wait, the promised delivery."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from inventory.models import Product, Reserve, RunOut, StockLevel
from inventory.queries.beside import Promise, StandIn, next_promises, stand_ins
from orders.models import Shop


@dataclass(frozen=True)
class Oversold:
    """One product with fewer pieces than are sold.

    `orders`: how many wait for it, paid or not, `paid_orders`: those paid; both None while the worker has not counted them.
    `reserve`: pieces kept back, which would help; `promise`: the next delivery a supplier promised.
    """

    level: StockLevel
    title: str
    orders: int | None
    paid_orders: int | None
    reserve: int
    stand_in: StandIn | None
    promise: Promise | None

    @property
    def covered(self) -> bool:
        """Whether the promised delivery is as large as what is short."""
        return self.promise is not None and self.promise.units >= self.level.short


def oversold_levels(*, shops: Collection[Shop]) -> QuerySet[StockLevel]:
    """Return the stock levels that are short, the largest shortage first."""
    return StockLevel.objects.filter(shop__in=shops, short__gt=0).select_related("shop").order_by("-short", "shop_id", "sku")


def oversold(levels: Sequence[StockLevel]) -> list[Oversold]:
    """Return what is known of these short products, in their order."""
    shops, skus = {level.shop_id for level in levels}, {level.sku for level in levels}
    here = {"shop__in": shops, "sku__in": skus}
    titles = {(shop, sku): title for shop, sku, title in Product.objects.filter(**here).values_list("shop_id", "sku", "title")}
    kept = {(one.shop_id, one.sku): one.units for one in Reserve.objects.filter(released_at__isnull=True, **here)}
    columns = ("shop_id", "sku", "waiting_orders", "waiting_paid")
    waiting = {(shop, sku): (orders, paid) for shop, sku, orders, paid in RunOut.objects.filter(**here).values_list(*columns)}
    promises, others = next_promises(shops=shops, skus=skus), stand_ins(shops=shops, skus=skus)
    rows = []
    for level in levels:
        key = level.shop_id, level.sku
        orders, paid = waiting.get(key, (None, None))
        title = titles.get(key) or level.sku
        rows.append(Oversold(level, title, orders, paid, kept.get(key, 0), others.get(key), promises.get(key)))
    return rows

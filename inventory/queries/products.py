"""Products by shop, and how much of them is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from inventory.models import Product, ProductKind, ProductQuerySet, ProductStatus
from orders.models import Shop


def products(*, shops: Iterable[Shop | int]) -> ProductQuerySet:
    """Return every product of these shops, by shop and SKU; `.goods()` and `.on_sale()` narrow it.

    `shops`: rows or their numbers; a query for them is asked within that for the products.
    """
    rows = Product.objects.select_related("supplier").order_by("shop_id", "sku")
    if isinstance(shops, QuerySet):
        return rows.filter(shop__in=shops)
    return rows.filter(shop__in=[shop.pk if isinstance(shop, Shop) else shop for shop in shops])


@dataclass(frozen=True)
class Coverage:
    """How many goods of a shop are on sale, and of how many of them something is not known."""

    goods: int
    others: int
    without_cost: int
    without_list_price: int
    without_tier: int
    cost_above_price: int


def coverage(shop: Shop) -> Coverage:
    """Count the goods of a shop and what is missing about them; one query."""
    goods = Q(kind=ProductKind.GOODS, status=ProductStatus.ON_SALE)
    told = Product.objects.filter(shop=shop).aggregate(
        goods=Count("pk", filter=goods),
        others=Count("pk", filter=~goods),
        without_cost=Count("pk", filter=goods & Q(cost_minor__isnull=True)),
        without_list_price=Count("pk", filter=goods & Q(list_price_minor__isnull=True)),
        without_tier=Count("pk", filter=goods & Q(tier="")),
        cost_above_price=Count("pk", filter=goods & Q(cost_minor__gt=F("list_price_minor"))),
    )
    return Coverage(**told)


def pack_sizes(*, shop: Shop | int) -> dict[str, int]:
    """Return how many pieces a carton of each SKU holds, of those of which it was told."""
    rows = Product.objects.filter(shop=shop, pack_units__gt=0)
    return {sku: int(units) for sku, units in rows.values_list("sku", "pack_units") if units}

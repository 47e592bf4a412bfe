"""Reads: products by shop, what they cost, what they are for."""

from collections.abc import Iterable

from inventory.models import Product, ProductQuerySet
from orders.models import Shop


def products(*, shops: Iterable[Shop | int]) -> ProductQuerySet:
    """Return every product of these shops (rows or their numbers), by shop and SKU; `.goods()` and `.on_sale()` narrow it."""
    numbers = [shop.pk if isinstance(shop, Shop) else shop for shop in shops]
    return Product.objects.filter(shop__in=numbers).select_related("supplier").order_by("shop_id", "sku")

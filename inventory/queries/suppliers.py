"""Who delivers what: suppliers with the products and the open orders that hang on them."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from inventory.models import Delivery, DeliveryState, Product, ProductKind, ProductStatus, Supplier


@dataclass(frozen=True)
class SupplierLine:
    """One supplier; `products`: goods on sale it delivers, `ordered`: pieces ordered and not received."""

    supplier: Supplier
    products: int
    ordered: int


def supplier_lines() -> list[SupplierLine]:
    """Return all suppliers by name, over all shops; two queries."""
    goods = Q(products__kind=ProductKind.GOODS, products__status=ProductStatus.ON_SALE)
    moving = Delivery.objects.filter(state=DeliveryState.ORDERED, supplier__isnull=False).order_by()
    ordered = dict(moving.values("supplier").annotate(total=Sum("units")).values_list("supplier", "total"))
    rows = Supplier.objects.annotate(goods=Count("products", filter=goods)).order_by("name")
    return [SupplierLine(row, row.goods, int(ordered.get(row.pk, 0))) for row in rows]


def products_without_supplier() -> int:
    """Count the goods on sale nobody is known to deliver."""
    return Product.objects.filter(kind=ProductKind.GOODS, status=ProductStatus.ON_SALE, supplier__isnull=True).count()


def products_of(supplier: Supplier, *, limit: int = 50) -> list[Product]:
    """Return the goods a supplier delivers, by shop and SKU, at most `limit`."""
    return list(supplier.products.filter(kind=ProductKind.GOODS).select_related("shop").order_by("shop_id", "sku")[:limit])

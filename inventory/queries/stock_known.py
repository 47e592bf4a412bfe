"""What is known of the stock of the SKUs that are sold: levels, and the alert lines people set."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from inventory.models import Product, ProductKind, ProductStatus, StockLevel
from orders.models import Shop

_COLUMNS = ("sku", "on_hand", "available", "reserve", "unpaid", "unshipped", "listed", "listed_at", "short")


@dataclass(frozen=True)
class Known:
    """The stock of one SKU. `free`: pieces that can still be sent to somebody, the reserve with them; None: nobody counted.

    `held`: by orders. `set_line`: the alert line a person set. `short`: pieces oversold.
    """

    sku: str
    on_hand: int | None
    available: int | None
    reserve: int
    held: int
    listed: int | None
    listed_at: datetime | None
    set_line: int | None
    short: int

    @property
    def free(self) -> int | None:
        """Pieces on hand that no order holds."""
        return None if self.on_hand is None else max(0, self.on_hand - self.held)


def known_stock(shop: Shop, *, skus: Collection[str] | None = None) -> list[Known]:
    """Return the stock of every SKU with a level, by SKU, but for gifts, services and what is withdrawn; `skus` names some."""
    levels = StockLevel.objects.filter(shop=shop).order_by("sku")
    others = Product.objects.filter(shop=shop)
    if skus is not None:
        levels, others = levels.filter(sku__in=skus), others.filter(sku__in=skus)
    unsold = ~Q(kind=ProductKind.GOODS) | ~Q(status=ProductStatus.ON_SALE)
    left_out = set(others.filter(unsold).values_list("sku", flat=True))
    set_lines = dict(others.filter(alert_units__isnull=False).values_list("sku", "alert_units"))
    return [
        Known(sku, on_hand, available, reserve, unpaid + unshipped, listed, listed_at, set_lines.get(sku), short)
        for sku, on_hand, available, reserve, unpaid, unshipped, listed, listed_at, short in levels.values_list(*_COLUMNS)
        if sku not in left_out
    ]

"""What was asked and paid for products."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from common.pieces import pieces
from inventory.models import PriceKind, PricePoint
from inventory.rules.price_history import Price
from inventory.rules.price_rules import Prices
from orders.models import Shop

Row = tuple[str, str, datetime, datetime | None, int, str, int | None, datetime | None, datetime | None]
_COLUMNS = ("sku", "kind", "since", "until", "price_minor", "source", "last_minor", "lowest_at", "last_at")


def price_history(*, shop: Shop | int, skus: Iterable[str], since: datetime, until: datetime) -> dict[str, list[Price]]:
    """Return what was asked and paid for these SKUs in [since, until), by time, for the rules of `inventory.rules`.

    Every offered price that can still hold in that time is among it, and the last day on which anything was paid before it. Of
    two offered prices with the same beginning the later told stands. A SKU without any price has an empty list.
    """
    number = shop.pk if isinstance(shop, Shop) else shop
    wanted = sorted(set(skus))
    found: dict[str, list[Price]] = {sku: [] for sku in wanted}
    for some in pieces(wanted):
        points = PricePoint.objects.filter(shop=number, sku__in=some, since__lt=until)
        recent = points.filter(Q(kind=PriceKind.OFFERED) | Q(since__gte=since) | Q(until__gt=since))
        told: dict[tuple[str, datetime], Price] = {}
        for row in recent.order_by("as_of", "digest", "import_no").values_list(*_COLUMNS):
            price = _price(row)
            if price.kind is Prices.PAID:
                found[row[0]].append(price)
            else:
                told[row[0], price.since] = price
        for (sku, _since), price in told.items():
            found[sku].append(price)
        unpaid = [sku for sku in some if not any(price.kind is Prices.PAID for price in found[sku])]
        for row in _last_paid(number, unpaid, since):
            found[row[0]].append(_price(row))
    for prices in found.values():
        prices.sort()
    return found


def _last_paid(shop: int, skus: list[str], before: datetime) -> list[Row]:
    """Return the last day with a payment of each of these SKUs."""
    points = PricePoint.objects.filter(shop=shop, sku__in=skus, kind=PriceKind.PAID, since__lt=before).order_by("since")
    last = {row[0]: row for row in points.values_list(*_COLUMNS)}
    return list(last.values())


def _price(row: Row) -> Price:
    _sku, kind, since, until, minor, source, last, lowest_at, last_at = row
    return Price(since, minor, until, Prices(kind), source, last, lowest_at, last_at)


def points_of(shop: Shop, sku: str, *, kind: PriceKind, limit: int = 60) -> list[PricePoint]:
    """Return the known prices of one kind of a SKU, the newest first."""
    return list(PricePoint.objects.filter(shop=shop, sku=sku, kind=kind).order_by("-since", "-as_of")[:limit])

"""Reads of the visits to products: sums of a stretch of time, and by hour."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max

from inventory.models import InterestClaim, Product
from orders.models import Shop

DAY_LEAST = 138
"""A stretch of at least so many slots is a day (one of 23 hours has 138)."""


@dataclass(frozen=True)
class Interest:
    """What was told of one product in a stretch of time; None: nobody told."""

    shop_id: int
    sku: str
    title: str
    favourites: int | None
    carts: int | None
    inquiries: int | None
    last_slot: int


def interest_mark(shops: Iterable[Shop]) -> str:
    """Return a text that changes when an import of visits to products comes in or is taken back; one query on an index."""
    told = InterestClaim.objects.filter(shop__in=list(shops)).aggregate(newest=Max("pk"), count=Count("pk"))
    return f"{told['newest'] or 0}-{told['count']}"


def interest_of(shops: Iterable[Shop], *, start: int, end: int) -> list[Interest]:
    """Return the products of which anything was told within [start, end), slots, most carts first.

    Of several imports of one product and time the newest counts. Where hours and the whole day are told, the day counts.
    """
    wanted = list(shops)
    rows = InterestClaim.objects.filter(shop__in=wanted, slot__gte=start, slot__lt=end).order_by("as_of", "digest", "pk")
    newest: dict[tuple[int, str], dict[tuple[int, int], tuple[int | None, ...]]] = {}
    names = ("shop_id", "sku", "slot", "slots", "favourites", "carts", "inquiries")
    for shop, sku, slot, slots, *says in rows.values_list(*names):
        if slot + slots <= end:
            newest.setdefault((shop, sku), {})[slot, slots] = tuple(says)
    known = Product.objects.filter(shop__in=wanted, sku__in=sorted({sku for _shop, sku in newest}))
    titles = {(shop, sku): title for shop, sku, title in known.values_list("shop_id", "sku", "title")}
    found = []
    for (shop, sku), told in newest.items():
        days = [(slot, slot + slots) for slot, slots in told if slots >= DAY_LEAST]
        counted = [
            says
            for (slot, slots), says in told.items()
            if slots >= DAY_LEAST or not any(first <= slot < last for first, last in days)
        ]
        sums = [_sum(column) for column in zip(*counted, strict=True)]
        last = max(slot + slots for slot, slots in told)
        found.append(Interest(shop, sku, titles.get((shop, sku), "") or sku, sums[0], sums[1], sums[2], last))
    return sorted(found, key=lambda each: (-(each.carts or 0), each.sku))


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None

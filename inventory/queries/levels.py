"""What is in stock: the levels of a shop with what is odd about them, and everything known of one SKU's stock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from inventory.models import (
    ClaimRank,
    CountKind,
    Product,
    ProductClaim,
    ProductKind,
    ProductStatus,
    Reserve,
    StockCount,
    StockLevel,
)
from orders.models import Shop

HISTORY = 40
SHORT = Q(short__gt=0)
LOW = Q(available__lte=Coalesce("product__alert_units", 0))
DIFFERS = Q(listed__isnull=False, available__isnull=False) & ~Q(listed=F("available"))
UNCOUNTED = Q(on_hand__isnull=True)
_FOR_SALE = Q(product__kind=ProductKind.GOODS, product__status=ProductStatus.ON_SALE)
NEVER_LISTED = _FOR_SALE & Q(on_hand__gt=0) & (Q(listed__isnull=True) | Q(listed__lte=0))
"""Goods on the shelf that the shop does not show (P9); only where the shop's listing is known at all."""


def stock_levels(*, shop: Shop | int) -> QuerySet[StockLevel]:
    """Return the levels of a shop with their products (`.product`), by SKU; Q objects of this module narrow them."""
    return StockLevel.objects.filter(shop=shop).select_related("product").order_by("sku")


def matching(text: str) -> Q:
    """Return the condition that the SKU or the title holds this text."""
    return Q(sku__icontains=text) | Q(product__title__icontains=text)


def is_new() -> Q:
    """Return the condition that a level's product is known from a count alone: no list, order or person spoke of it."""
    others = ProductClaim.objects.filter(shop=OuterRef("shop"), sku=OuterRef("sku"), rank__gt=ClaimRank.COUNTED)
    return Q(~Exists(others))


def new_skus(*, shop: Shop, skus: Iterable[str]) -> list[str]:
    """Return those of these SKUs (a page of them) that are known from a count alone."""
    return list(StockLevel.objects.filter(is_new(), shop=shop, sku__in=list(skus)).values_list("sku", flat=True))


def places(*, shop: Shop) -> list[str]:
    """Return the places of which anything was ever counted; "" is among them where counts named none."""
    found = StockCount.objects.filter(shop=shop, kind=CountKind.COUNTED).order_by("place").values_list("place", flat=True)
    return list(found.distinct())


def knows_listing(*, shop: Shop) -> bool:
    """Tell whether anybody ever told what the shop's page shows."""
    return StockLevel.objects.filter(shop=shop, listed__isnull=False).exists()


@dataclass(frozen=True)
class StockSummary:
    """How a shop's stock stands: SKUs and pieces. `never_listed` is None where the listing is not known."""

    skus: int
    counted: int
    on_hand: int
    available: int
    reserve: int
    short: int
    short_units: int
    low: int
    differs: int
    oldest_count: datetime | None
    newest_count: datetime | None
    never_listed: int | None


def stock_summary(*, shop: Shop) -> StockSummary:
    """Count the SKUs and pieces of a shop and what is odd about them; two queries."""
    from_levels = StockLevel.objects.filter(shop=shop)
    told = from_levels.aggregate(
        skus=Count("pk"),
        counted=Count("pk", filter=~UNCOUNTED),
        on_hand=Coalesce(Sum("on_hand"), 0),
        available=Coalesce(Sum("available"), 0),
        reserve=Coalesce(Sum("reserve"), 0),
        short=Count("pk", filter=SHORT),
        short_units=Coalesce(Sum("short"), 0),
        low=Count("pk", filter=LOW & _FOR_SALE),
        differs=Count("pk", filter=DIFFERS),
        never_listed=Count("pk", filter=NEVER_LISTED),
        listings=Count("pk", filter=Q(listed__isnull=False)),
    )
    listings = told.pop("listings")
    told["never_listed"] = told["never_listed"] if listings else None
    counted = from_levels.exclude(counted_at=None).order_by("counted_at").values_list("counted_at", flat=True)
    return StockSummary(**told, oldest_count=counted.first(), newest_count=counted.last())


@dataclass(frozen=True)
class Clash:
    """Two tellings of the same place and moment that differ (playbook L7): `stands` holds, the `others` do not."""

    kind: str
    place: str
    counted_at: datetime
    stands: StockCount
    others: list[StockCount]


@dataclass(frozen=True)
class StockOf:
    """Everything known of the stock of one SKU; `places`: the count that stands of each place, `history` the newest first."""

    shop: Shop
    sku: str
    level: StockLevel | None
    product: Product | None
    places: list[StockCount]
    listed: StockCount | None
    history: list[StockCount]
    clashes: list[Clash]
    reserve: Reserve | None
    released: list[Reserve]

    @property
    def difference(self) -> int | None:
        """How many more the page shows than may be sold; below zero: how many it hides. None where one is not known."""
        level = self.level
        return None if level is None or level.listed is None or level.available is None else level.listed - level.available


def stock_of(*, shop: Shop, sku: str) -> StockOf:
    """Return everything known of the stock of one SKU."""
    counts = StockCount.objects.filter(shop=shop, sku=sku).select_related("counted_by", "stocktake")
    applied = counts.filter(Q(stocktake=None) | Q(stocktake__closed_at__isnull=False))
    ranked = list(applied.order_by("-counted_at", "-as_of", "-digest", "-pk"))
    by_place: dict[tuple[str, str], StockCount] = {}
    by_moment: dict[tuple[str, str, datetime], list[StockCount]] = {}
    for one in ranked:
        by_place.setdefault((one.kind, one.place), one)
        by_moment.setdefault((one.kind, one.place, one.counted_at), []).append(one)
    reserves = Reserve.objects.filter(shop=shop, sku=sku).select_related("made_by", "released_by")
    return StockOf(
        shop=shop,
        sku=sku,
        level=StockLevel.objects.filter(shop=shop, sku=sku).first(),
        product=Product.objects.filter(shop=shop, sku=sku).select_related("supplier").first(),
        places=[one for (kind, _place), one in sorted(by_place.items()) if kind == CountKind.COUNTED],
        listed=next((one for (kind, _place), one in by_place.items() if kind == CountKind.LISTED), None),
        history=ranked[:HISTORY],
        clashes=list(_clashes(by_moment.values())),
        reserve=reserves.filter(released_at=None).first(),
        released=list(reserves.exclude(released_at=None).order_by("-released_at")[:HISTORY]),
    )


def _clashes(groups: Iterable[list[StockCount]]) -> Iterable[Clash]:
    for told in groups:
        first, *others = told
        differing = [one for one in others if one.units != first.units]
        if differing:
            yield Clash(first.kind, first.place, first.counted_at, first, differing)


def counted_at_place(*, shop: Shop, place: str) -> Exists:
    """Return the condition that a level's SKU was ever counted at this place."""
    return Exists(StockCount.objects.filter(shop=shop, sku=OuterRef("sku"), kind=CountKind.COUNTED, place=place))


def is_negative(*, shop: Shop) -> Exists:
    """Return the condition that the count standing of some place of a level's SKU is below zero."""
    later = StockCount.objects.filter(
        shop=shop, sku=OuterRef("sku"), kind=CountKind.COUNTED, place=OuterRef("place"), counted_at__gt=OuterRef("counted_at")
    )
    return Exists(StockCount.objects.filter(~Exists(later), shop=shop, sku=OuterRef("sku"), kind=CountKind.COUNTED, units__lt=0))

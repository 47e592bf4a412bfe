"""How far a stocktake is: what is asked for, what was counted, what not, and where it differs from what was thought."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from common.pieces import AT_ONCE, pieces
from inventory.models import CountKind, Product, StockCount, StockLevel, Stocktake
from orders.models import Shop

Asked = list[tuple[str, str]]  # SKU and title


def stocktakes(*, shop: Shop) -> QuerySet[Stocktake]:
    """Return the stocktakes of a shop, open ones first, then the newest; `.skus` counts what was counted."""
    rows = Stocktake.objects.filter(shop=shop).select_related("opened_by").annotate(skus=Count("counts__sku", distinct=True))
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")


def asked_for(take: Stocktake) -> Asked:
    """Return SKU and title of what is to be counted, by category and title, as it stands on the printed sheet."""
    return [(sku, title) for sku, title, _category in _asked(take)]


def by_category(take: Stocktake) -> list[tuple[str, Asked]]:
    """Return what is to be counted, category by category, for the printed sheet."""
    groups: dict[str, Asked] = {}
    for sku, title, category in _asked(take):
        groups.setdefault(category, []).append((sku, title))
    return list(groups.items())


def _asked(take: Stocktake) -> list[tuple[str, str, str]]:
    products = Product.objects.filter(shop=take.shop_id)
    columns = ("sku", "title", "category")
    if take.asked:
        known: dict[str, tuple[str, str]] = {}
        for piece in pieces(take.asked):
            rows = products.filter(sku__in=piece)
            known |= {sku: (title, category) for sku, title, category in rows.values_list(*columns)}
        return [(sku, *known.get(sku, ("", ""))) for sku in take.asked]
    wanted = products.goods().on_sale()
    if take.category:
        wanted = wanted.filter(category=take.category)
    return list(wanted.order_by("category", "title", "sku").values_list(*columns))


def not_counted(take: Stocktake) -> Asked:
    """Return what is asked for and was not counted yet."""
    done = set(take.counts.filter(kind=CountKind.COUNTED).values_list("sku", flat=True))
    return [(sku, title) for sku, title in asked_for(take) if sku not in done]


def last_counts(take: Stocktake, *, limit: int = 10) -> list[StockCount]:
    """Return the counts made last, the newest first, whoever made them."""
    return list(take.counts.select_related("counted_by").order_by("-counted_at", "-pk")[:limit])


@dataclass(frozen=True)
class Counted:
    """A counted SKU: pieces, what was thought to lie there (None: not known), by whom, whether it is beyond the list."""

    sku: str
    title: str
    units: int
    expected: int | None
    by: str
    is_beyond: bool

    @property
    def off(self) -> int | None:
        """How many more were found than thought; below zero: fewer."""
        return None if self.expected is None else self.units - self.expected


@dataclass(frozen=True)
class Progress:
    """How far a stocktake is. `rows`: what was counted, the largest difference first."""

    asked: int
    counted: int
    missing: Asked
    rows: list[Counted]
    units: int
    differing: int


def progress(take: Stocktake) -> Progress:
    """Work out how far a stocktake is. What was thought is told while it is open: afterwards the counts are the truth."""
    asked = asked_for(take)
    titles = dict(asked)
    counts: dict[str, StockCount] = {}
    for one in take.counts.filter(kind=CountKind.COUNTED).select_related("counted_by").order_by("counted_at", "pk"):
        counts[one.sku] = one
    expected = _expected(take, counts) if take.closed_at is None else {}
    titles |= _titles(take, [sku for sku in counts if sku not in titles])
    wanted = {sku for sku, _title in asked}
    rows = [
        Counted(
            sku,
            titles.get(sku, ""),
            one.units,
            expected.get(sku),
            one.counted_by.shown_name if one.counted_by else "",
            sku not in wanted,
        )
        for sku, one in counts.items()
    ]
    rows.sort(key=lambda row: (-abs(row.off or 0), row.sku))
    missing = [(sku, title) for sku, title in asked if sku not in counts]
    return Progress(
        asked=len(asked),
        counted=len(asked) - len(missing),
        missing=missing,
        rows=rows,
        units=sum(row.units for row in rows),
        differing=sum(bool(row.off) for row in rows),
    )


def _titles(take: Stocktake, skus: Iterable[str]) -> dict[str, str]:
    return dict(Product.objects.filter(shop=take.shop_id, sku__in=list(skus)[:AT_ONCE]).values_list("sku", "title"))


def _expected(take: Stocktake, skus: Iterable[str]) -> dict[str, int]:
    """Return what was thought to lie at the place: what is on hand in all, less what the last counts found elsewhere."""
    wanted = sorted(skus)
    found: dict[str, int] = {}
    for some in pieces(wanted):
        levels = StockLevel.objects.filter(shop=take.shop_id, sku__in=some, on_hand__isnull=False)
        on_hand = dict(levels.values_list("sku", "on_hand"))
        elsewhere: dict[tuple[str, str], int] = {}
        others = StockCount.objects.filter(shop=take.shop_id, sku__in=some, kind=CountKind.COUNTED).exclude(place=take.place)
        applied = others.filter(Q(stocktake=None) | Q(stocktake__closed_at__isnull=False))
        for sku, place, units in applied.order_by("counted_at", "as_of", "digest", "pk").values_list("sku", "place", "units"):
            elsewhere[sku, place] = max(0, units)
        away: dict[str, int] = {}
        for (sku, _place), units in elsewhere.items():
            away[sku] = away.get(sku, 0) + units
        found |= {sku: max(0, (units or 0) - away.get(sku, 0)) for sku, units in on_hand.items()}
    return found

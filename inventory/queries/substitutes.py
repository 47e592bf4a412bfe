"""Substitutes: those lined up, which important products have none, and what is known of products that could stand in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from common.pieces import pieces
from common.windows import Window, slot_of
from inventory.models import (
    CountKind,
    Pair,
    PairKind,
    PairRun,
    Product,
    ProductStatus,
    RunState,
    StockCount,
    StockLevel,
    Substitute,
)
from inventory.rules.substitutes import Candidate, Evidence, Proposal, gaps, likeness, ranked, turned_to
from metrics.queries import sku_sales
from orders.models import Shop

SELLING_DAYS = 28
TOP_SELLERS = 20
_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class LinedUp:
    """One substitute as it is shown: its row, the product it is (None: nobody described it), what may be sold of it."""

    row: Substitute
    product: Product | None
    available: int | None

    @property
    def title(self) -> str:
        """Its title, else its SKU."""
        return self.product.title if self.product is not None and self.product.title else self.row.other_sku

    @property
    def is_in(self) -> bool:
        """Whether it leads the product now."""
        return self.row.swapped_in_at is not None and self.row.swapped_out_at is None


@dataclass(frozen=True)
class Covered:
    """An important product with its substitutes, best first.

    `units`: pieces sold in the last 28 days; `is_top`: among those that sold most. `available`: what may be sold, None unknown.
    """

    product: Product
    units: int
    is_top: bool
    available: int | None
    substitutes: Sequence[LinedUp]

    @property
    def led_by(self) -> LinedUp | None:
        """The substitute that is in, None for none."""
        return next((one for one in self.substitutes if one.is_in), None)


def substitutes_of(shop: Shop, sku: str) -> list[LinedUp]:
    """Return the substitutes of one product, best first; three queries."""
    return _lined_up(shop, Substitute.objects.filter(shop=shop, sku=sku))


def stands_in_for(shop: Shop, sku: str) -> list[Substitute]:
    """Return where this product is in now as the substitute of another."""
    return list(Substitute.objects.filter(shop=shop, other_sku=sku, swapped_in_at__isnull=False, swapped_out_at__isnull=True))


def covered(shop: Shop, *, at: datetime) -> list[Covered]:
    """Return the important products and all with substitutes: without any first, then by what they sell.

    Important are goods of tier A and the twenty that sold most pieces in the last 28 days.
    """
    window = Window(slot_of(at - timedelta(days=SELLING_DAYS)), slot_of(at) + 1)
    sold = {one.sku: one.units for one in sku_sales(shops=[shop], window=window)}
    lined: dict[str, list[LinedUp]] = {}
    for one in _lined_up(shop, Substitute.objects.filter(shop=shop)):
        lined.setdefault(one.row.sku, []).append(one)
    goods = Product.objects.filter(shop=shop, status=ProductStatus.ON_SALE).goods()
    most = sorted(sold, key=lambda sku: (-sold[sku], sku))[: 5 * TOP_SELLERS]
    known = {product.sku: product for product in goods.filter(Q(tier="A") | Q(sku__in=most))}
    top = [sku for sku in most if sku in known][:TOP_SELLERS]
    wanted = {sku for sku, product in known.items() if product.tier == "A"} | set(top)
    known |= {product.sku: product for product in _products(shop, set(lined) - set(known))}
    levels = _available(shop, wanted | set(lined))
    rows = [
        Covered(known[sku], sold.get(sku, 0), sku in top, levels.get(sku), lined.get(sku, []))
        for sku in wanted | set(lined)
        if sku in known
    ]
    return sorted(rows, key=lambda one: (bool(one.substitutes), -one.units, one.product.sku))


def proposals_for(product: Product, *, at: datetime) -> list[tuple[Proposal, Product]]:
    """Return what could stand in for a product, best first, with its product; those lined up already are left out."""
    shop = product.shop
    taken = set(Substitute.objects.filter(shop=shop, sku=product.sku).values_list("other_sku", flat=True)) | {product.sku}
    buyers, baskets = (_partners(shop, product.sku, kind) for kind in (PairKind.BUYER, PairKind.BASKET))
    goods = [one for one in Product.objects.filter(shop=shop).goods().on_sale() if one.sku not in taken]
    if product.category:
        goods = [one for one in goods if one.category in {"", product.category}]
    turned = _turned(shop, product.sku, at)
    near = [
        one
        for one in goods
        if one.category or one.sku in buyers or one.sku in turned or likeness(product.title, one.title) > 0
    ]  # fmt: skip
    lately = {one.sku: one.units for one in sku_sales(shops=[shop], window=Window(slot_of(at - _LATELY), slot_of(at) + 1))}
    levels = _available(shop, [one.sku for one in near])
    candidates = []
    for one in near:
        shared = buyers.get(one.sku)
        together = baskets.get(one.sku)
        evidence = Evidence(
            same_category=None if not (one.category and product.category) else one.category == product.category,
            price_gap=_gap(product.list_price_minor, one.list_price_minor),
            title=likeness(product.title, one.title),
            buyers=shared.count if shared else 0,
            lift=shared.times if shared else None,
            together=together.count if together else 0,
            after=turned.get(one.sku),
            available=levels.get(one.sku),
            daily=lately.get(one.sku, 0) / _LATELY.days if lately else None,
        )
        candidates.append(Candidate(one.sku, evidence))
    by_sku = {one.sku: one for one in near}
    return [(proposal, by_sku[proposal.sku]) for proposal in ranked(candidates)]


def _lined_up(shop: Shop, rows: Iterable[Substitute]) -> list[LinedUp]:
    found = list(rows)
    products = {product.sku: product for product in _products(shop, {row.other_sku for row in found})}
    levels = _available(shop, {row.other_sku for row in found})
    return [LinedUp(row, products.get(row.other_sku), levels.get(row.other_sku)) for row in found]


def _products(shop: Shop, skus: Iterable[str]) -> list[Product]:
    wanted = sorted(skus)
    return [product for piece in pieces(wanted) for product in Product.objects.filter(shop=shop, sku__in=piece)]


def _available(shop: Shop, skus: Iterable[str]) -> dict[str, int | None]:
    wanted = sorted(set(skus))
    return {
        sku: available
        for piece in pieces(wanted)
        for sku, available in StockLevel.objects.filter(shop=shop, sku__in=piece).values_list("sku", "available")
    }


def _partners(shop: Shop, sku: str, kind: PairKind) -> dict[str, Pair]:
    """Return the pairs of a SKU in the newest count, by the other SKU."""
    run = PairRun.objects.filter(shop=shop, state=RunState.DONE).first()
    if run is None:
        return {}
    pairs = Pair.objects.filter(Q(first_sku=sku) | Q(second_sku=sku), run=run, kind=kind)
    return {pair.second_sku if pair.first_sku == sku else pair.first_sku: pair for pair in pairs}


def _turned(shop: Shop, sku: str, at: datetime) -> dict[str, float]:
    """Return which SKUs sold more than usual while the platform's page showed none of this one."""
    counts = StockCount.objects.filter(shop=shop, sku=sku, kind=CountKind.LISTED, counted_at__lte=at)
    gone = gaps(list(counts.order_by("counted_at", "as_of", "digest").values_list("counted_at", "units")), until=at)
    during: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for start, end in gone:
        for held, window in (
            (during, Window(slot_of(start), slot_of(end))),
            (before, Window(slot_of(start - _LATELY), slot_of(start))),
        ):
            held.update({one.sku: one.units for one in sku_sales(shops=[shop], window=window) if one.sku != sku})
    return turned_to(during, before)


def _gap(price: int | None, other: int | None) -> float | None:
    return None if not price or other is None else (other - price) / price

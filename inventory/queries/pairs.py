"""What is bought together: the counts of a shop, and the pairs of one of them with what is known of their products today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from common.pieces import pieces
from common.windows import Window
from inventory.models import Bundle, BundleState, Pair, PairKind, PairRun, Product, RunState
from inventory.rules.pairs import Side, complements, hot_side, margin_minor, profit_from
from metrics.models import SalesSlot
from orders.models import Shop

SMALL_ORDERS = 5_000
_COLUMNS = (
    "pk", "first_sku", "second_sku", "count", "first_count", "second_count", "lift", "times", "times_low", "extra",
    "first_price_minor", "second_price_minor",
)  # fmt: skip


@dataclass(frozen=True)
class Runs:
    """How the counts of a shop stand: the one shown, one that is waited for, the newest when it failed, and all that are done."""

    shown: PairRun | None
    open: PairRun | None
    failed: PairRun | None
    done: Sequence[PairRun]


@dataclass(frozen=True)
class PairRow:
    """One pair as it is shown.

    `confidence`: share of the baskets of the first that hold the second, `back` the other way, `support` of all baskets.
    `price_minor`: what one piece of each brought on average, `margin_minor` what both leave; None where a price or cost is not
    known. `complementary`: of different categories, None where one has none. `hot`: the SKU that draws while the other earns.
    """

    pk: int
    first: Side
    second: Side
    titles: tuple[str, str]
    count: int
    support: float
    confidence: float
    back: float
    lift: float
    times: float
    times_low: float
    extra: float
    price_minor: int | None
    margin_minor: int | None
    complementary: bool | None
    hot: str

    @property
    def sides(self) -> list[tuple[Side, str]]:
        """Both products with their titles."""
        return [(self.first, self.titles[0]), (self.second, self.titles[1])]

    def partner_of(self, sku: str) -> tuple[Side, str, float]:
        """Return the other product, its title, and the share of the baskets of `sku` that hold it."""
        if sku == self.first.sku:
            return self.second, self.titles[1], self.confidence
        return self.first, self.titles[0], self.back


def runs_of(shop: Shop, *, wanted: int = 0) -> Runs:
    """Return how the counts of a shop stand; `wanted` is shown when it is done, else the newest done one. One query."""
    rows = list(PairRun.objects.filter(shop=shop))
    done = [run for run in rows if run.state == RunState.DONE]
    newest = rows[0] if rows else None
    return Runs(
        shown=next((run for run in done if run.pk == wanted), done[0] if done else None),
        open=next((run for run in rows if run.state in {RunState.QUEUED, RunState.RUNNING}), None),
        failed=newest if newest is not None and newest.state == RunState.FAILED else None,
        done=done,
    )


def pair_rows(run: PairRun, *, sku: str = "", kind: PairKind = PairKind.BASKET) -> list[PairRow]:
    """Return the kept pairs of a run, those of one SKU where it is given, the ones furthest beyond chance first."""
    pairs = Pair.objects.filter(run=run, kind=kind)
    if sku:
        pairs = pairs.filter(Q(first_sku=sku) | Q(second_sku=sku))
    rows = list(pairs.order_by("-extra", "pk").values_list(*_COLUMNS))
    known = _products(run.shop_id, {one for row in rows for one in row[1:3]})
    sides = [tuple(_side(known, *each) for each in ((row[1], row[4], row[10]), (row[2], row[5], row[11]))) for row in rows]
    earns_from = profit_from({side.sku: side for both in sides for side in both}.values())
    total = max(1, run.baskets if kind == PairKind.BASKET else run.buyers)
    return [
        PairRow(
            pk=row[0],
            first=first,
            second=second,
            titles=(_title(known, first.sku), _title(known, second.sku)),
            count=row[3],
            support=row[3] / total,
            confidence=row[3] / row[4],
            back=row[3] / row[5],
            lift=row[6],
            times=row[7],
            times_low=row[8],
            extra=row[9],
            price_minor=_sum(first.price_minor, second.price_minor),
            margin_minor=margin_minor(first, second),
            complementary=complements(first, second),
            hot=hot_side(first, second, hot_from=max(1, run.hot_from), profit_from=earns_from),
        )
        for row, (first, second) in zip(rows, sides, strict=True)
    ]


def is_small(shop: Shop, window: Window) -> bool:
    """Tell whether a window holds so few paid orders that its pairs are counted while one waits."""
    slots = SalesSlot.objects.filter(shop=shop, slot__gte=window.start, slot__lt=window.end)
    return (slots.aggregate(count=Sum("paid_orders"))["count"] or 0) <= SMALL_ORDERS


def bundles_of(shop: Shop) -> list[Bundle]:
    """Return the bundles somebody proposed and nobody dropped, the newest first."""
    return list(Bundle.objects.filter(shop=shop, state=BundleState.PROPOSED).select_related("shop", "made_by"))


def products_named(shop: Shop, skus: Iterable[str]) -> dict[str, Product]:
    """Return the products of these SKUs that are known, by SKU; of many at once the few columns pages need."""
    return _products(shop.pk, skus)


def _products(shop: int, skus: Iterable[str]) -> dict[str, Product]:
    wanted = sorted(set(skus))
    found: dict[str, Product] = {}
    rows = Product.objects.filter(shop=shop).only(
        "shop_id", "sku", "title", "category", "tier", "cost_minor", "list_price_minor", "status", "kind"
    )
    for piece in pieces(wanted):
        found |= {product.sku: product for product in rows.filter(sku__in=piece)}
    return found


def _side(known: dict[str, Product], sku: str, baskets: int, price_minor: int | None) -> Side:
    product = known.get(sku)
    if product is None:
        return Side(sku, "", "", baskets, price_minor, None)
    return Side(sku, product.category, product.tier, baskets, price_minor, product.cost_minor)


def _title(known: dict[str, Product], sku: str) -> str:
    product = known.get(sku)
    return product.title if product is not None and product.title else sku


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second

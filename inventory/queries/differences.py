"""Where stock and reality part: listed against what may be sold (L7), goods never listed, counts before and after a sale (P9)."""

from dataclasses import dataclass

from common.pieces import pieces
from inventory.models import CountKind, Occasion, Product, StockCount, StockLevel, Stocktake
from inventory.queries.held import units_moved
from inventory.queries.levels import DIFFERS, NEVER_LISTED, knows_listing, stock_levels
from orders.models import Shop


@dataclass(frozen=True)
class Off:
    """A level whose listing is not what may be sold; `off`: how many more are listed, below zero: how many fewer."""

    level: StockLevel
    off: int


@dataclass(frozen=True)
class Hidden:
    """Goods on the shelf that the shop does not list; `lost_minor`: what may be sold of them at list price, None: not known."""

    level: StockLevel
    lost_minor: int | None


def listed_otherwise(*, shop: Shop) -> list[Off]:
    """Return the levels whose listing is not what may be sold (L7), those that oversell most first."""
    rows = [Off(level, (level.listed or 0) - (level.available or 0)) for level in stock_levels(shop=shop).filter(DIFFERS)]
    return sorted(rows, key=lambda row: (-row.off, row.level.sku))


def never_listed(*, shop: Shop) -> list[Hidden]:
    """Return the goods on the shelf that the shop does not list (P9), the dearest heap first.

    Empty where nobody told what the shop lists: then nothing is known of it.
    """
    if not knows_listing(shop=shop):
        return []
    rows = []
    for level in stock_levels(shop=shop).filter(NEVER_LISTED):
        price = level.product.list_price_minor if level.product else None
        rows.append(Hidden(level, None if price is None else price * (level.available or 0)))
    return sorted(rows, key=lambda row: (-(row.lost_minor or 0), -(row.level.available or 0), row.level.sku))


@dataclass(frozen=True)
class Shrinkage:
    """One SKU between two stocktakes, in pieces: missing = before - shipped - after; below zero more was found than expected.

    `sold` were paid for in between. `missing_cost_minor` is None where the cost is not known or not asked for.
    """

    sku: str
    title: str
    before: int
    after: int
    sold: int
    shipped: int
    missing: int
    cost_minor: int | None

    @property
    def missing_cost_minor(self) -> int | None:
        """What the missing pieces cost."""
        return None if self.cost_minor is None else self.missing * self.cost_minor


def sales_counted(*, shop: Shop) -> list[tuple[Stocktake, Stocktake]]:
    """Return the pairs of closed stocktakes before and after the same sale and place, the newest first."""
    closed = Stocktake.objects.filter(shop=shop, closed_at__isnull=False).order_by("closed_at")
    before: dict[tuple[int, str], Stocktake] = {}
    found = []
    for one in closed:
        key = (one.campaign_no, one.place)
        if one.occasion == Occasion.BEFORE:
            before[key] = one
        elif one.occasion == Occasion.AFTER and key in before:
            found.append((before[key], one))
    return found[::-1]


def shrinkage(*, before: Stocktake, after: Stocktake) -> list[Shrinkage]:
    """Compare two stocktakes of a shop, SKU by SKU as both counted it, the largest gap first.

    What was shipped in between counts from the moment a SKU was counted first to the moment it was counted again.
    """
    first, last = counts_of(before), counts_of(after)
    skus = sorted(set(first) & set(last))
    spans = {sku: (first[sku].counted_at, last[sku].counted_at) for sku in skus}
    moved = units_moved(shop_id=before.shop_id, spans=spans)
    products = _products(before.shop_id, skus)
    rows = []
    for sku in skus:
        sold, shipped = moved.get(sku, (0, 0))
        was, now = max(0, first[sku].units), max(0, last[sku].units)
        title, cost = products.get(sku, ("", None))
        rows.append(Shrinkage(sku, title, was, now, sold, shipped, was - shipped - now, cost))
    return sorted(rows, key=lambda row: (-abs(row.missing), row.sku))


def counts_of(take: Stocktake) -> dict[str, StockCount]:
    """Return the count that stands of each SKU of a stocktake: the last one made."""
    found: dict[str, StockCount] = {}
    for one in take.counts.filter(kind=CountKind.COUNTED).order_by("counted_at", "pk"):
        found[one.sku] = one
    return found


def _products(shop_id: int, skus: list[str]) -> dict[str, tuple[str, int | None]]:
    found: dict[str, tuple[str, int | None]] = {}
    for piece in pieces(skus):
        rows = Product.objects.filter(shop=shop_id, sku__in=piece)
        found |= {sku: (title, cost) for sku, title, cost in rows.values_list("sku", "title", "cost_minor")}
    return found

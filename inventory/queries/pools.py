"""Which shops sell from the same pieces: the same SKU, counted in one of them alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from common.pieces import pieces
from inventory.models import RunOut, StockLevel
from orders.models import Shop


@dataclass(frozen=True)
class Sibling:
    """Another shop's side of a pool: what its page lists, what it holds for orders, how fast it sells (pieces an hour)."""

    shop_id: int
    on_hand: int | None
    available: int | None
    reserve: int
    held: int
    listed: int | None
    hourly: float


def siblings(shop: Shop, skus: Iterable[str]) -> dict[str, list[Sibling]]:
    """Return for each SKU of a shop the other shops that list the same pieces; SKUs without such are left out.

    Shops that have each counted a SKU have pieces of their own. Where only one of them has, the others sell what it holds.
    """
    if not StockLevel.objects.exclude(shop=shop).exists():
        return {}
    wanted = sorted(set(skus))
    mine = dict(StockLevel.objects.filter(shop=shop).values_list("sku", "on_hand"))
    speeds = {(row[0], row[1]): row[2] for row in RunOut.objects.exclude(shop=shop).values_list("shop_id", "sku", "hourly")}
    found: defaultdict[str, list[Sibling]] = defaultdict(list)
    columns = ("shop_id", "sku", "on_hand", "available", "reserve", "unpaid", "unshipped", "listed")
    for piece in pieces(wanted):
        levels = StockLevel.objects.exclude(shop=shop).filter(sku__in=piece)
        for shop_id, sku, on_hand, available, reserve, unpaid, unshipped, listed in levels.values_list(*columns):
            speed = speeds.get((shop_id, sku), 0.0)
            if on_hand is None and listed is None and not speed:
                continue
            found[sku].append(Sibling(shop_id, on_hand, available, reserve, unpaid + unshipped, listed, speed))
    return {
        sku: them
        for sku, them in sorted(found.items())
        if sum(one.on_hand is not None for one in them) + (mine.get(sku) is not None) == 1
    }

"""What stands beside a product that runs out: its substitute, the supplier's promise."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from inventory.models import Delivery, DeliveryState, Product, StockLevel, Substitute


@dataclass(frozen=True)
class StandIn:
    """The best substitute that is lined up: the number of its row, its SKU and name.

    `pieces`: what it has, None where nobody counted; `is_in`: whether it is swapped in.
    """

    number: int
    sku: str
    title: str
    pieces: int | None
    is_in: bool


@dataclass(frozen=True)
class Promise:
    """The next pieces a supplier promised. `supplier` may be unknown, "" then."""

    on: date
    units: int
    supplier: str


def next_promises(*, shops: Collection[int], skus: Collection[str]) -> dict[tuple[int, str], Promise]:
    """Return the earliest promise of pieces that were ordered and not received, by shop and SKU."""
    ordered = Delivery.objects.filter(shop__in=shops, sku__in=skus, state=DeliveryState.ORDERED, promised_on__isnull=False)
    columns = ("shop_id", "sku", "promised_on", "units", "supplier__name")
    found = {}
    for shop, sku, on, units, name in ordered.order_by("-promised_on", "-pk").values_list(*columns):
        found[shop, sku] = Promise(on, units, name or "")
    return found


def stand_ins(*, shops: Collection[int], skus: Collection[str]) -> dict[tuple[int, str], StandIn]:
    """Return the substitute of each product: the one that is in, else the best that has pieces, else the best."""
    lined_up = list(Substitute.objects.filter(shop__in=shops, sku__in=skus).order_by("rank", "pk"))
    others = {one.other_sku for one in lined_up}
    pieces = dict(_by_key(StockLevel.objects.filter(shop__in=shops, sku__in=others).values_list("shop_id", "sku", "available")))
    titles = dict(_by_key(Product.objects.filter(shop__in=shops, sku__in=others).values_list("shop_id", "sku", "title")))
    best: dict[tuple[int, str], tuple[tuple[bool, bool], StandIn]] = {}
    for one in lined_up:
        other = one.shop_id, one.other_sku
        is_in = one.swapped_in_at is not None and one.swapped_out_at is None
        worth = is_in, bool(pieces.get(other))
        key = one.shop_id, one.sku
        if key not in best or worth > best[key][0]:
            best[key] = worth, StandIn(one.pk, one.other_sku, titles.get(other) or one.other_sku, pieces.get(other), is_in)
    return {key: found for key, (_worth, found) in best.items()}


def _by_key(rows: Iterable[tuple[int, str, Any]]) -> list[tuple[tuple[int, str], Any]]:
    return [((shop, sku), value) for shop, sku, value in rows]

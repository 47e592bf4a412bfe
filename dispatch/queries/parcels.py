"""Which parcels carry which orders now: of what files and programs tell, the newer telling about an order stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from common.pieces import pieces
from dispatch.models import OrderWarehouse, Parcel


@dataclass
class Carried:
    """What stands of one order: its waybills with their carriers (None: not told). `replaced`: waybills told before."""

    waybills: dict[str, str | None] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)


def parcels_of(*, shop_id: int, order_nos: Iterable[str]) -> dict[str, Carried]:
    """Return what stands of these orders of a shop; orders of which no parcel is told are absent."""
    told: dict[str, dict[tuple[int, int, str], dict[str, str | None]]] = {}
    for some in pieces(sorted(set(order_nos))):
        rows = Parcel.objects.filter(shop_id=shop_id, order_no__in=some)
        for order, waybill, carrier, as_of, by, digest in rows.values_list(
            "order_no", "waybill", "carrier", "as_of", "told_by", "digest"
        ):
            told.setdefault(order, {}).setdefault((as_of, by, digest), {})[waybill] = carrier
    found = {}
    for order, tellings in told.items():
        newest = max(tellings)
        others = {waybill for key, said in tellings.items() if key != newest for waybill in said}
        found[order] = Carried(tellings[newest], others - set(tellings[newest]))
    return found


def orders_in(*, waybills: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Return for each waybill the orders, as (shop, order number), that lie in it now or were ever told to; absent: unknown."""
    found: dict[str, list[tuple[int, str]]] = {}
    for some in pieces(sorted(set(waybills))):
        for waybill, shop_id, order in (
            Parcel.objects.filter(waybill__in=some).order_by("shop_id", "order_no").values_list("waybill", "shop_id", "order_no")
        ):
            if (shop_id, order) not in found.setdefault(waybill, []):
                found[waybill].append((shop_id, order))
    return found


def warehouses_of(*, shop_id: int, order_nos: Iterable[str]) -> dict[str, str]:
    """Return from which warehouse these orders of a shop leave; orders of which that is not told are absent."""
    found: dict[str, tuple[tuple[int, int, str], str]] = {}
    for some in pieces(sorted(set(order_nos))):
        rows = OrderWarehouse.objects.filter(shop_id=shop_id, order_no__in=some)
        for order, place, as_of, by, digest in rows.values_list("order_no", "warehouse", "as_of", "told_by", "digest"):
            found[order] = max(found.get(order, ((0, 0, ""), "")), ((as_of, by, digest), place))
    return {order: place for order, (_key, place) in found.items()}

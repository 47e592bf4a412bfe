"""Why orders do not leave, for whoever talks to their buyer."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.bulk import one_of
from common.prepared import Prepared
from dispatch.hold_words import reason_words
from dispatch.models import Hold
from dispatch.queries.parcels import orders_in, parcels_of


def holds_on(*, shop: int, order_nos: Iterable[str]) -> dict[str, str]:
    """Return why these orders of a shop are held, in words, by number; those that may leave or have left are absent.

    An order that lies in a parcel with one that is held as a whole is held with it, as at the packing table (playbook L9).
    """
    numbers = sorted(set(order_nos))
    found = {hold.order_no: reason_words(hold) for hold in _held([(shop, number) for number in numbers])}
    free = [number for number in numbers if number not in found]
    carried = parcels_of(shop_id=shop, order_nos=free) if free else {}
    lying = orders_in(waybills={waybill for each in carried.values() for waybill in each.waybills}) if carried else {}
    mates = {waybill: [key for key in keys if key[0] != shop or key[1] not in carried] for waybill, keys in lying.items()}
    beside = {key for keys in mates.values() for key in keys}
    stopped = {(hold.shop_id, hold.order_no) for hold in _held(beside) if hold.lines is None}
    still = _still_in(stopped) if stopped else set()
    for number, each in carried.items():
        if any((*key, waybill) in still for waybill in each.waybills for key in mates.get(waybill, [])):
            found[number] = _("in one parcel with an order that is held")
    return found


def _held_among(shop: int, order_nos: list[str]) -> QuerySet[Hold]:
    return Hold.objects.filter(one_of(connection, "order_no", order_nos), shop_id=shop, is_held=True, waiting=True)


_HELD = Prepared(_held_among, int, list)


def _held(keys: Iterable[tuple[int, str]]) -> list[Hold]:
    """Return the holds of these orders that keep something from leaving now."""
    by_shop: dict[int, set[str]] = {}
    for shop, number in keys:
        by_shop.setdefault(shop, set()).add(number)
    return [hold for shop, numbers in by_shop.items() for hold in _HELD.ask(shop, sorted(numbers))]


def _still_in(keys: Iterable[tuple[int, str]]) -> set[tuple[int, str, str]]:
    """Return (shop, order, waybill) of what the newest telling about each order puts it in."""
    by_shop: dict[int, list[str]] = {}
    for shop, number in keys:
        by_shop.setdefault(shop, []).append(number)
    return {
        (shop, number, waybill)
        for shop, numbers in by_shop.items()
        for number, each in parcels_of(shop_id=shop, order_nos=numbers).items()
        for waybill in each.waybills
    }

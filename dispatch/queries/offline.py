"""The list a phone answers from while it has no network: what must not leave, and digests of what may."""
# ruff: noqa: S608 - the names come from our own tables

import base64
import secrets
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection

from dispatch.models import Hold, Parcel
from dispatch.queries.parcels import parcels_of
from dispatch.rules.answers import Seen, answer
from dispatch.rules.digests import digests
from orders.models import Order, Shop
from orders.states import OrderState

WAITING_DAYS = 30
MINUTES_GOOD = 10  # an older list never says SHIP
MOST_KNOWN = 200_000
_SALT = secrets.randbits(32)
OrderKey = tuple[int, str]


def offline_list(*, at: datetime) -> dict[str, Any]:
    """Return the list as plain JSON: `holds` as [digest, reason, asked at, what comes out], `known` as base64 of 64-bit floats.

    Known are the paid orders of the last 30 days that wait and are not held, at most 200,000, and their parcels; a parcel with a
    held order is held whole. Moments are UTC epoch seconds, digests `dispatch.rules.digests` with `salt`.
    """
    since = at - timedelta(days=WAITING_DAYS)
    held = held_orders(since)
    free = set(_waiting(since)) - set(held)
    parcels = _parcels(since, held)
    said: dict[str, tuple[str, int, list[str]]] = {}
    for (shop, number), hold in held.items():
        said[number] = _reason(shop, hold)
    known = {number for _shop, number in free}
    for waybill, keys in parcels.items():
        worst = next((held[key] for key in keys if key in held and held[key].lines is None), None)
        worst = worst or next((held[key] for key in keys if key in held), None)
        if worst is not None:
            said[waybill] = _reason(worst.shop_id, worst)
            for _shop, number in keys:
                said.setdefault(number, ("merged", said[waybill][1], []) if worst.lines is None else said[waybill])
        elif all(key in free for key in keys):
            known.add(waybill)
    known -= set(said)
    numbers = list(said)
    stop = digests(numbers, _SALT).tolist()
    ship = np.sort(digests(sorted(known), _SALT))
    return {
        "made_at": int(at.timestamp()),
        "minutes_good": MINUTES_GOOD,
        "salt": _SALT,
        "holds": [[digest, *said[number]] for digest, number in zip(stop, numbers, strict=True)],
        "known": base64.b64encode(ship.astype("<f8").tobytes()).decode(),
    }


def held_orders(since: datetime) -> dict[OrderKey, Hold]:
    """Return the holds that stand on orders that wait, were paid since a moment, or of which that is not known."""
    holds = Hold.objects.filter(is_held=True, waiting=True)
    return {
        (hold.shop_id, hold.order_no): hold
        for some in (holds.filter(paid_at__gte=since), holds.filter(paid_at=None))
        for hold in some.iterator()
    }


def _waiting(since: datetime) -> list[OrderKey]:
    waiting = Order.objects.filter(
        shop_id__in=list(Shop.objects.values_list("pk", flat=True)),
        paid_slot__gte=int(since.timestamp()) // 600,
        state__in=[OrderState.PAID, OrderState.PART_SHIPPED],
    )
    return list(waiting.order_by("-paid_slot").values_list("shop_id", "order_no")[:MOST_KNOWN])


def _parcels(since: datetime, held: dict[OrderKey, Hold]) -> dict[str, list[OrderKey]]:
    """Return the orders in each parcel of orders paid since a moment, as the newest telling of each has it."""
    if not Parcel.objects.exists():
        return {}
    orders, parcels = Order._meta.db_table, Parcel._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT p."shop_id", p."order_no", p."waybill", p."as_of", p."told_by"'
            f' FROM "{orders}" o JOIN "{parcels}" p ON p."shop_id" = o."shop_id" AND p."order_no" = o."order_no"'
            ' WHERE o."paid_slot" >= %s AND o."shop_id" IN (SELECT "id" FROM "orders_shop")',
            [int(since.timestamp()) // 600],
        )
        rows = cursor.fetchall()
    newest: dict[OrderKey, tuple[int, int]] = {}
    for shop, number, _waybill, as_of, by in rows:
        newest[shop, number] = max(newest.get((shop, number), (0, 0)), (as_of, by))
    found: dict[str, list[OrderKey]] = {}
    for shop, number, waybill, as_of, by in rows:
        if (as_of, by) == newest[shop, number]:
            found.setdefault(waybill, []).append((shop, number))
    others: dict[int, list[str]] = {}
    for shop, number in held:
        if (shop, number) not in newest:
            others.setdefault(shop, []).append(number)
    for shop, order_nos in others.items():
        for number, carried in parcels_of(shop_id=shop, order_nos=order_nos).items():
            for waybill in carried.waybills:
                found.setdefault(waybill, []).append((shop, number))
    return found


def _reason(shop: int, hold: Hold) -> tuple[str, int, list[str]]:
    out = None if hold.lines is None else tuple(line["line_no"] for line in hold.lines)
    seen = Seen(shop, hold.order_no, OrderState.PAID, is_paid=True, is_held=True, level=hold.level, take_out=out)
    asked = int(hold.asked_at.timestamp()) if hold.asked_at else 0
    return answer([seen]).code, asked, [str(line["title"]) for line in hold.lines or []]

"""Orders as the rules of abnormal orders see them, read a batch at a time along the keys."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from common.pieces import pieces
from dispatch.models import AddressSeen
from dispatch.queries.held_long import held_since
from dispatch.rules.abnormal.seen import AddressSpan, LineSeen, OrderSeen
from dispatch.states import OPEN_STATES
from orders.models import Order, OrderLine, Shop
from orders.states import OrderState, RefundState

_CLOSED_LINES = frozenset({OrderState.CLOSED_UNPAID, OrderState.CLOSED_REFUNDED})
_ORDER = (
    "order_no", "buyer_key", "placed_at", "paid_at", "paid_slot", "state", "refund_state", "total_minor", "freight_minor",
    "platform_discount_minor", "units",
)  # fmt: skip


@dataclass
class Batch:
    """Orders that are looked at together. `paid_slots` by order number, for what is due when."""

    orders: list[OrderSeen] = field(default_factory=list)
    paid_slots: dict[str, int | None] = field(default_factory=dict)


def open_numbers(shop: Shop, *, first: str, last: str, since: int, most: int) -> list[str]:
    """Return the numbers of at most `most` open orders of a span, ascending; paid in slot `since` or later."""
    span = Order.objects.filter(shop=shop, order_no__gte=first, order_no__lte=last)
    young = span.filter(state__in=OPEN_STATES, paid_slot__gte=since)
    return list(young.order_by("order_no").values_list("order_no", flat=True)[:most])


def batch_of(shop: Shop, numbers: Iterable[str], *, since: int) -> Batch:
    """Return these orders, those not there any more as closed ones, and all other open orders of their buyers."""
    wanted = sorted(set(numbers))
    rows = _orders(shop, "order_no", wanted)
    buyers = {row["buyer_key"] for row in rows.values() if row["buyer_key"] is not None and _is_open(row)}
    rows |= _orders(shop, "buyer_key", sorted(buyers), since=since)
    lines = _lines(shop, sorted(rows))
    addresses = _addresses(shop, sorted(rows))
    held = held_since(shop, [number for number, row in rows.items() if _is_open(row)])
    batch = Batch([OrderSeen(number, is_open=False) for number in wanted if number not in rows])
    for number, row in sorted(rows.items()):
        batch.paid_slots[number] = row["paid_slot"]
        batch.orders.append(
            OrderSeen(
                order_no=number,
                is_open=_is_open(row),
                buyer_key=row["buyer_key"],
                placed_at=_epoch(row["placed_at"]),
                paid_at=_epoch(row["paid_at"]),
                total_minor=row["total_minor"],
                freight_minor=row["freight_minor"],
                platform_discount_minor=row["platform_discount_minor"],
                lines=tuple(lines.get(number, ())),
                addresses=tuple(addresses.get(number, ())),
                held_since=held.get(number),
            )
        )
    return batch


def usual_of_buyers(shop: Shop, buyers: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the pieces of each paid order of these buyers, by buyer and order number; orders of unknown size are left out."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for piece in pieces(sorted(set(buyers))):
        mine = Order.objects.filter(shop=shop, buyer_key__in=piece, paid_slot__isnull=False, units__isnull=False)
        for buyer, number, units in mine.values_list("buyer_key", "order_no", "units"):
            if buyer is not None and units is not None:
                found[buyer][number] = units
    return dict(found)


def _orders(shop: Shop, name: str, values: Sequence[str], *, since: int | None = None) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for piece in pieces(values):
        chosen = Order.objects.filter(shop=shop, **{f"{name}__in": piece})
        if since is not None:
            chosen = chosen.filter(state__in=OPEN_STATES, paid_slot__gte=since)
        rows |= {row["order_no"]: dict(row) for row in chosen.values(*_ORDER)}
    return rows


def _is_open(row: dict[str, Any]) -> bool:
    return row["state"] in OPEN_STATES and row["paid_slot"] is not None and row["refund_state"] != RefundState.FULL


def _lines(shop: Shop, numbers: Sequence[str]) -> dict[str, list[LineSeen]]:
    found: defaultdict[str, list[LineSeen]] = defaultdict(list)
    columns = ("order_no", "sku", "units", "paid_minor", "is_gift", "state", "refund_state")
    for piece in pieces(numbers):
        rows = OrderLine.objects.filter(shop=shop, order_no__in=piece).order_by("order_no", "line_no")
        for number, sku, units, paid, gift, state, refund in rows.values_list(*columns):
            closed = state in _CLOSED_LINES or refund == RefundState.FULL
            found[number].append(LineSeen(sku, units, paid, bool(gift), closed))
    return found


def _addresses(shop: Shop, numbers: Sequence[str]) -> dict[str, list[AddressSpan]]:
    found: defaultdict[str, list[AddressSpan]] = defaultdict(list)
    for piece in pieces(numbers):
        rows = AddressSeen.objects.filter(shop=shop, order_no__in=piece).order_by("order_no", "digest")
        for number, digest, first, last in rows.values_list("order_no", "digest", "first_at", "last_at"):
            found[number].append(AddressSpan(digest, first, last))
    return found


def _epoch(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())

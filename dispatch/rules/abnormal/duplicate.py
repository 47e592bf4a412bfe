"""The same buyer ordered the same basket again within minutes: pressed twice, or paid twice."""

from collections import Counter
from collections.abc import Iterable

from dispatch.rules.abnormal.seen import Finding, OrderSeen


def basket(order: OrderSeen) -> tuple[tuple[str, int], ...] | None:
    """Return SKUs with their pieces, gifts and closed lines left out; None where one is unknown or nothing is left.

    >>> from dispatch.rules.abnormal.seen import LineSeen
    >>> basket(OrderSeen("T1", lines=(LineSeen("B", 1, 1), LineSeen("A", 1, 1), LineSeen("A", 2, 1))))
    (('A', 3), ('B', 1))
    """
    pieces: Counter[str] = Counter()
    for line in order.lines:
        if line.is_gift or line.is_closed:
            continue
        if line.sku is None or line.units is None:
            return None
        pieces[line.sku] += line.units
    return tuple(sorted(pieces.items())) or None


def duplicate(order: OrderSeen, others: Iterable[OrderSeen], *, minutes: int) -> Finding | None:
    """Say that an order repeats an earlier open one of its buyer, the latest of those placed at most `minutes` before.

    Only the later one is told: the first of a row may go. Orders of one second follow each other by number.

    >>> from dispatch.rules.abnormal.seen import LineSeen
    >>> one = OrderSeen("T1", buyer_key="ann", placed_at=0, lines=(LineSeen("A", 1, 100),))
    >>> two = OrderSeen("T2", buyer_key="ann", placed_at=120, lines=(LineSeen("A", 1, 100),))
    >>> duplicate(two, [one, two], minutes=30).detail, duplicate(one, [one, two], minutes=30)
    ({'other': 'T1', 'seconds': 120}, None)
    """
    mine = basket(order)
    if mine is None or order.placed_at is None or order.buyer_key is None:
        return None
    here = (order.placed_at, order.order_no)
    before = [
        (other.placed_at, other.order_no)
        for other in others
        if other.is_open and other.placed_at is not None and other.buyer_key == order.buyer_key
        and (other.placed_at, other.order_no) < here and order.placed_at - other.placed_at <= minutes * 60
        and basket(other) == mine
    ]  # fmt: skip
    if not before:
        return None
    at, number = max(before)
    return Finding("duplicate", number, {"other": number, "seconds": order.placed_at - at})

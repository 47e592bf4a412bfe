"""An order stands on hold for so long that somebody must decide."""

from dispatch.rules.abnormal.seen import Finding, OrderSeen


def held_long(order: OrderSeen, *, at: int, hours: int) -> Finding | None:
    """Say that an order has been held for at least `hours`; `at`: UTC epoch seconds.

    >>> held_long(OrderSeen("T1", held_since=0), at=24 * 3600, hours=24).detail
    {'since': 0}
    >>> held_long(OrderSeen("T1", held_since=1), at=24 * 3600, hours=24)
    """
    if order.held_since is None or at - order.held_since < hours * 3600:
        return None
    return Finding("held", str(order.held_since), {"since": order.held_since})

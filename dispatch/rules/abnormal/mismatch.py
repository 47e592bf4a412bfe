"""The amounts of an order do not add up: what its lines come to is not what the order says."""

from dispatch.rules.abnormal.seen import Finding, OrderSeen


def mismatch(order: OrderSeen, *, tolerance: int) -> Finding | None:
    """Say that an order and its lines are more than `tolerance` minor units apart, with freight and without.

    Nothing where the total or a line's amount is unknown: platforms that spread the freight over the lines agree without it.

    >>> from dispatch.rules.abnormal.seen import LineSeen
    >>> lines = (LineSeen("A", 1, 5_000), LineSeen("B", 2, 3_000))
    >>> mismatch(OrderSeen("T1", total_minor=9_000, freight_minor=1_000, lines=lines), tolerance=100)
    >>> mismatch(OrderSeen("T1", total_minor=12_000, freight_minor=1_000, lines=lines), tolerance=100).detail
    {'total_minor': 12000, 'lines_minor': 9000}
    """
    amounts = [line.paid_minor for line in order.lines]
    if order.total_minor is None or not amounts or any(amount is None for amount in amounts):
        return None
    goods = sum(amount for amount in amounts if amount is not None)
    whole = goods + (order.freight_minor or 0)
    if min(abs(order.total_minor - whole), abs(order.total_minor - goods)) <= tolerance:
        return None
    return Finding("mismatch", f"{order.total_minor}:{whole}", {"total_minor": order.total_minor, "lines_minor": whole})

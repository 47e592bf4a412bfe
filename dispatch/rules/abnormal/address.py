"""The parcel is to go somewhere else than when the buyer paid: a label printed before is wrong, and so is a thief's order."""

from dispatch.rules.abnormal.seen import AddressSpan, Finding, OrderSeen

__all__ = ["AddressSpan", "address_changed"]


def address_changed(order: OrderSeen) -> Finding | None:
    """Say that the address in force is not the one the order had when it was first seen paid.

    In force is the one of the newest export. A buyer who goes back to the first address has changed nothing, and what was only
    seen before the payment does not count: it may have been changed before, too.

    >>> spans = (AddressSpan("a", 100, 300), AddressSpan("b", 400, 500))
    >>> address_changed(OrderSeen("T1", paid_at=50, addresses=spans)).detail
    {'seen_at': 400}
    >>> address_changed(OrderSeen("T1", paid_at=350, addresses=spans))
    >>> address_changed(OrderSeen("T1", paid_at=50, addresses=(AddressSpan("a", 100, 600), AddressSpan("b", 400, 500))))
    """
    if len(order.addresses) < 2 or order.paid_at is None:
        return None
    paid = order.paid_at
    since = [span for span in order.addresses if span.last_at >= paid]
    if len(since) < 2:
        return None
    now = max(since, key=lambda span: (span.last_at, span.digest))
    first = min(since, key=lambda span: (max(span.first_at, paid), span.digest))
    if now.digest == first.digest:
        return None
    return Finding("address", now.digest, {"seen_at": now.first_at})

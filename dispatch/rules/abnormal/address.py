"""The parcel is to go somewhere else than when the buyer paid: a label printed before is wrong, and so is a thief's order."""

from dispatch.rules.abnormal.seen import AddressSpan, Finding, OrderSeen

__all__ = ["AddressSpan", "address_changed"]


def address_changed(order: OrderSeen) -> Finding | None:
    """Say that the address in force is not the first one seen, and was first seen after the payment.

    In force is the one of the newest export. A buyer who goes back to the first address has changed nothing.

    >>> spans = (AddressSpan("a", 100, 300), AddressSpan("b", 400, 500))
    >>> address_changed(OrderSeen("T1", paid_at=50, addresses=spans)).detail
    {'seen_at': 400}
    >>> address_changed(OrderSeen("T1", paid_at=450, addresses=spans))
    >>> address_changed(OrderSeen("T1", paid_at=50, addresses=(AddressSpan("a", 100, 600), AddressSpan("b", 400, 500))))
    """
    if len(order.addresses) < 2 or order.paid_at is None:
        return None
    now = max(order.addresses, key=lambda span: (span.last_at, span.digest))
    first = min(order.addresses, key=lambda span: (span.first_at, span.digest))
    if now.digest == first.digest or now.first_at <= order.paid_at:
        return None
    return Finding("address", now.digest, {"seen_at": now.first_at})

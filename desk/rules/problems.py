"""What is open about the orders of a buyer: money asked back, unpaid, paid and not shipped for too long (playbook C1, L9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHIP_WITHIN = timedelta(hours=72)


class Kind(StrEnum):
    """What is open, the most urgent first."""

    REFUND = "refund"
    HELD = "held"
    LATE = "late"
    UNPAID = "unpaid"


URGENCY = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class OrderFacts:
    """An order as its problems are judged: what its states mean, its moments, amounts in minor units (None: not known)."""

    order_no: str
    paid_at: datetime | None = None
    total_minor: int | None = None
    refund_minor: int | None = None
    is_refund_open: bool = False
    is_unpaid: bool = False
    is_to_ship: bool = False
    hold_reason: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that is open about an order; `since` is where it began, as far as it is known."""

    kind: Kind
    order_no: str
    amount_minor: int | None = None
    since: datetime | None = None
    reason: str = ""


def ship_by(paid_at: datetime) -> datetime:
    """Return until when a paid order must have left: 72 hours after the payment (playbook C1)."""
    return paid_at + SHIP_WITHIN


def problems_of(orders: Iterable[OrderFacts], at: datetime) -> list[Problem]:
    """Return what is open, the most urgent first, within a kind in the order the orders came.

    An order under a hold or a refund is named once, by that: nobody asks why it has not left. Where its refund is open that is
    the matter, and the hold its reason not to leave.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 11, tzinfo=UTC)
    >>> late = OrderFacts("1", paid_at=now - timedelta(hours=73), total_minor=9900, is_to_ship=True)
    >>> asked = OrderFacts("2", total_minor=69900, is_refund_open=True, is_to_ship=True, paid_at=now - timedelta(hours=99))
    >>> [(str(one.kind), one.order_no) for one in problems_of([late, asked, OrderFacts("3")], now)]
    [('refund', '2'), ('late', '1')]
    """
    found = []
    for order in orders:
        if order.is_refund_open:
            asked = order.refund_minor or order.total_minor
            found.append(Problem(Kind.REFUND, order.order_no, asked, order.paid_at, order.hold_reason))
        elif order.hold_reason:
            found.append(Problem(Kind.HELD, order.order_no, order.total_minor, order.paid_at, order.hold_reason))
        elif order.is_to_ship and order.paid_at is not None and at >= ship_by(order.paid_at):
            found.append(Problem(Kind.LATE, order.order_no, order.total_minor, ship_by(order.paid_at)))
        elif order.is_unpaid:
            found.append(Problem(Kind.UNPAID, order.order_no, order.total_minor))
    return sorted(found, key=lambda problem: URGENCY[problem.kind])

"""What is open about a buyer's orders: derived from the orders, and from dispatch where it holds parcels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from customers.models import Buyer
from desk.rules.problems import OrderFacts, Problem, problems_of
from dispatch.queries import holds_on
from orders.models import Order
from orders.states import OrderState, RefundState

OPEN_REFUNDS = (RefundState.REQUESTED, RefundState.RETURNING)
TO_SHIP = (OrderState.PAID, OrderState.PART_SHIPPED)
_OVER = (OrderState.SHIPPED, OrderState.COMPLETED, OrderState.CLOSED_UNPAID, OrderState.CLOSED_REFUNDED)
_MOST = 50


@dataclass(frozen=True)
class Standing:
    """What is open about the orders of a buyer, the most urgent first, and why some do not leave, by order number."""

    problems: list[Problem]
    holds: Mapping[str, str]


def open_problems(buyer: Buyer, recent: Sequence[Order], *, is_all: bool, at: datetime) -> Standing:
    """Return what is open about the orders of a buyer.

    `recent` are the newest orders; `is_all`: there are no others, else older ones that are open are asked for (fifty at most).
    """
    orders = list(recent)
    if not is_all:
        known = {order.order_no for order in recent}
        still_open = Q(refund_state__in=OPEN_REFUNDS) | Q(state__in=TO_SHIP) | Q(state=OrderState.UNPAID)
        older = Order.objects.filter(still_open, shop=buyer.shop_id, buyer_key=buyer.buyer_key).order_by("-order_no")
        orders += [order for order in older[:_MOST] if order.order_no not in known]
    waiting = [order.order_no for order in orders if order.shipped_at is None and not is_over(order)]
    holds = holds_on(shop=buyer.shop_id, order_nos=waiting) if waiting else {}
    return Standing(problems_of([facts_of(order, holds) for order in orders], at), holds)


def facts_of(order: Order, holds: Mapping[str, str]) -> OrderFacts:
    """Return an order as its problems are judged."""
    is_refund_open = order.refund_state in OPEN_REFUNDS
    return OrderFacts(
        order.order_no,
        order.paid_at,
        order.total_minor,
        order.refund_minor if is_refund_open else None,
        is_refund_open,
        is_unpaid(order),
        order.state in TO_SHIP and order.shipped_at is None,
        holds.get(order.order_no, ""),
    )


def is_over(order: Order) -> bool:
    """Tell whether nothing of an order waits in a warehouse, or its money is back: a hold on it is nobody's question."""
    return order.state in _OVER or order.refund_state == RefundState.FULL


def is_unpaid(order: Order) -> bool:
    """Tell whether an order waits for its payment."""
    return order.state == OrderState.UNPAID and order.paid_at is None

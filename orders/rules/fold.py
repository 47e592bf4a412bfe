"""The law: the facts are a fold over what the imports that stand have claimed.

Written for reading and for the tests, which hold the database to it; `orders.services` does the same in bulk.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from orders.claims import FROM_LINES, Source
from orders.states import OrderState, RefundState

Key = TypeVar("Key", bound=Hashable)
Claims = Iterable[tuple[Source, Mapping[Key, Mapping[str, Any]]]]

CLOSED = frozenset({OrderState.CLOSED_UNPAID, OrderState.CLOSED_REFUNDED})
SHIPPED = frozenset({OrderState.PART_SHIPPED, OrderState.SHIPPED, OrderState.COMPLETED})
REFUNDED = frozenset({RefundState.PARTIAL, RefundState.FULL})


def fold(claims: Claims[Key]) -> dict[Key, dict[str, Any]]:
    """Return every key some export names, each field as the newest export that speaks on it has it.

    The newest is the largest `as_of`; of two made in the same second the larger digest has the word (which of them is
    right nobody knows, but every order of arrival must end the same). A null is a value: the export says there is none.

    >>> old, new = Source(100, "a"), Source(200, "b")
    >>> fold([(new, {"T1": {"state": 50}}), (old, {"T1": {"state": 30, "city": "Ningbo"}, "T2": {"state": 10}})])
    {'T1': {'state': 50, 'city': 'Ningbo'}, 'T2': {'state': 10}}
    """
    facts: dict[Key, dict[str, Any]] = {}
    for _, table in sorted(claims, key=lambda claim: claim[0], reverse=True):
        for key, fields in table.items():
            fact = facts.setdefault(key, {})
            for name, value in fields.items():
                fact.setdefault(name, value)
    return facts


def from_lines(lines: Sequence[Mapping[str, Any]], freight_minor: int | None) -> dict[str, int | None]:
    """Return what the lines of an order say about the order as a whole (the fields `orders.claims.FROM_LINES`).

    Money and units are the sums of what is known, freight added once (not to an unknown total). The state is the least
    advanced of the lines not closed; paid with some shipped is part shipped; of closed lines only, the furthest. The refund
    is full when every line's is, partial when some line's is full or partial, else the furthest.

    >>> lines = [{"paid_minor": 900, "state": 30, "refund_state": 0}, {"paid_minor": 100, "state": 50, "refund_state": 50}]
    >>> from_lines(lines, 10)
    {'total_minor': 1010, 'refund_minor': None, 'units': None, 'state': 40, 'refund_state': 40}
    """
    total = _sum(lines, "paid_minor")
    return dict(
        zip(
            FROM_LINES,
            (
                None if total is None else total + (freight_minor or 0),
                _sum(lines, "refund_minor"),
                _sum(lines, "units"),
                _state([line["state"] for line in lines if line.get("state") is not None]),
                _refund_state([line.get("refund_state") for line in lines]),
            ),
            strict=True,
        )
    )


def fold_orders(
    orders: Claims[str], lines: Claims[tuple[str, str]]
) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], dict[str, Any]]]:
    """Return the orders and the lines that stand; what no export says about an order as a whole comes from its lines."""
    order_facts, line_facts = fold(orders), fold(lines)
    of_order: dict[str, list[dict[str, Any]]] = {}
    for (order_no, _), line in line_facts.items():
        of_order.setdefault(order_no, []).append(line)
    for order_no, order in order_facts.items():
        if order_no in of_order:
            for name, value in from_lines(of_order[order_no], order.get("freight_minor")).items():
                order.setdefault(name, value)
    return order_facts, line_facts


def _sum(lines: Sequence[Mapping[str, Any]], name: str) -> int | None:
    known = [line[name] for line in lines if line.get(name) is not None]
    return sum(known) if known else None


def _state(states: Sequence[int]) -> int | None:
    live = [state for state in states if state not in CLOSED]
    if not live:
        return max(states, default=None)
    if min(live) == OrderState.PAID and SHIPPED.intersection(live):
        return int(OrderState.PART_SHIPPED)
    return min(live)


def _refund_state(states: Sequence[int | None]) -> int | None:
    known = [state for state in states if state is not None]
    if states and all(state == RefundState.FULL for state in states):
        return int(RefundState.FULL)
    if REFUNDED.intersection(known):
        return int(RefundState.PARTIAL)
    return max(known, default=None)

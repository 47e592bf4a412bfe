"""When an unpaid order may be asked about, and which state of the facts ends it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from orders.states import OrderState, RefundState

UNPAID = frozenset({int(OrderState.UNPAID), int(OrderState.DEPOSIT_PAID)})
OPEN_REFUNDS = frozenset({int(RefundState.REQUESTED), int(RefundState.RETURNING), int(RefundState.HELD)})


class Ending(StrEnum):
    """Why nobody asks any more."""

    NONE = ""
    PAID = "paid"
    REFUND = "refund"
    CLOSED = "closed"
    LATE = "late"
    BARRED = "barred"
    UNWILLING = "unwilling"
    WRONG = "wrong"
    ENOUGH = "enough"


OF_THE_FACTS = frozenset({Ending.PAID, Ending.REFUND, Ending.CLOSED, Ending.BARRED})


@dataclass(frozen=True)
class Window:
    """Minutes after an order from which it may be asked about, until it closes, and how long before that asking ends."""

    from_minutes: int = 15
    close_minutes: int = 1_440
    stop_minutes: int = 10

    def opens(self, placed_at: datetime) -> datetime:
        """Return from when an order may be asked about: half open, this moment included."""
        return placed_at + timedelta(minutes=self.from_minutes)

    def ends(self, placed_at: datetime) -> datetime:
        """Return from when it may no longer be asked about."""
        return placed_at + timedelta(minutes=self.close_minutes - self.stop_minutes)

    def closes(self, placed_at: datetime) -> datetime:
        """Return when the platform closes it."""
        return placed_at + timedelta(minutes=self.close_minutes)


def is_unpaid(state: int | None, paid_at: datetime | None) -> bool:
    """Tell whether an order still waits for (the rest of) its money; a held or unknown state is not asked about.

    >>> is_unpaid(10, None), is_unpaid(30, None), is_unpaid(None, None)
    (True, False, False)
    """
    if state == OrderState.UNPAID:
        return paid_at is None
    return state == OrderState.DEPOSIT_PAID


def ending_of(*, orders: list[tuple[int | None, datetime | None]], refund_open: bool, barred: bool) -> Ending:
    """Return what the facts say of a chase: its orders' (state, paid at), whether any order of the buyer has an open refund.

    An open refund stands above everything; a chase goes on while any of its orders still waits; else it is paid when any is.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 11, tzinfo=UTC)
    >>> many = [(10, None), (30, at)], [(30, at)], [(80, None)]
    >>> [str(ending_of(orders=some, refund_open=False, barred=False)) for some in many]
    ['', 'paid', 'closed']
    >>> str(ending_of(orders=[(10, None)], refund_open=True, barred=False))
    'refund'
    """
    if refund_open:
        return Ending.REFUND
    if barred:
        return Ending.BARRED
    if any(is_unpaid(state, paid_at) for state, paid_at in orders):
        return Ending.NONE
    return Ending.PAID if any(paid_at is not None for _state, paid_at in orders) else Ending.CLOSED

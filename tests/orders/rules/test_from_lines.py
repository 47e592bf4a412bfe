"""What the lines of an order say about it as a whole."""

import pytest

from orders.rules.fold import from_lines
from orders.states import OrderState as S
from orders.states import RefundState as R


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([S.UNPAID, S.UNPAID], S.UNPAID),
        ([S.PAID, S.SHIPPED], S.PART_SHIPPED),
        ([S.PAID, S.PAID], S.PAID),
        ([S.SHIPPED, S.COMPLETED], S.SHIPPED),
        ([S.CLOSED_REFUNDED, S.COMPLETED], S.COMPLETED),
        ([S.CLOSED_UNPAID, S.CLOSED_REFUNDED], S.CLOSED_REFUNDED),
        ([S.CLOSED_REFUNDED, S.PAID, S.PART_SHIPPED], S.PART_SHIPPED),
        ([S.HELD, S.PAID], S.PAID),
        ([S.HELD], S.HELD),
        ([None, S.PAID], S.PAID),
        ([None], None),
    ],
)
def test_state(states: list[S | None], expected: S | None) -> None:
    assert from_lines([{"state": state} for state in states], None)["state"] == expected


@pytest.mark.parametrize(
    ("refunds", "expected"),
    [
        ([R.FULL, R.FULL], R.FULL),
        ([R.FULL, R.NONE], R.PARTIAL),
        ([R.PARTIAL, R.REQUESTED], R.PARTIAL),
        ([R.REQUESTED, R.NONE], R.REQUESTED),
        ([R.FULL, None], R.PARTIAL),
        ([None, R.NONE], R.NONE),
        ([None], None),
    ],
)
def test_refund_state(refunds: list[R | None], expected: R | None) -> None:
    assert from_lines([{"refund_state": refund} for refund in refunds], None)["refund_state"] == expected


def test_freight_counts_once_and_never_alone() -> None:
    assert from_lines([{"paid_minor": 5}, {"paid_minor": None}, {"paid_minor": 7}], 10)["total_minor"] == 22
    assert from_lines([{"paid_minor": None}], 10)["total_minor"] is None

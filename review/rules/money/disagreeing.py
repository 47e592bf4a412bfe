"""Orders of which two files say different things: found, listed, never absorbed."""

from collections.abc import Iterator

import numpy as np

from review.rules.money.ledger import BY_PLATFORM, UNKNOWN, Lines, Orders
from review.rules.money.splitting import Ints, sums

Found = tuple[str, int, int, int]
"""Kind, place of the order, what the orders say, what the other side says."""


def disagreements(orders: Orders, lines: Lines, freight: Ints) -> Iterator[Found]:
    """Yield what does not agree, by kind.

    `received`: what a statement received, with the platform's subsidy or without, is not the order's total. `refunded`: not its
    refund. `statement`: what was paid out is not what its own columns make. `refund_over`: more refunded than the order came to.
    `lines`: lines and freight do not add up to the total, where all of them are told.
    """
    told, count = orders.settled, len(orders.total)
    total, received = orders.total, told["received"]
    subsidised = received + np.where(told["subsidy"] == UNKNOWN, 0, told["subsidy"])
    both = (total != UNKNOWN) & (received != UNKNOWN)
    yield from _rows("received", both & (received != total) & (subsidised != total), total, received)
    # A statement that tells no refund of an order says that nothing was given back, once it was settled at all.
    back = np.where((told["refunded"] == UNKNOWN) & (received != UNKNOWN), 0, told["refunded"])
    refund = np.where(orders.refund == UNKNOWN, 0, orders.refund)
    yield from _rows("refunded", (back != UNKNOWN) & (back != refund), refund, back)
    spent = sum(
        (np.where(told[name] == UNKNOWN, 0, told[name]) for name in (*BY_PLATFORM, "refunded", "carriage", "packing")),
        start=np.zeros(count, dtype=np.int64),
    )
    left = np.where(received == UNKNOWN, 0, subsidised) - spent
    paid_out = told["paid_out"]
    yield from _rows("statement", (paid_out != UNKNOWN) & (received != UNKNOWN) & (left != paid_out), left, paid_out)
    over = (total != UNKNOWN) & (refund > total)
    yield from _rows("refund_over", over, total, refund)
    known = (total != UNKNOWN) & (freight != UNKNOWN)
    has_lines = sums((lines.paid != UNKNOWN).astype(np.int64), lines.order, count) > 0
    paid = sums(np.where(lines.paid == UNKNOWN, 0, lines.paid), lines.order, count)
    whole = paid + np.where(freight == UNKNOWN, 0, freight)
    yield from _rows("lines", known & has_lines & (whole != total), total, whole)


def _rows(kind: str, where: "np.ndarray[tuple[int], np.dtype[np.bool_]]", one: Ints, other: Ints) -> Iterator[Found]:
    for place in np.flatnonzero(where):
        yield kind, int(place), int(one[place]), int(other[place])

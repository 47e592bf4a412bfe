"""What was known of a shop's orders at one moment: the orders of an export, as its platform saw them then."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imports.demo.days import Whole
from imports.demo.story import NEVER, ShopStory

CLOSES_AFTER = 24 * 3600

UNPAID, CLOSED_UNPAID, PAID, SHIPPED, COMPLETED, REFUNDED = range(6)
NO_REFUND, ASKED, RETURNED = range(3)


@dataclass(frozen=True)
class Known:
    """The orders placed in a window, as they stood at `as_of`, and the positions of their lines.

    `orders`, `lines`: positions in the story. `stage`: UNPAID ... REFUNDED per order; `refund` per line. Times not reached are
    NEVER.
    """

    as_of: int
    orders: Whole
    lines: Whole
    line_at: Whole
    stage: Whole
    paid: Whole
    shipped: Whole
    completed: Whole
    refund: Whole
    refunded_minor: Whole


def known(story: ShopStory, start: int, end: int, as_of: int) -> Known:
    """Look at the orders placed in [start, end) and not after `as_of`, with what had happened by `as_of`."""
    return standing(story, (story.placed >= start) & (story.placed < end), as_of)


def moved(story: ShopStory, since: int, as_of: int) -> Known:
    """Look at the orders placed, paid, sent, or asked or given back in (since, as_of], as they stood at `as_of`."""
    there = np.zeros(len(story.placed), np.bool_)
    for moments in (story.placed, story.paid, story.shipped, story.completed, story.refund_asked, story.refund_done):
        there |= (moments > since) & (moments <= as_of)
    return standing(story, there, as_of)


def standing(story: ShopStory, chosen: npt.NDArray[np.bool_], as_of: int) -> Known:
    """Look at the chosen orders that were placed by `as_of`, with what had happened by then."""
    there = chosen & (story.placed <= as_of)
    orders = np.flatnonzero(there)
    lines = np.flatnonzero(there[story.line_order])
    line_at = np.searchsorted(orders, story.line_order[lines])

    def reached(moments: Whole) -> Whole:
        return np.where((moments >= 0) & (moments <= as_of), moments, NEVER)

    paid, shipped, completed = reached(story.paid[orders]), reached(story.shipped[orders]), reached(story.completed[orders])
    asked, done = reached(story.refund_asked[orders]) >= 0, reached(story.refund_done[orders]) >= 0
    mine = story.line_refunded[lines] > 0
    refund = np.where(mine & done[line_at], RETURNED, np.where(mine & asked[line_at], ASKED, NO_REFUND))
    given = np.where(refund == RETURNED, story.line_paid[lines], 0)
    refunded = np.bincount(line_at, weights=given, minlength=len(orders)).astype(np.int64)
    everything = _all_lines(refund == RETURNED, line_at, len(orders))
    refunded = np.where(everything, story.total[orders], refunded)
    open_for = as_of - story.placed[orders]
    stage = np.select(
        [everything, completed >= 0, shipped >= 0, paid >= 0, open_for > CLOSES_AFTER],
        [REFUNDED, COMPLETED, SHIPPED, PAID, CLOSED_UNPAID],
        UNPAID,
    )
    return Known(as_of, orders, lines, line_at, stage, paid, shipped, completed, refund, refunded)


def _all_lines(done: npt.NDArray[np.bool_], line_at: Whole, number: int) -> npt.NDArray[np.bool_]:
    pieces = np.bincount(line_at, minlength=number)
    returned = np.bincount(line_at[done], minlength=number)
    whole: npt.NDArray[np.bool_] = (returned == pieces) & (pieces > 0)
    return whole

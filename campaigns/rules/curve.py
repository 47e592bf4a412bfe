"""The shape of the target inside a phase: whole weights, one for each slot of the sale.

Only their proportions inside a phase count; how much a phase gets is its share. A curve without data falls back to flat
and says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from campaigns.rules.split import Leaves, split

ALIGNED_SLOTS = 18  # the first three hours of two sales are laid on each other as they are
WEEKS = 4
PARTS_OF_AN_HOUR = 60  # what an hour's weight is multiplied by, so that its slots share it in whole numbers
_FINE = 1_000_000


@dataclass(frozen=True)
class Curve:
    """Weights for each slot of the sale.

    `fallback` is "" or says why they are flat: `no_sale`, `no_data`, `no_weekdays`, `no_hours`.
    """

    weights: Leaves
    fallback: str = ""


def flat(length: int, *, fallback: str = "") -> Curve:
    """Give every slot the same weight.

    >>> flat(3).weights.tolist()
    [1, 1, 1]
    """
    return Curve(np.ones(length, dtype=np.int64), fallback)


def from_sale(past: Sequence[int] | Leaves, length: int) -> Curve:
    """Take the shape of an earlier sale, aligned on hours since its start.

    `past` is its revenue per slot from its first slot to its last. It is smoothed first (a quarter, a half, a quarter of
    three neighbours). Where the lengths differ the first three hours stay as they are and the rest of its revenue is
    stretched or squeezed over the rest of the time. No revenue at all: flat, `no_data`.

    >>> from_sale([400, 0, 0, 0], 4).weights.tolist()
    [1200, 400, 0, 0]
    """
    sold = np.maximum(np.asarray(past, dtype=np.int64), 0)
    if length and (sold.size == 0 or not sold.any()):
        return flat(length, fallback="no_data")
    smooth = _smoothed(sold)
    if len(smooth) == length:
        return Curve(smooth)
    head = min(ALIGNED_SLOTS, length, len(smooth))
    rest = smooth[head:]
    if len(rest) == 0 or length == head:
        tail = np.full(length - head, int(smooth[-1]), dtype=np.int64)
        return Curve(
            np.concatenate([smooth[:head], tail]) if smooth[:head].any() or tail.any() else np.ones(length, dtype=np.int64)
        )
    running = np.concatenate([[0.0], np.cumsum(rest, dtype=np.float64)])
    at = np.linspace(0, len(rest), length - head + 1)
    stretched = np.diff(np.interp(at, np.arange(len(rest) + 1), running))
    fine = max(1, _FINE // max(1, int(smooth.max())))
    return Curve(np.concatenate([smooth[:head] * fine, np.rint(stretched * fine).astype(np.int64)]))


def from_weekdays(weeks: Sequence[Sequence[int] | Leaves | None]) -> Curve:
    """Take the mean of the same weekday in earlier weeks, slot by slot; each week covers the whole sale, None has no data.

    >>> from_weekdays([[3, 5], None, [1, 1]]).weights.tolist()
    [4, 6]
    """
    known = [np.maximum(np.asarray(week, dtype=np.int64), 0) for week in weeks if week is not None]
    total = sum(known, start=np.zeros(len(known[0]), dtype=np.int64)) if known else np.zeros(0, dtype=np.int64)
    if not total.any():
        length = next((len(week) for week in weeks if week is not None), 0)
        return flat(length, fallback="no_weekdays")
    return Curve(total)


def by_hand(hours: Sequence[int], lengths: Sequence[int]) -> Curve:
    """Take one weight for each hour of the sale, spread evenly over its slots (`lengths`: how many slots each hour has).

    Hours without a weight at the end get 0; all zero: flat, `no_hours`.

    >>> by_hand([2, 1], [6, 3]).weights.tolist()
    [20, 20, 20, 20, 20, 20, 20, 20, 20]
    """
    length = sum(lengths)
    if not any(hours):
        return flat(length, fallback="no_hours")
    weights = [
        weight * PARTS_OF_AN_HOUR // slots
        for weight, slots in zip([*hours, *[0] * len(lengths)], lengths, strict=False)
        for _slot in range(slots)
    ]
    return Curve(np.asarray(weights, dtype=np.int64))


def _smoothed(sold: Leaves) -> Leaves:
    """Mix three neighbours 1 : 2 : 1; the ends count themselves again, so that the sum is four times what it was."""
    padded = np.pad(sold, 1, mode="edge")
    return padded[:-2] + 2 * padded[1:-1] + padded[2:]


def spread(total: int, curve: Curve, start: int, end: int) -> Leaves:
    """Split a total over the slots [start, end) of the sale by the curve, exactly.

    >>> spread(10, flat(4), 1, 4).tolist()
    [4, 3, 3]
    """
    return split(total, curve.weights[start:end])

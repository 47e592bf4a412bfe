"""What may be sold of a SKU now, out of what was counted, ordered and kept back (playbook P8, L7).

**Which count stands.** Of several tellings of one place the one counted last; of the same moment the one told later (`as_of`),
then the larger digest, then the larger number. Below zero is none.

**From which shelf a parcel leaves.** Orders do not say it. It is taken to leave the home: the place counted at the most moments,
of equals the one whose last count is the oldest (rather a piece too few than one sold twice). Only what was shipped after the
last count of the home is taken off.

**What an order line holds.** Shipped: nothing any more, the piece is off the shelf from `shipped_at` on. Where the platform says
that it was shipped and not when, a day after payment is taken, or the completion where that came earlier. A line of an order
shipped in part holds until it is told shipped itself. Closed or refunded in full: nothing. Refund only asked for: still held
(L9). Paid and not shipped: unshipped. Placed and not paid, or a deposit paid: unpaid. An order placed more than 60 days before
the count holds nothing and is taken off nothing: whoever counted has seen the end of it.

**What the page shows now.** As it was last told, less what was ordered since: a platform takes a piece off its page when it is
ordered, and puts it back when the order is closed unpaid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from common.windows import slot_of
from orders.states import OrderState, RefundState

DISPATCH_SLOTS = 144  # a day: when a piece left of which nobody told
FORGOTTEN_SLOTS = 60 * 144
CLOSED = frozenset({int(OrderState.CLOSED_UNPAID), int(OrderState.CLOSED_REFUNDED)})
SENT = frozenset({int(OrderState.SHIPPED), int(OrderState.COMPLETED)})
PAID = frozenset({int(OrderState.PAID), int(OrderState.PART_SHIPPED)})


class Holding(StrEnum):
    """What an order line means to the shelf."""

    NOTHING = "nothing"
    UNPAID = "unpaid"
    UNSHIPPED = "unshipped"
    SHIPPED = "shipped"  # since the count


@dataclass(frozen=True)
class Telling:
    """How many pieces lay at a place at a moment, as somebody told it at `as_of`; `number` is that of its row.

    `stands_for`: at how many moments was counted that this one is left of (`rules.thinning`).
    """

    place: str
    counted_at: datetime
    units: int
    as_of: datetime
    digest: str = ""
    number: int = 0
    stands_for: int = 1


@dataclass(frozen=True)
class Line:
    """A line of an order with what its order says; states by their numbers, unknown None, moments aware."""

    units: int | None
    placed_at: datetime | None = None
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    completed_at: datetime | None = None
    order_state: int | None = None
    order_refund: int | None = None
    line_state: int | None = None
    line_refund: int | None = None


@dataclass(frozen=True)
class Shelf:
    """What the counts of a SKU come to: pieces of all places, each below zero as none, and since when parcels are taken off."""

    units: int | None
    since: datetime | None


@dataclass(frozen=True)
class Level:
    """What `inventory.models.StockLevel` keeps of a SKU, in pieces."""

    on_hand: int | None
    unpaid: int
    unshipped: int
    reserve: int
    available: int | None
    short: int


def last_of(tellings: Iterable[Telling]) -> Telling | None:
    """Return the telling that stands of one place, or of one listing; None for none.

    >>> from datetime import UTC
    >>> ten, noon = datetime(2026, 11, 11, 10, tzinfo=UTC), datetime(2026, 11, 11, 12, tzinfo=UTC)
    >>> last_of([Telling("", noon, 5, noon), Telling("", ten, 9, noon), Telling("", noon, 7, noon, "b")]).units
    7
    """
    return max(tellings, key=lambda one: (one.counted_at, one.as_of, one.digest, one.number), default=None)


def shelf(tellings: Iterable[Telling]) -> Shelf:
    """Add up the counts of all places of a SKU that stand, and find since when parcels are taken off.

    >>> from datetime import UTC
    >>> at = [datetime(2026, 11, 11, hour, tzinfo=UTC) for hour in range(24)]
    >>> counts = [Telling("main", at[8], 90, at[8]), Telling("main", at[9], 80, at[9]), Telling("shop", at[12], 5, at[12])]
    >>> shelf(counts).units, shelf(counts).since.hour
    (85, 9)
    """
    by_place: dict[str, list[Telling]] = {}
    for one in tellings:
        by_place.setdefault(one.place, []).append(one)
    last = {place: found for place, told in by_place.items() if (found := last_of(told))}
    moments = {
        place: len({one.counted_at for one in told}) + sum(one.stands_for - 1 for one in told) for place, told in by_place.items()
    }
    return shelf_of((one, moments[place]) for place, one in last.items())


def shelf_of(places: Iterable[tuple[Telling, int]]) -> Shelf:
    """Do as `shelf` does, from the standing telling of each place and at how many moments that place was counted."""
    known = list(places)
    if not known:
        return Shelf(None, None)
    home = min(known, key=lambda one: (-one[1], one[0].counted_at))
    return Shelf(sum(max(0, told.units) for told, _moments in known), home[0].counted_at)


def holding(line: Line, since: datetime) -> Holding:
    """Tell what a line means to a shelf counted at `since`.

    >>> from datetime import UTC, timedelta
    >>> count, paid = datetime(2026, 11, 11, 10, tzinfo=UTC), datetime(2026, 11, 11, 9, tzinfo=UTC)
    >>> line = Line(1, placed_at=paid, paid_at=paid, order_state=30)
    >>> str(holding(line, count)), str(holding(Line(1, paid, paid, count + timedelta(hours=1), order_state=50), count))
    ('unshipped', 'shipped')
    >>> str(holding(Line(1, paid, paid, order_state=30, order_refund=20), count))  # asked for: still held
    'unshipped'
    """
    placed = line.placed_at or line.paid_at
    if placed is None or not line.units or line.units < 0 or slot_of(placed) < slot_of(since) - FORGOTTEN_SLOTS:
        return Holding.NOTHING
    parted = line.order_state == OrderState.PART_SHIPPED and line.line_state not in SENT
    if line.shipped_at is not None and not parted:
        return Holding.SHIPPED if line.shipped_at > since else Holding.NOTHING
    if {line.order_state, line.line_state} & CLOSED or RefundState.FULL in {line.order_refund, line.line_refund}:
        return Holding.NOTHING
    if {line.order_state, line.line_state} & SENT:
        late = line.completed_at is None or line.completed_at > since
        return Holding.SHIPPED if late and slot_of(line.paid_at or placed) + DISPATCH_SLOTS > slot_of(since) else Holding.NOTHING
    if line.order_state in PAID or (line.paid_at is not None and line.order_state != OrderState.DEPOSIT_PAID):
        return Holding.UNSHIPPED
    return Holding.UNPAID


def is_ordered(line: Line, listed_at: datetime) -> bool:
    """Tell whether a line took its pieces off a page that was listed at `listed_at`.

    >>> from datetime import UTC
    >>> noon, one = datetime(2026, 11, 11, 12, tzinfo=UTC), datetime(2026, 11, 11, 13, tzinfo=UTC)
    >>> is_ordered(Line(1, placed_at=one), noon), is_ordered(Line(1, placed_at=noon), one)
    (True, False)
    """
    placed = line.placed_at or line.paid_at
    closed = OrderState.CLOSED_UNPAID in {line.order_state, line.line_state}
    return placed is not None and placed > listed_at and not closed


def listed_now(told: int | None, ordered: int) -> int | None:
    """Return what the page shows now: as told, less what was ordered since, never below zero; None where nobody told.

    >>> listed_now(10, 3), listed_now(2, 5), listed_now(None, 5)
    (7, 0, None)
    """
    return None if told is None else max(0, told - ordered)


def level(*, counted: int | None, shipped: int, unpaid: int, unshipped: int, reserve: int) -> Level:
    """Work out what may be sold; `counted` None: nobody counted, so nothing is known of what is there.

    >>> level(counted=100, shipped=12, unpaid=5, unshipped=20, reserve=10)
    Level(on_hand=88, unpaid=5, unshipped=20, reserve=10, available=53, short=0)
    >>> oversold = level(counted=10, shipped=12, unpaid=1, unshipped=3, reserve=0)
    >>> oversold.on_hand, oversold.available, oversold.short
    (0, 0, 4)
    """
    if counted is None:
        return Level(None, unpaid, unshipped, reserve, None, 0)
    on_hand = max(0, counted - shipped)
    left = on_hand - unpaid - unshipped - reserve
    return Level(on_hand, unpaid, unshipped, reserve, max(0, left), max(0, -left))


def recount(*, tellings: Iterable[Telling], lines: Iterable[Line], reserve: int, otherwise: datetime | None = None) -> Level:
    """Work a level out from everything known of a SKU, one thing after the other: the definition the bulk statements are held to.

    `otherwise`: the moment orders are looked back from where nobody counted (the last listing, else the reserve).
    """
    found = shelf(tellings)
    since = found.since or otherwise
    sums = dict.fromkeys(Holding, 0)
    for line in lines:
        if since is not None:
            sums[holding(line, since)] += line.units or 0
    return level(
        counted=found.units,
        shipped=sums[Holding.SHIPPED],
        unpaid=sums[Holding.UNPAID],
        unshipped=sums[Holding.UNSHIPPED],
        reserve=reserve,
    )

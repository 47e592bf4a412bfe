"""What the packing table is told of a parcel: SHIP, STOP or ASK, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dispatch.rules.holds import Level
from orders.states import OrderState


class Word(StrEnum):
    """The answer in one word."""

    SHIP = "ship"
    STOP = "stop"
    ASK = "ask"


_REASONS = {
    Level.ASKED: "asked",
    Level.RETURNING: "returning",
    Level.FULL: "refunded",
    Level.PART: "part",
    Level.UNSURE: "unsure",
    Level.NONE: "by_hand",
}
_UNPAID = frozenset({OrderState.UNPAID, OrderState.DEPOSIT_PAID, OrderState.CLOSED_UNPAID})
_GONE = frozenset({OrderState.SHIPPED, OrderState.COMPLETED})


@dataclass(frozen=True)
class Seen:
    """One order of the parcel as it stands. `take_out`: line numbers where only they are held, None where the whole order is."""

    shop_id: int
    order_no: str
    state: int | None
    is_paid: bool
    is_held: bool = False
    level: int = 0
    take_out: tuple[str, ...] | None = None
    is_known: bool = True
    is_without: bool = False


@dataclass(frozen=True)
class Answer:
    """The word, the code of its reason, and the order that decides, None where there is none."""

    word: Word
    code: str
    order: Seen | None = None


def answer(orders: Sequence[Seen], *, asked_for: Sequence[tuple[int, str]] = (), is_replaced: bool = False) -> Answer:
    """Return what to do with a parcel of these orders; the worst of them decides for all, for a merged parcel is held whole.

    `asked_for`: the orders the scan itself names, (shop, order number), where the others merely lie in the same parcel.

    >>> paid = Seen(1, "A", OrderState.PAID, True)
    >>> answer([paid]).word, answer([paid, Seen(1, "B", OrderState.PAID, True, True, Level.ASKED)]).code, answer([]).code
    (<Word.SHIP: 'ship'>, 'asked', 'unknown')
    """
    if not orders:
        return Answer(Word.ASK, "unknown")
    found = [_of(one) for one in orders]
    rank = {Word.STOP: 0, Word.ASK: 1, Word.SHIP: 2}
    worst = min(found, key=lambda each: (rank[each.word], each.order is not None and _key(each.order) not in asked_for))
    if worst.word is not Word.STOP and is_replaced:
        return Answer(Word.ASK, "replaced", worst.order)
    return worst


def _key(seen: Seen) -> tuple[int, str]:
    return seen.shop_id, seen.order_no


def _of(seen: Seen) -> Answer:
    if seen.is_held:
        partly = seen.take_out is not None
        unsure = seen.level == Level.UNSURE
        code = "part" if partly and seen.take_out else "part_unknown" if partly else _REASONS[Level(seen.level)]
        return Answer(Word.ASK if partly or unsure else Word.STOP, code, seen)
    if not seen.is_known:
        return Answer(Word.ASK, "not_loaded", seen)
    if seen.state in _UNPAID or (seen.state is not None and seen.state < OrderState.PAID):
        return Answer(Word.STOP, "not_paid", seen)
    if seen.state == OrderState.HELD or (seen.state is None and not seen.is_paid):
        return Answer(Word.ASK, "state_unknown", seen)
    if seen.is_without:
        return Answer(Word.SHIP, "without", seen)
    return Answer(Word.SHIP, "gone" if seen.state in _GONE else "clear", seen)

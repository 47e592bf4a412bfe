"""May this order leave? Pure: what the platform's files say, what its messages say, what people did. Playbook L9.

The order of trust: the newest state wins, and an older one never lifts a hold. Three things are never taken for "no refund":
silence, a file that merely tells no refund where a message told one (lists of orders show money given back, not asked back),
and a message of before the money went. When in doubt the order is held: a parcel that waits is cheaper than one that is lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import NamedTuple

from orders.states import OrderState, RefundState


class Level(IntEnum):
    """How far the refund is. A larger one is never covered by a release of a smaller."""

    NONE = 0
    UNSURE = 1  # the platform's word for it is not known
    ASKED = 2
    RETURNING = 3
    PART = 4
    FULL = 5


LEVELS: dict[int | None, Level] = {  # by the number of the state, as facts and messages have it
    RefundState.REQUESTED: Level.ASKED,
    RefundState.RETURNING: Level.RETURNING,
    RefundState.PARTIAL: Level.PART,
    RefundState.FULL: Level.FULL,
    RefundState.HELD: Level.UNSURE,
}
GONE = frozenset({OrderState.SHIPPED, OrderState.COMPLETED})


@dataclass(frozen=True)
class Want:
    """Money is wanted back: how far, for which lines (None: the whole order), since when and how much where that is told."""

    level: Level
    lines: frozenset[str] | None = None
    asked_at: float | None = None
    amount_minor: int | None = None


class Line(NamedTuple):
    """A line as the facts have it. They come by the hundred thousand, and a tuple is quickly made."""

    line_no: str
    refund: int | None
    is_gift: bool = False


@dataclass(frozen=True)
class Fact:
    """An order as the facts have it. `as_of`: of the file that has the word on its refund, UTC epoch seconds."""

    state: int | None = None
    refund: int | None = None
    as_of: float = 0
    asked_at: float | None = None
    amount_minor: int | None = None
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Signal:
    """What a message says: `refund` is a RefundState, `line_no` "" for the whole order."""

    at: float
    refund: int
    line_no: str = ""
    amount_minor: int | None = None

    @property
    def wants(self) -> bool:
        """Whether money is wanted back by it."""
        return self.refund in LEVELS


@dataclass(frozen=True)
class Act:
    """What a person did: "hold", or "release" of what was known then (`covers`); None covers no refund, only earlier holds."""

    at: float
    kind: str
    covers: Want | None = None


@dataclass(frozen=True)
class Decision:
    """Whether the order is held, what is wanted, and whether a person holds it beside."""

    is_held: bool
    want: Want | None = None
    by_hand: bool = False
    by_message: bool = False
    acted: bool = False
    released: Act | None = field(default=None, compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the order may leave."""
        return self.by_hand or (self.want is not None and self.want.lines is None)


def is_all_back(*, state: int | None, refund: int | None) -> bool:
    """Tell whether an order's whole money went back by what is told of the order alone: then nothing hangs on its lines."""
    return state == OrderState.CLOSED_REFUNDED or refund == RefundState.FULL


def wanted_by(fact: Fact) -> Want | None:
    """Return what the facts want back, None for nothing.

    >>> wanted_by(Fact(refund=RefundState.REQUESTED, lines=[Line("1", 20), Line("2", 0)])).lines
    frozenset({'1'})
    >>> wanted_by(Fact(refund=RefundState.REQUESTED, lines=[Line("1", 20), Line("g", 0, is_gift=True)])).lines is None
    True
    """
    if is_all_back(state=fact.state, refund=fact.refund):
        return Want(Level.FULL, None, fact.asked_at, fact.amount_minor)
    levels = {line.line_no: LEVELS[line.refund] for line in fact.lines if line.refund in LEVELS}
    own = LEVELS.get(fact.refund, Level.NONE)
    stays = [line for line in fact.lines if line.line_no not in levels and not line.is_gift]
    if levels and stays:
        return Want(max(levels.values()), frozenset(levels), fact.asked_at, fact.amount_minor)
    if levels:
        return Want(max(own, *levels.values()), None, fact.asked_at, fact.amount_minor)
    if own is Level.NONE:
        return None
    return Want(own, frozenset() if own is Level.PART else None, fact.asked_at, fact.amount_minor)


def decide(fact: Fact | None, signals: Iterable[Signal] = (), acts: Iterable[Act] = ()) -> Decision:
    """Return whether an order is held. `fact` None: no file tells of it. The order of signals and acts does not matter.

    Asked at 100, let go by hand at 150, asked again at 200: held.

    >>> asked, again = Signal(100, RefundState.REQUESTED), Signal(200, RefundState.REQUESTED)
    >>> let_go = Act(150, "release", Want(Level.ASKED, None, 100))
    >>> decide(Fact(), [asked], [let_go]).is_held, decide(Fact(), [again, asked], [let_go]).is_held
    (False, True)
    """
    fact = fact or Fact()
    told = sorted(signals, key=lambda signal: (signal.at, signal.wants, signal.refund))
    own = wanted_by(fact)
    want = _with_signals(own, fact, told)
    done = sorted(acts, key=lambda act: (act.at, act.kind == "hold"))
    last = done[-1] if done else None
    by_hand = last is not None and last.kind == "hold"
    covering = last if last is not None and not by_hand and covers(last, want) else None
    by_message = want is not None and own is None and any(signal.wants for signal in told)
    held = by_hand or (want is not None and covering is None)
    return Decision(held, want, by_hand, by_message, bool(done), covering)


def _with_signals(want: Want | None, fact: Fact, told: Sequence[Signal]) -> Want | None:
    """Let the newest message of each line, and of the whole, speak beside the facts."""
    if not told:
        return want
    newest: dict[str, Signal] = {}
    for signal in told:
        if not signal.line_no:
            newest.clear()
        newest[signal.line_no] = signal
    whole = newest.get("")
    if whole and not whole.wants and want and want.level < Level.FULL and fact.as_of <= whole.at:
        want = None
    if want and want.lines:
        ended = {no for no, signal in newest.items() if no and not signal.wants and fact.as_of <= signal.at}
        left = want.lines - ended
        want = replace(want, lines=left) if left else None
    refused = fact.refund == RefundState.REJECTED
    asking = [signal for signal in newest.values() if signal.wants and not (refused and fact.as_of > signal.at)]
    for signal in asking:
        want = _joined(want, _of(signal, fact))
    asked = [signal.at for signal in told if signal.wants]
    if want and asked:
        want = replace(want, asked_at=max([*asked, *([want.asked_at] if want.asked_at is not None else [])]))
    return want


def _of(signal: Signal, fact: Fact) -> Want:
    level = LEVELS[signal.refund]
    others = [line for line in fact.lines if line.line_no != signal.line_no and not line.is_gift]
    lines = frozenset({signal.line_no}) if signal.line_no and others else None
    if not signal.line_no and level is Level.PART:
        lines = frozenset()
    return Want(level, lines, signal.at, signal.amount_minor)


def _joined(one: Want | None, other: Want) -> Want:
    if one is None:
        return other
    lines = None if one.lines is None or other.lines is None else one.lines | other.lines
    amounts = [each for each in (one.amount_minor, other.amount_minor) if each is not None]
    moments = [each for each in (one.asked_at, other.asked_at) if each is not None]
    return Want(max(one.level, other.level), lines, max(moments, default=None), max(amounts, default=None))


def covers(act: Act, want: Want | None) -> bool:
    """Tell whether a release lets go what is wanted now: not more, not further, not asked since.

    >>> covers(Act(10, "release", Want(Level.ASKED)), Want(Level.FULL))
    False
    """
    if want is None:
        return True
    known = act.covers
    if known is None or want.level > known.level or (want.asked_at is not None and want.asked_at > act.at):
        return False
    if known.amount_minor is not None and want.amount_minor is not None and want.amount_minor > known.amount_minor:
        return False
    return known.lines is None or (want.lines is not None and want.lines <= known.lines)


def is_lost(*, want: Want | None, shipped_at: float | None, held_since: float | None, released_at: float | None) -> bool:
    """Tell whether an order was shipped although its money was asked back: a counted loss.

    `held_since`: when it came to be held while it waited, None when it never did. What was asked for after it left, or was let go
    before, is none; where no moment is known none is counted.
    """
    if want is None or shipped_at is None or (released_at is not None and released_at <= shipped_at):
        return False
    known = [moment for moment in (want.asked_at, held_since) if moment is not None]
    return bool(known) and min(known) < shipped_at

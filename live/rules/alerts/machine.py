"""When a watched number becomes an incident, when it gets worse, and when it is over.

One incident is one trouble. It opens when the number stood beyond the threshold for a while, and ends when it stood back behind a
second threshold for a while: in between nothing happens, so a number that trembles around the threshold opens one incident.
What comes back within the cool-down, or within the two hours in which the platform still corrects its figures, is the same
incident again: it is judged anew and nobody is told twice.

Moments are whole seconds of UTC (epoch); no clock change can stop or repeat them. No clock is read here.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

CORRECTED_FOR_SECONDS = 7_200  # the platform corrects the figures of about two hours
WORSE_BY = 0.5  # what is half as bad again is told again


class Phase(StrEnum):
    """Where a watch stands: nothing, beyond but not long enough, an incident."""

    CALM = "calm"
    PENDING = "pending"
    OPEN = "open"


class Kind(StrEnum):
    """What happened to an incident."""

    OPENED = "opened"
    WORSE = "worse"
    RETURNED = "returned"
    ESCALATED = "escalated"
    ENDED = "ended"


class Beside(StrEnum):
    """What happens to an incident beside the events of its watch: seen to, judged, one sign more, one number good again."""

    ACKNOWLEDGED = "acknowledged"
    FALSE = "false_alarm"
    REAL = "real_alarm"
    JOINED = "joined"
    SETTLED = "settled"


@dataclass(frozen=True)
class Rule:
    """What is watched for: beyond `threshold` (`above` or below it) for `hold` seconds, back behind `clear` for `settle`.

    `cool_down`: what returns so many seconds after an end is the same incident. `escalate`: seconds without an acknowledgement
    after which others are told; None: never. `clear` never lies beyond `threshold`.
    """

    above: bool
    threshold: float
    clear: float
    hold: int = 0
    settle: int = 0
    cool_down: int = 0
    escalate: int | None = None

    def is_beyond(self, value: float) -> bool:
        """Tell whether a number is bad; the threshold itself is."""
        return value >= self.threshold if self.above else value <= self.threshold

    def is_back(self, value: float) -> bool:
        """Tell whether a number is good again: on the other side of `clear`.

        >>> rule = Rule(above=True, threshold=10, clear=8)
        >>> [rule.is_back(value) for value in (7.9, 8, 9)]
        [True, False, False]
        """
        if self.clear == self.threshold:
            return not self.is_beyond(value)
        return value < self.clear if self.above else value > self.clear

    def is_worse(self, value: float, told: float) -> bool:
        """Tell whether a number is worse by half than the one people were told.

        >>> rule = Rule(above=False, threshold=-0.05, clear=-0.03)
        >>> rule.is_worse(-0.08, -0.06), rule.is_worse(-0.09, -0.06)
        (False, True)
        """
        step = WORSE_BY * max(abs(told), abs(self.threshold)) or 1.0
        return value >= told + step if self.above else value <= told - step


@dataclass(frozen=True)
class Reading:
    """A number at a moment; None: it is not known. `is_provisional`: it may be corrected. `is_over`: nothing is left to watch."""

    value: float | None
    is_provisional: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class Event:
    """What happened. `is_told`: people hear of it; else only those who follow the incident see it."""

    kind: Kind
    value: float | None
    is_told: bool = True


@dataclass(frozen=True)
class State:
    """Where a watch stands. `since`: beyond since (pending) or open since; `clear_since`: back since; `ended`: the last end.

    `told`: the number people were told last. `is_end_told`: they were told that it is over.
    """

    phase: Phase = Phase.CALM
    since: int = 0
    clear_since: int | None = None
    ended: int | None = None
    told: float | None = None
    is_end_told: bool = False
    is_escalated: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "phase": str(self.phase),
            "since": self.since,
            "clear_since": self.clear_since,
            "ended": self.ended,
            "told": self.told,
            "is_end_told": self.is_end_told,
            "is_escalated": self.is_escalated,
        }

    @classmethod
    def read(cls, told: dict[str, Any]) -> "State":
        """Return the state that was kept; nothing kept is calm."""
        return cls(**{**told, "phase": Phase(told["phase"])}) if told else cls()


Step = tuple[State, tuple[Event, ...]]


def step(rule: Rule, state: State, reading: Reading, *, at: int, is_acknowledged: bool = False) -> Step:
    """Return where a watch stands after a reading, and what happened.

    The same reading at the same moment again changes nothing more.

    >>> rule = Rule(above=True, threshold=10, clear=8, hold=60)
    >>> state, events = step(rule, State(), Reading(12), at=0)
    >>> state.phase.value, events
    ('pending', ())
    >>> state, events = step(rule, state, Reading(12), at=60)
    >>> state.phase.value, [event.kind.value for event in events]
    ('open', ['opened'])
    """
    if state.phase == Phase.OPEN:
        return _open(rule, state, reading, at, is_acknowledged=is_acknowledged)
    value = reading.value
    if reading.is_over or (value is not None and not rule.is_beyond(value)):
        return replace(state, phase=Phase.CALM, since=0), ()
    if value is None:
        return state, ()
    if _is_same_trouble(rule, state, reading, at):
        return _returned(rule, state, value, at)
    if state.phase == Phase.CALM:
        state = replace(state, phase=Phase.PENDING, since=at)
    if at - state.since < rule.hold:
        return state, ()
    return State(phase=Phase.OPEN, since=at, told=value), (Event(Kind.OPENED, value),)


def _is_same_trouble(rule: Rule, state: State, reading: Reading, at: int) -> bool:
    if state.ended is None or state.told is None:
        return False
    within = max(rule.cool_down, CORRECTED_FOR_SECONDS if reading.is_provisional else 0)
    return at - state.ended < within


def _returned(rule: Rule, state: State, value: float, at: int) -> Step:
    """Open the same incident again: told only where it is worse than what people know."""
    again = replace(state, phase=Phase.OPEN, since=at, clear_since=None, ended=None)
    if state.told is not None and rule.is_worse(value, state.told):
        return replace(again, told=value, is_end_told=False), (Event(Kind.RETURNED, value),)
    return again, (Event(Kind.RETURNED, value, is_told=False),)


def _open(rule: Rule, state: State, reading: Reading, at: int, *, is_acknowledged: bool) -> Step:
    value = reading.value
    if reading.is_over:
        return _ended(state, value, at)
    if value is not None and rule.is_back(value):
        since = at if state.clear_since is None else state.clear_since
        if at - since >= rule.settle:
            return _ended(state, value, at)
        return replace(state, clear_since=since), ()
    if value is not None:
        state = replace(state, clear_since=None)
    events = []
    if value is not None and state.told is not None and rule.is_worse(value, state.told):
        state = replace(state, told=value, is_end_told=False)
        events.append(Event(Kind.WORSE, value))
    is_due = rule.escalate is not None and at - state.since >= rule.escalate
    if is_due and not is_acknowledged and not state.is_escalated and state.clear_since is None:
        state = replace(state, is_escalated=True)
        events.append(Event(Kind.ESCALATED, value))
    return state, tuple(events)


def _ended(state: State, value: float | None, at: int) -> Step:
    """Close the incident; an end that people were told already is not told again."""
    event = Event(Kind.ENDED, value, is_told=not state.is_end_told)
    return replace(state, phase=Phase.CALM, since=0, clear_since=None, ended=at, is_end_told=True), (event,)

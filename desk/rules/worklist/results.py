"""What an agent reports of a call of the work list in one key, and what follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class WorkResult(StrEnum):
    """What came of it."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    UNWILLING = "unwilling"
    WRONG_NUMBER = "wrong_number"
    LATER = "later"


KEYS: dict[str, WorkResult] = {str(place): result for place, result in enumerate(WorkResult, start=1)}
RESTING = frozenset({WorkResult.REACHED, WorkResult.UNWILLING, WorkResult.WRONG_NUMBER})
"""Results after which nobody asks the buyer again for the days of the rule."""


@dataclass(frozen=True)
class Follow:
    """What follows: done with (a review is answered, the next contact of a core buyer moves), barred, put off until."""

    is_done: bool = False
    is_barred: bool = False
    put_off_until: datetime | None = None


def follow(result: WorkResult, *, at: datetime, later_days: int = 7) -> Follow:
    """Return what follows a result. No answer: tomorrow again; who does not want to be called is not called again.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 20, tzinfo=UTC)
    >>> follow(WorkResult.LATER, at=at).put_off_until.day, follow(WorkResult.NO_ANSWER, at=at).put_off_until.day
    (27, 21)
    >>> follow(WorkResult.UNWILLING, at=at).is_barred
    True
    """
    if result is WorkResult.LATER:
        return Follow(put_off_until=at + timedelta(days=later_days))
    if result is WorkResult.NO_ANSWER:
        return Follow(put_off_until=at + timedelta(days=1))
    return Follow(is_done=result is WorkResult.REACHED, is_barred=result is WorkResult.UNWILLING)

"""What an agent reports in one key, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.rules.chase.windows import Ending


class Result(StrEnum):
    """What came of asking a buyer."""

    ASKED = "asked"
    PROMISED = "promised"
    NO_ANSWER = "no_answer"
    UNWILLING = "unwilling"
    WRONG_NUMBER = "wrong_number"


KEYS: dict[str, Result] = {str(place): result for place, result in enumerate(Result, start=1)}


@dataclass(frozen=True)
class Next:
    """What follows: over (`ending`), or shown again from `next_at` on."""

    ending: Ending
    next_at: datetime | None = None


def after(result: Result, *, at: datetime, asked: int, most_asks: int, again_minutes: int) -> Next:
    """Return what follows a result; `asked` counts this one. A promise is left alone three times as long as no answer.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 11, 10, tzinfo=UTC)
    >>> after(Result.UNWILLING, at=at, asked=1, most_asks=2, again_minutes=60).ending.value
    'unwilling'
    >>> after(Result.NO_ANSWER, at=at, asked=1, most_asks=2, again_minutes=60).next_at.hour
    11
    >>> after(Result.NO_ANSWER, at=at, asked=2, most_asks=2, again_minutes=60).ending.value
    'enough'
    """
    if result is Result.UNWILLING:
        return Next(Ending.UNWILLING)
    if result is Result.WRONG_NUMBER:
        return Next(Ending.WRONG)
    if asked >= most_asks:
        return Next(Ending.ENOUGH)
    times = 3 if result is Result.PROMISED else 1
    return Next(Ending.NONE, at + timedelta(minutes=again_minutes * times))

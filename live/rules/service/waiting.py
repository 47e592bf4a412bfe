"""How long those who ask wait, from Erlang's formula (`campaigns.rules.staffing.erlang`)."""

from dataclasses import dataclass

from campaigns.rules.staffing.erlang import answered_share, waiting_share

HOUR_SECONDS = 3_600


@dataclass(frozen=True)
class Waiting:
    """What those who ask in an hour meet. `seconds`: the average wait, None where the queue only grows, by `growth` an hour."""

    seconds: float | None
    in_time: float
    growth: float


def waiting(*, per_hour: float, at_work: int, handling_seconds: float, promised_seconds: float) -> Waiting:
    """Return the wait when `per_hour` ask, each takes `handling_seconds` of one person, and `at_work` people answer.

    >>> waiting(per_hour=200, at_work=12, handling_seconds=180, promised_seconds=20)  # 10 erlangs
    Waiting(seconds=40.4, in_time=0.64, growth=0.0)
    >>> waiting(per_hour=200, at_work=9, handling_seconds=180, promised_seconds=20)
    Waiting(seconds=None, in_time=0.0, growth=20.0)
    >>> waiting(per_hour=0, at_work=0, handling_seconds=180, promised_seconds=20)
    Waiting(seconds=0.0, in_time=1.0, growth=0.0)
    """
    load = per_hour * handling_seconds / HOUR_SECONDS
    if load <= 0:
        return Waiting(0.0, 1.0, 0.0)
    if at_work <= load:
        return Waiting(None, 0.0, round((load - at_work) * HOUR_SECONDS / handling_seconds, 1))
    seconds = waiting_share(load, at_work) * handling_seconds / (at_work - load)
    in_time = answered_share(load, at_work, handling_seconds=handling_seconds, within_seconds=promised_seconds)
    return Waiting(round(seconds, 1), round(in_time, 3), 0.0)

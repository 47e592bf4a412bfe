"""Did the price of a product go back as planned: step by step, ordinary again after the days of the plan (playbook C3). Pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum


class Way(StrEnum):
    """Where a price is on its way back, worst first."""

    FAST = "fast"
    LATE = "late"
    BEHIND = "behind"
    ON_WAY = "on_way"
    BACK = "back"
    UNKNOWN = "unknown"


def state_of(path: Sequence[int], seen: Sequence[int | None]) -> Way:
    """Return where a price is, in minor units.

    `path`: the price of each day after the sale as planned, last the ordinary one that holds from then on; `seen`: the price of
    each day that has ended, None where nobody told one.

    Fast: the ordinary price was asked before its day, which wastes the tail of the traffic. Behind and late: below the step of
    the day, or not ordinary although its day has come. A day nobody told a price for says nothing.

    >>> path = [99_900, 109_900, 119_900, 129_900]
    >>> [str(state_of(path, seen)) for seen in ([99_900], [89_900], [129_900])]
    ['on_way', 'behind', 'fast']
    >>> [str(state_of(path, seen)) for seen in ([99_900, None, 119_900, 129_900], [99_900] * 4, [None])]
    ['back', 'late', 'unknown']
    """
    known = [(day, price) for day, price in enumerate(seen) if price is not None]
    if not known:
        return Way.UNKNOWN
    last, ordinary = len(path) - 1, path[-1]
    if any(price >= ordinary > path[day] for day, price in known if day < last):
        return Way.FAST
    day, price = known[-1]
    if price >= ordinary:
        return Way.BACK
    if day >= last:
        return Way.LATE
    return Way.ON_WAY if price >= path[day] else Way.BEHIND


def counted(states: Iterable[str]) -> dict[str, int]:
    """Count products by state; each state is there, also with none.

    >>> counted(["back", "fast", "back"])["back"], counted([])["late"]
    (2, 0)
    """
    found = {str(way): 0 for way in Way}
    for state in states:
        found[str(state)] += 1
    return found

"""Share the waiting buyers out among the people who are there, fair by load."""

from collections.abc import Mapping, Sequence


def share_out(waiting: Sequence[int], loads: Mapping[int, int]) -> dict[int, int]:
    """Give each waiting one (the best first) to whoever has the least; return person by waiting one. Nobody there: nothing.

    Equal loads go by the person's number, so that the same question has the same answer.

    >>> share_out([7, 8, 9], {1: 0, 2: 1})
    {7: 1, 8: 1, 9: 2}
    """
    carried = dict(loads)
    given: dict[int, int] = {}
    for one in waiting:
        if not carried:
            break
        person = min(carried, key=lambda who: (carried[who], who))
        given[one] = person
        carried[person] += 1
    return given

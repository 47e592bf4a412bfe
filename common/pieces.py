"""Long lists in pieces, for statements that name each value: SQLite takes few of them in one list."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

AT_ONCE = 500
Item = TypeVar("Item")


def pieces(things: Sequence[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """Yield the things in lists of `size`, in order, the last one shorter; nothing for none.

    >>> list(pieces("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    for start in range(0, len(things), size):
        yield list(things[start : start + size])

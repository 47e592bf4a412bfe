"""Which offers are for the same products: what each of them gave cannot be told apart where no file says which an order used."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Shared:
    """The other offers beside one: `same` are for exactly its products, `some` for some of them; numbers ascending."""

    same: tuple[int, ...]
    some: tuple[int, ...]


def sharing(scopes: Mapping[int, frozenset[Hashable]]) -> dict[int, Shared]:
    """Return for each offer which others share its products; what sold nothing shares nothing.

    >>> found = sharing({1: frozenset("ab"), 2: frozenset("ab"), 3: frozenset("bc"), 4: frozenset()})
    >>> found[1], found[4]
    (Shared(same=(2,), some=(3,)), Shared(same=(), some=()))
    """
    found = {}
    for number, mine in scopes.items():
        others = [(other, theirs) for other, theirs in sorted(scopes.items()) if other != number and mine & theirs]
        found[number] = Shared(
            tuple(other for other, theirs in others if theirs == mine),
            tuple(other for other, theirs in others if theirs != mine),
        )
    return found

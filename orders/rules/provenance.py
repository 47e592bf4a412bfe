"""Which export has the word on which field of a fact, without reading the exports again.

A provenance is a tuple of layers, newest source first: (source, bits of the fields it has the word on). No two layers share a
bit, so the same set of claims gives the same provenance in whatever order they came.
"""

import json
from collections.abc import Iterable, Sequence

from orders.claims import Source

Layers = tuple[tuple[Source, int], ...]


def bits(fields: Iterable[str], order: Sequence[str]) -> int:
    """Return the bits of these fields, counted along `order`.

    >>> bits(["b", "d"], ["a", "b", "c", "d"])
    10
    """
    place = {name: 1 << index for index, name in enumerate(order)}
    return sum(place[name] for name in set(fields))


def spoken(layers: Layers) -> int:
    """Return the bits of all fields some export has spoken on."""
    return sum(mask for _, mask in layers)


def claim(layers: Layers, source: Source, says: int) -> tuple[int, Layers]:
    """Let `source` claim the fields `says`: return the bits it wins, and the layers that stand then.

    It wins a field no stronger source has the word on. The same source again wins nothing.

    >>> old, new = Source(100, "a"), Source(200, "b")
    >>> claim(((old, 0b011),), new, 0b110)
    (6, ((Source(as_of=200, digest='b'), 6), (Source(as_of=100, digest='a'), 1)))
    >>> claim(((new, 0b110),), old, 0b011)
    (1, ((Source(as_of=200, digest='b'), 6), (Source(as_of=100, digest='a'), 1)))
    """
    won = says
    for other, mask in layers:
        if other >= source:
            won &= ~mask
    if not won:
        return 0, layers
    kept = {other: mask & ~won for other, mask in layers}
    kept[source] = kept.get(source, 0) | won
    return won, tuple(sorted(((other, mask) for other, mask in kept.items() if mask), reverse=True))


def dump(layers: Layers) -> str:
    """Return the layers as JSON text, the same for the same layers.

    >>> dump(((Source(100, "a"), 3),))
    '[[100,"a",3]]'
    """
    return json.dumps([[source.as_of, source.digest, mask] for source, mask in layers], separators=(",", ":"))


def parse(text: str) -> Layers:
    """Return the layers written by `dump`.

    >>> parse('[[100,"a",3]]')
    ((Source(as_of=100, digest='a'), 3),)
    """
    return tuple((Source(as_of, digest), mask) for as_of, digest, mask in json.loads(text))

"""How alike two titles are, in any language: by pairs of neighbouring letters, so that Chinese needs no words cut."""

import re
import unicodedata

_BETWEEN = re.compile(r"[\W_]+")


def likeness(first: str, second: str) -> float:
    """Return from 0 (nothing in common) to 1 (the same) how alike two titles are: Dice's share (1945) of common letter pairs.

    Case, width, spaces and punctuation do not count. An empty title is like nothing.

    >>> likeness("Wool coat, oat", "WOOL COAT, grey") > 0.6, likeness("羊毛大衣 燕麦", "羊毛大衣 灰") > 0.6
    (True, True)
    >>> likeness("Wool coat", "Desk lamp"), likeness("", "Desk lamp")
    (0.0, 0.0)
    """
    one, other = _letter_pairs(first), _letter_pairs(second)
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def _letter_pairs(title: str) -> frozenset[str]:
    pairs: set[str] = set()
    for word in _BETWEEN.split(unicodedata.normalize("NFKC", title).casefold()):
        pairs |= {word[place : place + 2] for place in range(len(word) - 1)} or ({word} - {""})
    return frozenset(pairs)

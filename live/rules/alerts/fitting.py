"""Text that fits a chat: the bots count letters and bytes, and a Chinese letter is three of them."""

from collections.abc import Sequence

MOST_LETTERS = 800
MOST_BYTES = 2_048
_CUT = "…"


def fit(lines: Sequence[str], *, letters: int = MOST_LETTERS, size: int = MOST_BYTES) -> str:
    r"""Return the lines, each on its own, in at most so many letters and bytes (UTF-8). Empty lines are left out.

    Where they are too long the longest is cut, then the next, so that none is lost while another is long.

    >>> fit(["behind", "", "because"]), fit(["a" * 9, "bb"], letters=7), len(fit(["落后" * 900]).encode()) <= 2048
    ('behind\nbecause', 'aaa…\nbb', True)
    """
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    while kept and not _fits(text := "\n".join(kept), letters, size):
        place = max(range(len(kept)), key=lambda number: len(kept[number].encode()))
        line = kept[place].rstrip(_CUT)
        over = max(len(text) - letters, (len(text.encode()) - size + 2) // 3, 1)
        shorter = line[: max(0, len(line) - over - 1)].rstrip()
        if shorter:
            kept[place] = shorter + _CUT
        else:
            del kept[place]
    return "\n".join(kept)


def _fits(text: str, letters: int, size: int) -> bool:
    return len(text) <= letters and len(text.encode()) <= size

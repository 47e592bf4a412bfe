"""Text that fits a chat: the bots count letters and bytes, and a Chinese letter is three of them."""

from collections.abc import Sequence

MOST_LETTERS = 800
MOST_BYTES = 2_048
_MORE = "…"


def fit(lines: Sequence[str], *, letters: int = MOST_LETTERS, size: int = MOST_BYTES) -> str:
    r"""Return the lines, each on its own, in at most so many letters and bytes (UTF-8). Empty lines are left out.

    Where they are too long the long ones are cut to one length, the largest that fits: short lines stay as they are.

    >>> fit(["behind", "", "because"]), fit(["a" * 9, "bb"], letters=7), len(fit(["落后" * 900]).encode()) <= 2048
    ('behind\nbecause', 'aaa…\nbb', True)
    """
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    low, high = 0, max((len(line.encode()) for line in kept), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(_joined(kept, middle), letters, size) else (low, middle - 1)
    return _joined(kept, low)


def _joined(lines: Sequence[str], size: int) -> str:
    return "\n".join(_cut(line, size) for line in lines)


def _cut(line: str, size: int) -> str:
    """Return a line in at most so many bytes; a cut one ends with an ellipsis."""
    raw = line.encode()
    return line if len(raw) <= size else raw[: max(0, size - len(_MORE.encode()))].decode(errors="ignore").rstrip() + _MORE


def _fits(text: str, letters: int, size: int) -> bool:
    return len(text) <= letters and len(text.encode()) <= size

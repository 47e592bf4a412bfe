"""Small pictures for the demo shop, drawn by a few lines: a sky, the ground, a coat, a mark of its own for each.

They are PNGs with a palette, 800 by 800 and about a kilobyte, so that the pages show what real ones look like beside each other.
"""

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise

SIDE = 800
CELLS = 40
"""So many cells make a side; a cell is one square of the drawing."""
Cell = Callable[[int, int], bool]
Colours = tuple[str, str, str, str]
"""Sky, ground, coat, mark, each as rrggbb."""


def picture(colours: Colours, mark: Cell) -> bytes:
    """Return a picture as PNG; `mark` tells which cells (column, row, from 0 to 39) it covers."""
    rows = [[_ink(column, row, mark) for column in range(CELLS)] for row in range(CELLS)]
    size = SIDE // CELLS
    lines = []
    for row in rows:
        wide = [ink for ink in row for _pixel in range(size)]
        packed = bytes(
            wide[place] << 6 | wide[place + 1] << 4 | wide[place + 2] << 2 | wide[place + 3] for place in range(0, SIDE, 4)
        )
        lines.append((b"\0" + packed) * size)
    palette = b"".join(bytes.fromhex(colour) for colour in colours)
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 2, 3, 0, 0, 0)
    chunks = (b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _ink(column: int, row: int, mark: Cell) -> int:
    if mark(column, row):
        return 3
    if _is_coat(column, row):
        return 2
    return 1 if row >= 30 else 0


def _is_coat(column: int, row: int) -> bool:
    """Tell whether a cell is in the coat: collar, shoulders, a skirt that widens, two sleeves."""
    from_middle = abs(column - 19.5)
    for (top, wide), (bottom, wider) in pairwise(((9, 3.0), (12, 6.0), (20, 5.0), (34, 9.5))):
        if top <= row < bottom and from_middle <= wide + (wider - wide) * (row - top) / (bottom - top):
            return True
    return 12 <= row < 25 and 6.5 + (row - 12) * 0.25 <= from_middle <= 8.8 + (row - 12) * 0.28


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _disc(x: float, y: float, radius: float) -> Cell:
    return lambda column, row: (column - x) ** 2 + (row - y) ** 2 <= radius**2


def _box(left: int, top: int, right: int, bottom: int) -> Cell:
    return lambda column, row: left <= column < right and top <= row < bottom


def _any(*cells: Cell) -> Cell:
    return lambda column, row: any(cell(column, row) for cell in cells)


PICTURES: dict[str, tuple[Colours, Cell]] = {
    "雪地": (("c9d8e6", "f4f7fa", "7a5c46", "ffffff"), lambda column, row: (column * 7 + row * 11) % 37 == 0),
    "红围巾": (("d8cfc2", "b9a995", "3f4a5c", "c8322b"), _any(_box(15, 9, 25, 12), _box(21, 12, 24, 23))),
    "姐妹": (("e8d6c8", "cdb8a5", "8a3f4d", "f2c9a8"), _any(_disc(19.5, 6, 3.2), _disc(33, 9, 3.2), _box(30, 12, 36, 30))),
    "价格": (("f1e4b8", "e3cf8e", "54463a", "d0342c"), _any(_disc(31, 30, 7))),
    "近景": (("b5a58f", "b5a58f", "9a8265", "4d3f30"), lambda column, row: (column == 19 and row > 8) or (column + row) % 9 == 0),
    "夜街": (("1d2440", "2c3352", "b08d57", "f6d477"), _any(*(_disc(x, 5 + x % 4, 1.4) for x in range(3, 40, 6)))),
    "奶奶": (("e9dfd0", "c7b79f", "5d6b52", "d9d9d9"), _any(_disc(19.5, 5.5, 3.6), _disc(19.5, 2.2, 1.8))),
    "车窗": (("8fa7b8", "6f8596", "4a3b32", "2a2f36"), lambda column, row: not (3 <= column < 37 and 3 <= row < 37)),
    "平铺": (("efe9e1", "efe9e1", "a88b6a", "c9bda9"), _any(_box(2, 2, 9, 9), _box(31, 2, 38, 9), _box(2, 31, 9, 38))),
    "小狗": (("dfe7d3", "a9bf8c", "6b4f3a", "d6a45c"), _any(_box(28, 28, 36, 33), _disc(35, 26, 2.6), _box(28, 33, 30, 36))),
}


def demo_picture(name: str) -> bytes:
    """Return the picture of that name."""
    colours, mark = PICTURES[name]
    return picture(colours, mark)

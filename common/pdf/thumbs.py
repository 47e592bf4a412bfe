"""Small pictures on a paper, side by side, each with its words below."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.utils import ImageReader

from common.papers import Thumb
from common.pdf.pen import HEIGHT, Pen, wrapped

SIDE, GAP, WORDS = 56.0, 8.0, 8.0
MOST_PIXELS = 4_000_000
"""A picture with more is left out, for a paper is made while its reader waits: a frame stands in its place."""


def draw_thumbs(pen: Pen, thumbs: Sequence[Thumb], x: float, y: float, room: float) -> float:
    """Draw the pictures from left to right as far as there is room; return where the longest words below them end."""
    side = min(SIDE * pen.scale, (room - GAP * (len(thumbs) - 1)) / len(thumbs))
    size = WORDS * pen.scale
    bottom = y + side
    for place, thumb in enumerate(thumbs):
        left = x + place * (side + GAP)
        if not _drawn(pen, thumb, left, y, side):
            pen.frame(left, y, side, side)
        below = y + side + 2
        for line in wrapped(thumb.words, size, side):
            below += size * 1.25
            pen.text(left, below - size * 0.25, line, size, ink="--ink-2")
        bottom = max(bottom, below)
    return bottom + 2


def _drawn(pen: Pen, thumb: Thumb, x: float, y: float, side: float) -> bool:
    """Draw one picture whole into its square; False where its file is gone, cannot be read or is too large."""
    image = _image(thumb.path) if 0 < thumb.width * thumb.height <= MOST_PIXELS else None
    if image is None:
        return False
    longest = max(thumb.width, thumb.height)
    width, height = side * thumb.width / longest, side * thumb.height / longest
    left, top = x + (side - width) / 2, y + (side - height) / 2
    pen.canvas.drawImage(image, left, HEIGHT - top - height, width, height, mask="auto")
    return True


def _image(path: Path) -> ImageReader | None:
    try:
        image = ImageReader(str(path))
        image.getRGBData()
    except Exception:  # whatever is wrong with a picture, the paper is made without it
        return None
    return image

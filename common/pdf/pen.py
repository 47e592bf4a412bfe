"""The pen: texts, lines and frames on a page, with an embedded font that has Latin and Chinese (docs/decisions/0017).

Sizes are in points (1/72 inch); `y` is measured from the top of the page downwards.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from common.charts import TOKENS
from common.painting.marks import Measure

FONT = "NotoSansSC"
FONT_FILE = Path(__file__).parent.parent / "fonts" / "NotoSansSC-Subset.ttf"
WIDTH, HEIGHT = A4
LEADING = 1.38


def colour(ink: str) -> HexColor:
    """Return a colour of the house by its ink, as it is by day."""
    return HexColor(TOKENS[ink][0])


@lru_cache(maxsize=1)
def ready_font() -> None:
    """Read the font, once a process."""
    pdfmetrics.registerFont(TTFont(FONT, FONT_FILE))


@dataclass
class Pen:
    """Draws texts and lines at one scale. `y` is measured from the top of the page downwards."""

    canvas: Canvas
    scale: float

    def text(
        self, x: float, y: float, words: str, size: float, *, bold: bool = False, ink: str = "--ink", right: bool = False
    ) -> float:
        """Write one line with its baseline at `y` and return its width. The font has one weight; bold is its outline too."""
        wide = width_of(words, size)
        drawn = self.canvas.beginText(x - wide if right else x, HEIGHT - y)
        drawn.setFont(FONT, size)
        drawn.setFillColor(colour(ink))
        drawn.setStrokeColor(colour(ink))
        self.canvas.setLineWidth(size * 0.028)
        drawn.setTextRenderMode(2 if bold else 0)
        drawn.textOut(words)
        drawn.setTextRenderMode(0)
        self.canvas.drawText(drawn)
        return wide

    def lines(
        self, x: float, y: float, words: str, size: float, width: float, *, bold: bool = False, ink: str = "--ink"
    ) -> float:
        """Write a text in lines of a width, the first one just below `y`; return where it ends."""
        for line in wrapped(words, size, width):
            y += size * LEADING
            self.text(x, y - size * 0.36, line, size, bold=bold, ink=ink)
        return y

    def rule(self, x: float, y: float, width: float, ink: str = "--line") -> None:
        """Draw a thin line across."""
        self.canvas.setStrokeColor(colour(ink))
        self.canvas.setLineWidth(0.6)
        self.canvas.line(x, HEIGHT - y, x + width, HEIGHT - y)

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the rounded border of a card."""
        self.canvas.setStrokeColor(colour("--line"))
        self.canvas.setLineWidth(0.8)
        self.canvas.roundRect(x, HEIGHT - y - height, width, height, 5, stroke=1, fill=0)


def width_of(words: str, size: float) -> float:
    """Return how wide a text is in points."""
    ready_font()
    return float(pdfmetrics.stringWidth(words, FONT, size))


def wrapped(words: str, size: float, width: float) -> list[str]:
    """Return a text in lines no wider than `width`: broken at spaces, and anywhere between Chinese characters.

    A word longer than a line is broken where the line ends.
    """
    return wrapped_by(width_of, words, size, width)


def wrapped_by(measure: Measure, words: str, size: float, width: float) -> list[str]:
    """Return a text in lines as `wrapped` does, by what `measure` says of the width of a text in a size."""
    lines, line = [], ""
    for piece in _pieces(words):
        if line and measure((line + piece).rstrip(" "), size) > width:
            lines.append(line.rstrip(" "))
            line = ""
            piece = piece.lstrip(" ")
        while measure(piece.rstrip(" "), size) > width and len(piece) > 1:
            cut = next(cut for cut in range(len(piece) - 1, 0, -1) if cut == 1 or measure(piece[:cut], size) <= width)
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
    return [*lines, line.rstrip(" ")] if line.strip(" ") else lines


def _pieces(words: str) -> list[str]:
    """Cut a text where a line may end: after a space, and around every Chinese character but before its punctuation."""
    pieces: list[str] = []
    for char in words:
        is_wide = "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
        closes = char in "，。、；：！？）》”’％」』"
        if pieces and (closes or (not is_wide and not pieces[-1].endswith(" ") and not _is_wide(pieces[-1][-1]))):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"

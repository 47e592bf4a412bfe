"""A chart as a picture to hang into a chat: the figure of the page, its finding above it, drawn with the font of the papers."""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from common.charts import TOKENS
from common.painting import Box, Line, Mark, Words, marks_of
from common.pdf.pen import FONT_FILE, wrapped_by

WIDTH, MARGIN, SIZE, TITLE, FOOT = 900, 28, 14.0, 20.0, 12.0
SHARP = 2
"""Pixels for each unit, so that it is crisp on a phone."""


def chart_png(figure: Mapping[str, Any], *, title: str, foot: str, key: str = "") -> bytes:
    """Return the figure as PNG, 1,800 pixels wide, by day.

    `title` says what it shows, `key` what its lines are, `foot` of what sale and when.
    """
    room = WIDTH - 2 * MARGIN
    marks, high = marks_of(figure, width=room, size=SIZE, measure=_wide)
    lines = wrapped_by(_wide, title, TITLE, room)
    top = MARGIN + len(lines) * TITLE * 1.4 + 10
    said = wrapped_by(_wide, key, FOOT, room)
    height = top + high + 16 + len(said) * FOOT * 1.4 + FOOT + MARGIN
    image = Image.new("RGB", (WIDTH * SHARP, round(height) * SHARP), TOKENS["--surface"][0])
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        _write(draw, MARGIN, MARGIN + (place + 0.8) * TITLE * 1.4, line, TITLE, "--ink")
    for mark in marks:
        if isinstance(mark, Words):
            _write(draw, MARGIN + mark.x, top + mark.y, mark.text, mark.size, mark.ink, anchor="rs" if mark.ends else "ls")
        else:
            _draw(draw, mark, top)
    for place, line in enumerate(said):
        _write(draw, MARGIN, top + high + 8 + (place + 0.8) * FOOT * 1.4, line, FOOT, "--ink-2")
    _write(draw, MARGIN, height - MARGIN, foot, FOOT, "--ink-3")
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw(draw: ImageDraw.ImageDraw, mark: Mark, top: float) -> None:
    ink = TOKENS[mark.ink][0]
    if isinstance(mark, Box):
        x, y = MARGIN + mark.x, top + mark.y
        ends = (x + max(mark.width, 1 / SHARP), y + mark.height)
        draw.rectangle([x * SHARP, y * SHARP, ends[0] * SHARP - 1, ends[1] * SHARP - 1], fill=ink)
    elif not isinstance(mark, Words):
        points = [((MARGIN + x) * SHARP, (top + y) * SHARP) for x, y in mark.points]
        if isinstance(mark, Line):
            draw.line(points, fill=ink, width=max(1, round(mark.width * SHARP)), joint="curve")
        else:
            draw.polygon(points, fill=ink)


def _write(draw: ImageDraw.ImageDraw, x: float, y: float, words: str, size: float, ink: str, *, anchor: str = "ls") -> None:
    draw.text((x * SHARP, y * SHARP), words, font=_font(size), fill=TOKENS[ink][0], anchor=anchor)


def _wide(words: str, size: float) -> float:
    return float(_font(size).getlength(words)) / SHARP


@lru_cache(maxsize=8)
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILE, size * SHARP)

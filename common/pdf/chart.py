"""A chart on a paper: the figure of the page, drawn with the pen."""

from collections.abc import Mapping
from typing import Any

from common.painting import Box, lying_bars
from common.pdf.pen import HEIGHT, Pen, colour, width_of

SIZE = 8.5


def draw_chart(pen: Pen, figure: Mapping[str, Any], x: float, y: float, room: float) -> float:
    """Draw a figure of lying bars from `y` downwards; return where it ends."""
    marks, height = lying_bars(figure, width=room, size=SIZE * pen.scale, measure=width_of)
    for mark in marks:
        if isinstance(mark, Box):
            pen.canvas.setFillColor(colour(mark.ink))
            pen.canvas.rect(x + mark.x, HEIGHT - y - mark.y - mark.height, mark.width, mark.height, stroke=0, fill=1)
        else:
            pen.text(x + mark.x, y + mark.y, mark.text, mark.size, ink=mark.ink, right=mark.ends)
    return y + height

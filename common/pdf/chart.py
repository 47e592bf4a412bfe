"""A chart on a paper: the figure of the page, drawn with the pen."""

from collections.abc import Mapping
from typing import Any

from common.painting import Box, Line, Mark, Words, marks_of
from common.pdf.pen import HEIGHT, Pen, colour, width_of

SIZE = 8.5


def draw_chart(pen: Pen, figure: Mapping[str, Any], x: float, y: float, room: float) -> float:
    """Draw a figure from `y` downwards; return where it ends."""
    marks, height = marks_of(figure, width=room, size=SIZE * pen.scale, measure=width_of)
    for mark in marks:
        if isinstance(mark, Words):
            pen.text(x + mark.x, y + mark.y, mark.text, mark.size, ink=mark.ink, right=mark.ends)
        else:
            _draw(pen, mark, x, y)
    return y + height


def _draw(pen: Pen, mark: Mark, x: float, y: float) -> None:
    canvas = pen.canvas
    if isinstance(mark, Box):
        canvas.setFillColor(colour(mark.ink))
        canvas.rect(x + mark.x, HEIGHT - y - mark.y - mark.height, mark.width, mark.height, stroke=0, fill=1)
    elif not isinstance(mark, Words):
        path = canvas.beginPath()
        path.moveTo(x + mark.points[0][0], HEIGHT - y - mark.points[0][1])
        for across, down in mark.points[1:]:
            path.lineTo(x + across, HEIGHT - y - down)
        is_line = isinstance(mark, Line)
        canvas.setFillColor(colour(mark.ink))
        canvas.setStrokeColor(colour(mark.ink))
        canvas.setLineWidth(mark.width * 0.75 if isinstance(mark, Line) else 0)
        canvas.drawPath(path, stroke=int(is_line), fill=int(not is_line))

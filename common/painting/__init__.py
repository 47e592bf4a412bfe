"""A chart taken apart into boxes, lines and words, for readers without a browser: PDF files and pictures.

It reads the same figure that the browser draws, so that page, paper and picture cannot show different numbers.
"""

from collections.abc import Mapping
from typing import Any

from common.painting.bars import lying_bars
from common.painting.curves import curves
from common.painting.marks import Box, Line, Mark, Measure, Shape, Words

__all__ = ["Box", "Line", "Mark", "Measure", "Shape", "Words", "curves", "is_lying", "lying_bars", "marks_of"]


def is_lying(figure: Mapping[str, Any]) -> bool:
    """Tell whether a figure is one of bars lying on their side."""
    return all(one.get("orientation") == "h" for one in figure["data"])


def marks_of(figure: Mapping[str, Any], *, width: float, size: float, measure: Measure) -> tuple[list[Mark], float]:
    """Return the marks of a figure, lying bars or curves, and how high they are together."""
    draw = lying_bars if is_lying(figure) else curves
    return draw(figure, width=width, size=size, measure=measure)

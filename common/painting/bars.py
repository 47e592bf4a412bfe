"""A chart of lying bars taken apart into boxes and words."""

from collections.abc import Mapping
from typing import Any

from common.painting.marks import Box, Mark, Measure, Words, ink_of, key_of


def lying_bars(figure: Mapping[str, Any], *, width: float, size: float, measure: Measure) -> tuple[list[Mark], float]:
    """Return the marks of a figure whose traces are all bars lying on their side, and how high they are together.

    `y` runs downwards from the top. Traces with the same labels lie below each other, those with a name in a key above.
    Raises ValueError for a figure that is none of bars lying on their side.

    >>> trace = {"type": "bar", "orientation": "h", "y": ["a"], "x": [5], "text": ["5"], "marker": {"color": "token:--plan"}}
    >>> marks, height = lying_bars(
    ...     {"data": [trace], "layout": {"xaxis": {"range": [0, 10]}}}, width=110, size=10, measure=lambda text, size: 0)
    >>> [(mark.x, mark.width) for mark in marks if isinstance(mark, Box) and mark.ink == "--plan"]
    [(10.0, 50.0)]
    """
    traces = figure["data"]
    if not traces or any(one.get("type") != "bar" or one.get("orientation") != "h" for one in traces):
        raise ValueError("Only bars that lie on their side are drawn here.")
    labels = [str(label).strip() for label in traces[0]["y"]]
    left = max(measure(label, size) for label in labels) + size
    low, high = figure["layout"]["xaxis"]["range"]
    scale = (width - left) / ((high - low) or 1)
    marks: list[Mark] = key_of([(str(one["name"]), _ink(one, 0)) for one in traces if one.get("name")], size, measure)
    top = 1.6 * size if marks else 0.0
    thick = size * (1.5 if len(traces) == 1 else 1.15)
    step = thick * len(traces) + size * 0.7
    for place, label in enumerate(labels):
        middle = top + place * step + step / 2
        marks.append(Words(left - size / 2, middle + size * 0.36, label, size, "--ink-2", ends=True))
        for number, trace in enumerate(traces):
            y = top + place * step + (step - thick * len(traces)) / 2 + number * thick
            start = trace["base"][place] if trace.get("base") else 0
            begin, end = (left + (value - low) * scale for value in (start, start + trace["x"][place]))
            marks.append(Box(min(begin, end), y + thick * 0.08, abs(end - begin), thick * 0.84, _ink(trace, place)))
            marks.append(_value(str(trace["text"][place]), begin, end, y + thick / 2, (left, width), size, measure))
    height = top + step * len(labels)
    marks.append(Box(left - low * scale - 0.4, top, 0.8, height - top, "--line-strong"))
    return marks, height


def _value(text: str, begin: float, end: float, middle: float, room: tuple[float, float], size: float, measure: Measure) -> Words:
    """Write a value beyond the end of its bar, on the other side where it would leave the picture."""
    gap, wide = size * 0.4, measure(text, size)
    ends = end < begin
    if ends and min(begin, end) - gap - wide < room[0]:
        ends = False
    x = min(begin, end) - gap if ends else min(max(begin, end) + gap, room[1] - wide)
    return Words(x, middle + size * 0.36, text, size, "--ink", ends=ends)


def _ink(trace: Mapping[str, Any], place: int) -> str:
    color = trace["marker"]["color"]
    return ink_of(color if isinstance(color, str) else color[place])

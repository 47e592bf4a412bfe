"""What a chart is taken apart into for readers without a browser; `y` runs downwards from the top of the chart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from common.charts import PREFIX

Measure = Callable[[str, float], float]
"""How wide a text is in a size."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A filled rectangle; `ink` is the name of a colour of `common.charts`."""

    x: float
    y: float
    width: float
    height: float
    ink: str


@dataclass(frozen=True)
class Words:
    """A line of text with its baseline at `y`, beginning at `x`, or ending there where `ends` is true."""

    x: float
    y: float
    text: str
    size: float
    ink: str
    ends: bool = False


@dataclass(frozen=True)
class Line:
    """A line through points; a dashed one is several of them."""

    points: Sequence[Point]
    width: float
    ink: str


@dataclass(frozen=True)
class Shape:
    """A filled shape with these corners."""

    points: Sequence[Point]
    ink: str


Mark = Box | Words | Line | Shape


def ink_of(color: str) -> str:
    """Return the name of a colour as a figure writes it."""
    return color.removeprefix(PREFIX)


def key_of(names: Sequence[tuple[str, str]], size: float, measure: Measure) -> list[Mark]:
    """Write names in one line, each behind a box of its colour."""
    marks: list[Mark] = []
    x = 0.0
    for name, ink in names:
        marks += [Box(x, size * 0.25, size * 0.7, size * 0.7, ink), Words(x + size, size * 0.95, name, size, "--ink-2")]
        x += measure(name, size) + 2.4 * size
    return marks


def dashed(points: Sequence[Point], pattern: Sequence[float]) -> list[list[Point]]:
    """Cut a line through points into its dashes; `pattern`: lengths drawn and left out in turn, none for a line that is whole.

    >>> dashed([(0, 0), (10, 0)], [4, 2])
    [[(0, 0), (4.0, 0.0)], [(6.0, 0.0), (10.0, 0.0)]]
    """
    if not pattern:
        return [list(points)]
    found: list[list[Point]] = []
    part, left, here = 0, pattern[0], [points[0]]
    for (x, y), (to_x, to_y) in pairwise(points):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        gone = 0.0
        while length - gone > left:
            gone += left
            at = (x + (to_x - x) * gone / length, y + (to_y - y) * gone / length)
            if part % 2 == 0:
                found.append([*here, at])
            here, part = [at], part + 1
            left = pattern[part % len(pattern)]
        left -= length - gone
        here.append((to_x, to_y))
    if part % 2 == 0 and len(here) > 1:
        found.append(here)
    return found

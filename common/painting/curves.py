"""A chart of curves, bands and standing bars over an axis, taken apart into lines, shapes and words.

The figure names the ranges and the ticks of its axes itself; two axes may lie above each other (`yaxis`, `yaxis2`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.painting.marks import Box, Line, Mark, Measure, Point, Shape, Words, dashed, ink_of, key_of

TALL = 0.42  # of the width
DASHES = {"dash": (6.0, 4.0), "dot": (1.5, 3.0)}
AXES = {"y": "yaxis", "y2": "yaxis2"}
BAR = 0.65  # of the room of a bar


@dataclass(frozen=True)
class _Plane:
    """Where values of the figure lie on the drawing: `across` along the bottom, `up` on an axis."""

    across: Callable[[float], float]
    up: Mapping[str, Callable[[float], float]]


def curves(figure: Mapping[str, Any], *, width: float, size: float, measure: Measure) -> tuple[list[Mark], float]:
    """Return the marks of a figure of curves and bars over an axis, and how high they are together."""
    layout, traces = figure["layout"], figure["data"]
    named = [(str(one["name"]), ink_of(one["marker"]["color"])) for one in traces if one.get("name") and one["type"] == "bar"]
    marks = key_of(named, size, measure)
    top, height = size * (2.2 if named else 0.8), width * TALL
    axes = {axis: layout[name] for axis, name in AXES.items() if "range" in layout.get(name, {})}
    left = max(measure(str(text), size) for axis in axes.values() for text in axis["ticktext"]) + size
    plane = _plane(layout, axes, left=left, right=width - size / 2, top=top, bottom=height)
    marks += _ground(layout, axes, plane, (left, width), size)
    marks += _traces(traces, plane)
    marks += _labels(layout, plane, (left, width), size, measure)
    marks += _bottom(layout["xaxis"], plane, height + size * 1.5, width, size, measure)
    return marks, height + size * 1.8


def _plane(layout: Mapping[str, Any], axes: Mapping[str, Any], *, left: float, right: float, top: float, bottom: float) -> _Plane:
    def scale(ends: Sequence[float], start: float, end: float) -> Callable[[float], float]:
        low, high = ends
        return lambda value: start + (value - low) / ((high - low) or 1) * (end - start)

    up = {}
    for axis, told in axes.items():
        low, high = told.get("domain", (0.0, 1.0))
        up[axis] = scale(told["range"], bottom - low * (bottom - top), bottom - high * (bottom - top))
    return _Plane(scale(layout["xaxis"]["range"], left, right), up)


def _ground(
    layout: Mapping[str, Any], axes: Mapping[str, Any], plane: _Plane, sides: tuple[float, float], size: float
) -> list[Mark]:
    """Draw what lies below the curves: shaded stretches of the axis, the hairlines with their amounts."""
    marks: list[Mark] = []
    for shape in layout.get("shapes", ()):
        if shape["type"] == "rect":
            start, end = (max(sides[0], plane.across(shape[name])) for name in ("x0", "x1"))
            heights = [plane.up[axis](value) for axis, told in axes.items() for value in told["range"]]
            marks.append(Box(start, min(heights), end - start, max(heights) - min(heights), ink_of(shape["fillcolor"])))
    for axis, told in axes.items():
        for value, text in zip(told["tickvals"], told["ticktext"], strict=True):
            y = plane.up[axis](value)
            marks.append(Line([(sides[0], y), (sides[1], y)], 0.6, "--line-strong" if value == 0 else "--chart-grid"))
            marks.append(Words(sides[0] - size / 2, y + size * 0.36, str(text), size, "--ink-3", ends=True))
    return marks


def _traces(traces: Sequence[Mapping[str, Any]], plane: _Plane) -> list[Mark]:
    marks: list[Mark] = []
    stacked: dict[float, float] = {}
    edge: list[Point] = []
    for trace in traces:
        up = plane.up[trace.get("yaxis", "y")]
        if trace["type"] == "bar":
            marks += _bars(trace, plane, up, stacked)
            continue
        runs = _runs(trace, plane, up)
        points = [point for run in runs for point in run]
        if trace.get("fill") == "tonexty" and edge and points:
            marks.append(Shape([*edge, *reversed(points)], ink_of(trace["fillcolor"])))
        edge = points
        line = trace.get("line", {})
        if line.get("width"):
            pattern = _pattern(line.get("dash", "solid"))
            marks += [Line(part, line["width"], ink_of(line["color"])) for run in runs for part in dashed(run, pattern)]
    return marks


def _bars(trace: Mapping[str, Any], plane: _Plane, up: Callable[[float], float], stacked: dict[float, float]) -> list[Mark]:
    """Draw standing bars, those of later traces on top of the earlier ones."""
    wide = (plane.across(1) - plane.across(0)) * BAR
    marks: list[Mark] = []
    for x, value in zip(trace["x"], trace["y"], strict=True):
        base = stacked.get(x, 0.0)
        stacked[x] = base + (value or 0)
        start, end = up(base), up(stacked[x])
        marks.append(Box(plane.across(x) - wide / 2, end, wide, start - end, ink_of(trace["marker"]["color"])))
    return marks


def _runs(trace: Mapping[str, Any], plane: _Plane, up: Callable[[float], float]) -> list[list[Point]]:
    """Return the points of a trace, cut where nothing is known."""
    runs: list[list[Point]] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append((plane.across(x), up(y)))
    return [run for run in runs if len(run) > 1]


def _pattern(dash: str) -> Sequence[float]:
    if dash == "solid":
        return ()
    return DASHES[dash] if dash in DASHES else [float(part.removesuffix("px")) for part in dash.split()]


def _labels(layout: Mapping[str, Any], plane: _Plane, sides: tuple[float, float], size: float, measure: Measure) -> list[Mark]:
    """Write the names at their curves, kept inside the drawing."""
    marks: list[Mark] = []
    for one in layout.get("annotations", ()):
        text, wide = str(one["text"]), measure(str(one["text"]), size)
        x = plane.across(one["x"]) + one.get("xshift", 0)
        x -= wide if one.get("xanchor") == "right" else wide / 2 if one.get("xanchor") == "center" else 0
        x = min(max(x, sides[0]), sides[1] - wide)
        lift = {"bottom": -0.2, "top": 0.9}.get(one.get("yanchor", "middle"), 0.36)
        y = plane.up[one.get("yref", "y")](one["y"]) - one.get("yshift", 0) + lift * size
        marks.append(Words(x, y, text, size, ink_of(one["font"]["color"])))
    return marks


def _bottom(axis: Mapping[str, Any], plane: _Plane, y: float, width: float, size: float, measure: Measure) -> list[Mark]:
    """Write the places along the bottom; one that would touch the one before it is left out."""
    marks: list[Mark] = []
    free = 0.0
    for value, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
        wide = measure(str(text), size)
        x = min(max(plane.across(value) - wide / 2, 0), width - wide)
        if x >= free:
            marks.append(Words(x, y, str(text), size, "--ink-3"))
            free = x + wide + size / 2
    return marks

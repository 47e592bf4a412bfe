"""The picture of a wall: the running total against the target as plain SVG, so that nothing grows in a browser for a day.

It has the marks of the board's own chart (`live.charts.running`), drawn by the server: plan, sold, the gap between them
filled, another sale in grey, the fan of what is likely, and below it the strip of sold minus plan on a finer scale.
Coordinates are of a view 1228 wide and 690 high.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from live.charts.axes import clock_of, clock_ticks, money_axis, money_ticks, round_below, signed, ticks_up_to
from live.charts.fan import fan_of
from live.charts.labels import earlier_sale, gap_tone, known_slots
from live.page.wall.amounts import Amounts

Board = dict[str, Any]
Points = list[tuple[float, float]]
LEFT, RIGHT, TOP, BASE = 96.0, 992.0, 62.0, 460.0
STRIP, STRIP_HALF, BOTTOM = 581.6, 66.0, 650.0
LINE = 27.0
MOST_BANDS = 8


@dataclass(frozen=True)
class Mark:
    """A text or a line at a place; `tone` is a class of the style sheet."""

    x: float
    y: float
    text: str
    tone: str = ""
    width: float = 0.0
    note: str = ""


@dataclass
class Picture:
    """All that the template draws. Paths are the `d` of SVG; an empty one is not drawn."""

    bands: list[Mark] = field(default_factory=list)
    grid: list[Mark] = field(default_factory=list)
    strip_grid: list[Mark] = field(default_factory=list)
    ticks: list[Mark] = field(default_factory=list)
    ends: list[Mark] = field(default_factory=list)
    paths: list[tuple[str, str]] = field(default_factory=list)
    strip_title: str = ""
    now: tuple[float, float, float] | None = None
    sold: Mark | None = None
    gap: Mark | None = None


def wall_picture(board: Board, amounts: Amounts) -> Picture:
    """Return the picture of a board; hidden amounts are drawn as shares of the target, so that no scale tells them."""
    series = board["series"]
    picture, length = Picture(), series["offsets"][-1] or 1
    x = [LEFT + (RIGHT - LEFT) * offset / length for offset in series["offsets"]]
    fan = fan_of(board)
    known = [value for name in ("target", "actual", "last") for value in series.get(name, []) if value is not None]
    most = max([*known, *(high for _at, _low, _middle, high in fan)], default=0) or 1

    def up(minor: float) -> float:
        return BASE - (BASE - TOP) * minor / (most * 1.02)

    _draw_scales(picture, board, amounts, most, up, length)
    sold = [(at, value, plan) for at, value, plan in zip(x, series["actual"], series["target"], strict=True) if value is not None]
    plan = [(at, up(value)) for at, value in zip(x, series["target"], strict=True)]
    if fan:
        places = [LEFT + (RIGHT - LEFT) * at / length for at, *_ends in fan]
        low, middle, high = ([up(point[place]) for point in fan] for place in (1, 2, 3))
        picture.paths.append(("fan80", _area(places, low, high)))
        picture.paths.append(("median", _line(list(zip(places, middle, strict=True)))))
    if "last" in series:
        last = [(at, up(value)) for at, value in zip(x, series["last"], strict=True) if value is not None]
        picture.paths.append(("last", _line(last)))
    for tone, pick in (("short", min), ("over", max)):
        edge = [up(pick(value, target)) for _at, value, target in sold]
        picture.paths.append((tone, _area([at for at, _v, _t in sold], [up(target) for _at, _v, target in sold], edge)))
    picture.paths.append(("plan", _line(plan)))
    picture.paths.append(("actual", _line([(at, up(value)) for at, value, _target in sold])))
    _draw_strip(picture, board, amounts, sold)
    if sold:
        _draw_now(picture, board, amounts, sold[-1], up)
    picture.ends = _ends(board, amounts, up)
    picture.paths = [(tone, path) for tone, path in picture.paths if path]
    return picture


def _draw_scales(picture: Picture, board: Board, amounts: Amounts, most: int, up: Any, length: int) -> None:
    """Add the bands of the phases, the horizontal grid with its amounts, and the clock along the bottom."""
    phases = board["phases"]
    for phase in phases:
        start, end = (LEFT + (RIGHT - LEFT) * phase[f"{edge}_offset"] / length for edge in ("start", "end"))
        named = len(phases) <= MOST_BANDS
        share = f"{round(100 * phase['share'])}%" if phase["share"] is not None and named else ""
        picture.bands.append(Mark(start, 0, str(phase["number"]) if named else "", width=end - start, note=share))
    if amounts.are_hidden:
        whole = amounts.whole_minor
        values = [whole * part / 100 for part in ticks_up_to(100 * most / whole)] if whole else [0.0]
        texts = [f"{100 * value / whole:.0f}%" if value else "0" for value in values] if whole else [""]
    else:
        axis = money_axis(most, amounts.currency)
        ticks = money_ticks(axis, axis.scaled(most) or 1.0)
        values, texts = [value * axis.divisor for value in ticks["tickvals"]], ticks["ticktext"]
    picture.grid = [Mark(LEFT, up(value), text) for value, text in zip(values, texts, strict=True)]
    start_at = datetime.fromisoformat(board["campaign"]["starts_at"])
    clock = clock_ticks(start_at, board["campaign"]["time_zone"], 0, length, at_most=9)
    hours = length / 6
    picture.ticks = [
        Mark(LEFT + (RIGHT - LEFT) * at / hours, 680.8, text)
        for at, text in zip(clock["tickvals"], clock["ticktext"], strict=True)
    ]


def _draw_strip(picture: Picture, board: Board, amounts: Amounts, sold: Sequence[tuple[float, int, int]]) -> None:
    """Add sold minus plan on its own scale, where anything is sold and planned."""
    gaps = [value - target for _at, value, target in sold]
    widest = max((abs(gap) for gap in gaps), default=0)
    if not widest or not amounts.whole_minor:
        return
    unit = amounts.whole_minor / 100 if amounts.are_hidden else money_axis(amounts.whole_minor, amounts.currency).divisor
    step = round_below(widest / unit)
    xs = [at for at, _value, _target in sold]
    ys = [STRIP - STRIP_HALF * gap / (widest * 1.1) for gap in gaps]
    for tone, pick in (("short", max), ("over", min)):
        picture.paths.append((tone, _area(xs, [STRIP] * len(xs), [pick(y, STRIP) for y in ys])))
    picture.paths.append(("plan", f"M{LEFT:.0f} {STRIP}L{RIGHT:.0f} {STRIP}"))
    picture.paths.append(("actual", _line(list(zip(xs, ys, strict=True)))))
    per_cent = "%" if amounts.are_hidden else ""
    for value in (step, -step):
        place = STRIP - STRIP_HALF * value * unit / (widest * 1.1)
        picture.strip_grid.append(Mark(LEFT, place, f"{signed(value)}{per_cent}"))
    axis = money_axis(amounts.whole_minor, amounts.currency)
    scale = _("per cent of the target") if amounts.are_hidden else " ".join(part for part in (axis.currency, axis.unit) if part)
    picture.strip_title = _("against plan, %(unit)s") % {"unit": scale}


def _draw_now(picture: Picture, board: Board, amounts: Amounts, last: tuple[float, int, int], up: Any) -> None:
    """Add the mark where the data end, with the amount sold and how far it is off plan."""
    at, value, target = last
    strip = next((path for tone, path in reversed(picture.paths) if tone == "actual"), "")
    picture.now = (at, up(value), float(strip.rpartition(" ")[2]) if picture.strip_grid else BASE)
    if board["data"]["is_closed"]:
        return
    clock = clock_of(datetime.fromisoformat(board["campaign"]["starts_at"]), board["campaign"]["time_zone"], known_slots(board))
    words = {"amount": amounts.write(value), "time": clock}
    text = _("%(amount)s at %(time)s") % words if words["amount"] else clock
    is_left = at < RIGHT * 0.62
    picture.sold = Mark(at + (18 if is_left else -18), up(value) + (30 if is_left else 100), text, "" if is_left else "t-end")
    tone = gap_tone(board["sentence"]).removeprefix("--")
    if tone:
        gap = amounts.write(abs(value - target), of=target)
        sign = "▼" if value < target else "▲"
        picture.gap = Mark(at - 16, min(up(value), up(target)) - 14, f"{sign} {gap}", f"t-{tone}")


def _ends(board: Board, amounts: Amounts, up: Any) -> list[Mark]:
    """Return the labels at the right end, highest first, none over another."""
    series, fan = board["series"], fan_of(board)
    found: list[tuple[float, str, str, str]] = []
    if fan:
        _at, low, middle, high = fan[-1]
        span = _("80%%: %(low)s to %(high)s") % {"low": amounts.write(low), "high": amounts.write(high)}
        found.append((up(middle), "t-strong", _("Expected %(amount)s") % {"amount": amounts.write(middle)}, span))
    if series["target"][-1]:
        target = "100%" if amounts.are_hidden else amounts.write(series["target"][-1])
        found.append((up(series["target"][-1]), "t-plan", _("Target %(amount)s") % {"amount": target}, ""))
    last = [value for value in series.get("last", []) if value is not None]
    if last:
        found.append((up(last[-1]), "", f"{earlier_sale(board)[:12]}: {amounts.write(last[-1])}", ""))
    if board["data"]["is_closed"] and series["actual"][-1] is not None:
        sold = amounts.write(series["actual"][-1])
        found.append((up(series["actual"][-1]), "t-strong", _("Sold %(amount)s") % {"amount": sold}, ""))
    marks, free = [], 0.0
    for y, tone, text, note in sorted(found):
        place = max(y + 7, free)
        marks.append(Mark(RIGHT + 14, place, text, tone, note=note))
        free = place + LINE * (2.2 if note else 1.2)
    return marks


def _line(points: Points) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) if points else ""


def _area(xs: Sequence[float], first: Sequence[float], second: Sequence[float]) -> str:
    """Return the area between two edges; nothing where they lie on each other."""
    if not xs or all(abs(a - b) < 0.05 for a, b in zip(first, second, strict=True)):
        return ""
    there = list(zip(xs, first, strict=True))
    back = list(zip(xs, second, strict=True))[::-1]
    return _line([*there, *back]) + "Z"

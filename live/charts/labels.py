"""The words written into the running-total chart: phases above, the gap and the amount at now, names at the lines' ends."""

from datetime import datetime
from html import escape
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.money import format_money, format_share
from live.charts.axes import MoneyAxis, clock_of, label

Board = dict[str, Any]

MOST_NAMED_PHASES = 8  # more would write over each other
_LINE_PIXELS = 15
_PLOT_PIXELS = 312  # 428 px of the plot, of which the upper part has 0.73


def phase_names(board: Board, *, wide: bool) -> list[dict[str, Any]]:
    """Return number and share above each band; the word "Phase" only where the band is broad enough.

    On a narrow picture with bands close to each other only the numbers stand.
    """
    phases, length = board["phases"], board["series"]["offsets"][-1]
    if len(phases) > (MOST_NAMED_PHASES if wide else MOST_NAMED_PHASES - 2):
        return []
    middles = [(phase["start_offset"] + phase["end_offset"]) / 12 for phase in phases]
    is_close = not wide and any((later - middle) * 6 < length * 0.13 for middle, later in pairwise(middles))
    names = []
    for phase, middle in zip(phases, middles, strict=True):
        broad = wide and (phase["end_offset"] - phase["start_offset"]) * 13 >= length
        number = _("Phase %(number)s") % {"number": phase["number"]} if broad else str(phase["number"])
        text = number if is_close else f"{number}<br>{format_share(phase['share'])}"
        note = label(text, middle, 1, colour="--ink-3", anchor="center", axis="paper")
        names.append({**note, "yanchor": "bottom"})
    return names


def now_labels(board: Board, axis: MoneyAxis, *, wide: bool) -> list[dict[str, Any]]:
    """Return the two labels at now: the gap on its left, the amount and its time on its right."""
    counted, sentence, currency = board["so_far"]["revenue"], board["sentence"], board["campaign"]["currency"]
    notes = []
    strip = label(_("against plan"), 0, 0, colour="--ink-3", axis="y2", shift=(6, 12))
    if counted["actual"] is None:
        return []
    if board["data"]["is_closed"]:
        return [strip]
    cut, length = known_slots(board), board["series"]["offsets"][-1]
    if cut > length / 3:
        notes.append(strip)
    start = datetime.fromisoformat(board["campaign"]["starts_at"])
    words = {"amount": format_money(counted["actual"], currency), "time": clock_of(start, board["campaign"]["time_zone"], cut)}
    text = escape(_("%(amount)s at %(time)s") % words)
    is_right = wide or cut < length * 0.55  # late in a sale a narrow picture has room only below the curve
    height = (axis.scaled(counted["actual"]) or 0) * (1 if is_right else 0.3)
    shift = (9, -16 if cut < length * 0.66 else -34) if is_right else (-8, 0)
    anchor = "left" if is_right else "right"
    notes.append(label(text, cut / 6, height, colour="--ink", strong=True, anchor=anchor, shift=shift))
    if gap_tone(sentence):
        sign = "▼" if counted["gap"] < 0 else "▲"
        top = max(counted["actual"], counted["due"])
        gap = f"{sign} {format_money(abs(counted['gap']), currency)}"
        left = cut > length * (0.14 if wide else 0.3)
        note = label(
            gap, cut / 6, axis.scaled(top) or 0, colour=gap_tone(sentence), anchor="right" if left else "left", strong=True
        )
        notes.append({**note, "xshift": -8 if left else 8, "yshift": 16})
    return notes


def end_labels(board: Board, axis: MoneyAxis, most: float, x: list[float], *, inside: bool = False) -> list[dict[str, Any]]:
    """Return the labels at the ends of the lines, highest first, kept from writing over each other."""
    series, currency = board["series"], board["campaign"]["currency"]
    texts = [("target", _("Target"), "--chart-plan"), ("last", earlier_sale(board), "--ink-3")]
    if not inside:
        texts.append(("yesterday", _("Yesterday"), "--ink-3"))
    if board["data"]["is_closed"]:
        texts.append(("actual", _("Sold"), "--ink"))
    ends = []
    for name, words, colour in texts:
        values = [value for value in series.get(name, []) if value is not None]
        if values and values[-1]:
            short = words if len(words) <= 18 else f"{words[:17]}…"
            gap = " " if inside else "<br>" if len(short) > 9 else " "
            # Inside a narrow plot the other sale has its name alone: its amount would lie on the lines.
            amount = "" if inside and name == "last" else f"{gap}{format_money(values[-1], currency)}"
            ends.append((axis.scaled(values[-1]) or 0, f"{escape(short)}{amount}", colour, gap == "<br>"))
    ends.sort(key=lambda end: -end[0])
    notes, lowest = [], float("inf")
    for value, text, colour, two_lines in ends:
        beside = (10 if colour != "--ink-3" else -24) if inside else 0  # inside, another sale is named below its line
        pixels = value / (most * 1.06) * _PLOT_PIXELS
        room = _LINE_PIXELS * (1.5 if two_lines else 1)
        place = min(pixels, lowest - room)
        lowest = place - (room - _LINE_PIXELS)
        shift = round(place - pixels) + beside
        notes.append(
            label(text, x[-1], value, colour=colour, anchor="right" if inside else "left", shift=(-2 if inside else 8, shift))
        )
    return notes


def earlier_sale(board: Board) -> str:
    """Name the sale compared with: by its year where that tells it from this one, else by its name."""
    campaign = board["campaign"]
    start = datetime.fromisoformat(campaign["starts_at"]).astimezone(ZoneInfo(campaign["time_zone"]))
    year = campaign.get("compared_year")
    return str(year) if year and year != start.year else campaign["compared_with"] or ""


def known_slots(board: Board) -> int:
    """Return how many slots are known: the offset of the last known point."""
    pairs = zip(board["series"]["offsets"], board["series"]["actual"], strict=True)
    return max((offset for offset, actual in pairs if actual is not None), default=0)


def gap_tone(sentence: dict[str, Any]) -> str:
    """Return the colour of the gap: only where it is larger than the tolerance."""
    kind = sentence["kind"].removeprefix("stale_")
    return {"behind": "--behind", "missed": "--behind", "ahead": "--ahead"}.get(kind, "")

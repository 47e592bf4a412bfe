"""The short lists at the side of a wall: phases, what the hour's gap is made of, what runs out, what is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from common.moments import format_moment
from common.money import format_share
from live.page.findings import focus_hour
from live.page.wall.amounts import Amounts

Board = dict[str, Any]
MOST_PHASES = 5
HOURS_OF_A_DAY = 26  # a day on which the clocks change has 25; beyond, phases of many days are told by their dates


@dataclass(frozen=True)
class PhaseLine:
    """One phase: its number, its window, its state, the share done, what it needs; `until` is the epoch second of its end."""

    number: int
    window: str
    state: str
    done: str
    needs: str
    until: int


@dataclass(frozen=True)
class Part:
    """One part of an hour's gap; `told` compares what is and what was planned."""

    name: str
    amount: str
    actual: str
    plan: str
    is_main: bool


@dataclass(frozen=True)
class HourLine:
    """The hour worth explaining: its clock time, whether it is short, its parts, the largest first."""

    time: str
    is_short: bool
    parts: list[Part]


def phase_lines(board: Board, amounts: Amounts) -> list[PhaseLine]:
    """Return at most five phases around the one in hand: one that is over, and those that come."""
    phases, zone = board["phases"], board["campaign"]["time_zone"]
    first = next((place for place, phase in enumerate(phases) if not phase["is_over"]), len(phases))
    start = max(0, min(first - 1, len(phases) - MOST_PHASES))
    is_long = len(board["hours"]) > HOURS_OF_A_DAY
    return [_phase_line(phase, zone, amounts, is_long=is_long) for phase in phases[start : start + MOST_PHASES]]


def _phase_line(phase: dict[str, Any], zone: str, amounts: Amounts, *, is_long: bool) -> PhaseLine:
    starts, ends = datetime.fromisoformat(phase["start"]), datetime.fromisoformat(phase["end"])
    local = ends.astimezone(ZoneInfo(zone))
    end = "24:00" if local.hour == local.minute == 0 else f"{local.hour}:{local.minute:02}"
    return PhaseLine(
        number=phase["number"],
        window=f"{format_moment(starts, zone, date=is_long)} - {end}",
        state=phase["state"],
        done=format_share(phase["done"]),
        needs=amounts.write(phase["needed_minor"] or None),
        until=int(ends.timestamp()),
    )


def hour_line(board: Board, amounts: Amounts) -> HourLine | None:
    """Return what the gap of the hour worth explaining is made of; None where every hour is on plan or nothing is known."""
    hour = focus_hour(board["hours"])
    if hour is None or hour["split"] is None:
        return None
    gap = hour["revenue"]["gap"]
    parts = sorted(hour["split"].items(), key=lambda part: -abs(part[1]))
    shown = [(name, minor) for name, minor in parts if minor][:3]
    return HourLine(
        time=format_moment(datetime.fromisoformat(hour["start"]), board["campaign"]["time_zone"], date=False),
        is_short=gap < 0,
        parts=[
            Part(name, amounts.write(minor, of=abs(gap), signed=True), *_compared(name, hour, amounts), place == 0)
            for place, (name, minor) in enumerate(shown)
        ],
    )


def _compared(name: str, hour: dict[str, Any], amounts: Amounts) -> tuple[str, str]:
    """Return actual and plan of the figure behind a part; nothing where it is money that a private wall must not tell."""
    if name == "conversion" and not amounts.are_hidden:
        return format_share(hour[name]["actual"], 1), format_share(hour[name]["due"], 1)
    return "", ""

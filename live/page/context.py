"""Everything the board's template asks for, from the board as it is said at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.words.phases import phase_tells
from common.charts import figure_json
from common.moments import format_moment
from live.charts.axes import day_words
from live.charts.hourly import hourly_figure
from live.charts.running import running_figure
from live.page.cause_line import cause_line
from live.page.columns import MoneyColumn, money_column
from live.page.findings import focus_hour, hours_finding, is_by_its_hours, is_off, phases_finding, running_finding, split_finding
from live.page.notes import ShownNote
from live.page.outlook import ends_of, goal_words, outlook_now
from live.page.tiles import tiles_of
from live.page.why import why_of
from live.rules.age import rounded_minutes
from live.rules.split import PARTS

Board = dict[str, Any]
Row = dict[str, Any]

LONG_HOURS = 36  # a sale longer than this shows its hours a day at a time
BULLET = 139.5


@dataclass(frozen=True)
class Day:
    """One day of a long sale's clock."""

    date: date
    words: str
    is_shown: bool


def sentence_context(board: Board) -> dict[str, Any]:
    """Return what the first line of a board asks for (`live/_sentence.html`)."""
    currency = board["campaign"]["currency"]
    now = outlook_now(board)
    return {
        "currency": currency,
        "zone": board["campaign"]["time_zone"],
        "said": _said(board["sentence"]),
        "now": now,
        "goal": goal_words(now, currency) if now else "",
        "moments": _moments(board),
    }


def board_context(
    *, board: Board, day: date | None, may_import: bool, notes: Sequence[ShownNote] = (), past: int | None = None
) -> dict[str, Any]:
    """Return the template's context.

    `notes` are pinned to the chart. `past`: the UTC minute a board of the past is shown for. `day` chooses the day whose hours
    a long sale shows; none or a wrong one: the latest known. Ages are rounded as in the ETag.
    """
    currency = board["campaign"]["currency"]
    days, hours = _chosen_hours(board, day)
    finding = hours_finding(hours, sum(hour["revenue"]["gap"] or 0 for hour in hours))
    column = money_column([value for hour in hours for value in _amounts(hour)], currency)
    totals = money_column([hour["revenue"]["running_target"] for hour in hours], currency)
    rows = [_hour_row(hour, column, totals) for hour in hours]
    sale = money_column([board["so_far"]["revenue"]["target"], board["so_far"]["revenue"]["actual"]], currency)
    shown = _sum_of_splits(hours)
    focus = focus_hour(hours)
    phase_ends, sale_end = ends_of(board, currency)
    return {
        **sentence_context(board),
        "board": board,
        "campaign": board["campaign"],
        "may_import": may_import,
        "by_its_hours": is_by_its_hours(board),
        "age_seconds": 60 * rounded_minutes(board["age"]["minutes"] or 0),
        "so_far": board["so_far"],
        "tiles": tiles_of(board, traffic_time=_traffic_time(board)),
        "shops": [_shop(shop) for shop in board["data"]["shops"]],
        "left_out": board["data"].get("left_out", []),
        "notes": notes,
        "past": past,
        "running": figure_json(running_figure(board, notes)),
        "running_finding": running_finding(board),
        "hourly": figure_json(hourly_figure(board, hours, finding["hour"])),
        "hours_finding": finding,
        "hours_finding_at": _moment(finding["hour"]["start"]) if finding["hour"] else None,
        "hours": rows,
        "known_hours": [row for row in rows if row["split"] is not None],
        "days": days,
        "phases": [_phase_row(phase, board, sale, end) for phase, end in _chosen_phases(board, days, phase_ends)],
        "sale_end": sale_end,
        "sale_texts": _texts(board["so_far"], sale),
        "phases_finding": phases_finding(board["phases"]),
        "split_finding": split_finding(board),
        "split_unit": column.heading,
        "split_part": abs(board["so_far"]["split"].get(board["sentence"]["cause"], 0)),
        "split_unknown": any(row["split"]["unknown"] or row["split"]["orders"] for row in rows if row["split"]),
        "shown_split": {**_part_texts(shown, column), "gap": column.write(shown["gap"], signed=True, bare=True)},
        "why": why_of(focus, currency),
        "cause_line": cause_line(board, focus),
        "why_at": _moment(focus["start"]) if focus else None,
        "why_counted_at": _moment(focus["counted_to"]) if focus else None,
        "why_gap": abs(focus["revenue"]["gap"]) if focus else None,
        "why_blind": focus is not None and bool(focus["split"]["orders"]),
        "blind_shops": ", ".join(shop["name"] for shop in board["data"]["shops"] if not shop["traffic_as_of"]),
        "why_short": focus is not None and focus["revenue"]["gap"] < 0,
        "sale_window": _sale_window(board),
        "sale_tone": _tone(board["so_far"]),
        "sale_done": _share(board["so_far"]["revenue"]["actual"], board["so_far"]["revenue"]["target"]),
        "refund_share": _share(board["so_far"]["refunds"]["actual"], board["so_far"]["revenue"]["actual"]),
    }


def _said(sentence: Row) -> Row:
    """Return the sentence with amounts without sign (the words carry it), rounded minutes, and every field present."""
    names = ("actual_minor", "due_minor", "target_minor", "gap_minor", "left_minor", "over_minor", "needed_per_hour_minor")
    said = {**dict.fromkeys([*names, "more_per_hour_minor", "minutes"]), **sentence}
    said["gap"], said["more"] = abs(said["gap_minor"] or 0), abs(said["more_per_hour_minor"] or 0)
    said["short_minor"] = (said["target_minor"] or 0) - (said["actual_minor"] or 0)
    said["seconds"] = 60 * rounded_minutes(said["minutes"] or 0)
    return said


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _moments(board: Board) -> dict[str, datetime | None]:
    campaign, data = board["campaign"], board["data"]
    return {
        "starts_at": _moment(campaign["starts_at"]),
        "ends_at": _moment(campaign["ends_at"]),
        "as_of": _moment(data["as_of"]),
        "counted_to": _moment(data["counted_to"]),
        "traffic_to": _moment(data["traffic_to"]),
        "final_from": _moment(data["final_from"]),
        "first_end": _moment(board["phases"][0]["end"]) if board["phases"] else None,
    }


def _traffic_time(board: Board) -> str:
    """Return the clock time visitors are known to, where orders are known further."""
    data = board["data"]
    moment = _moment(data["traffic_to"])
    if moment is None or data["traffic_to"] == data["counted_to"]:
        return ""
    local = moment.astimezone(ZoneInfo(board["campaign"]["time_zone"]))
    return f"{local.hour}:{local.minute:02}"


def _shop(shop: Row) -> Row:
    return {**shop, "orders_as_of": _moment(shop["orders_as_of"]), "traffic_as_of": _moment(shop["traffic_as_of"])}


def _chosen_hours(board: Board, day: date | None) -> tuple[list[Day], list[Row]]:
    """Return the days to choose from (none for a short sale) and the hours to show."""
    hours: list[Row] = board["hours"]
    if len(hours) <= LONG_HOURS:
        return [], hours
    place = ZoneInfo(board["campaign"]["time_zone"])
    dates = [datetime.fromisoformat(hour["start"]).astimezone(place).date() for hour in hours]
    known = [date for date, hour in zip(dates, hours, strict=True) if hour["revenue"]["actual"] is not None]
    chosen = day if day in dates else (known or dates[:1])[-1]
    days = [Day(date, day_words(date), date == chosen) for date in sorted(set(dates))]
    return days, [hour for date, hour in zip(dates, hours, strict=True) if date == chosen]


def _amounts(row: Row) -> list[int | None]:
    return [row["revenue"]["target"], row["revenue"]["actual"]]


def _chosen_phases(board: Board, days: list[Day], ends: list[str]) -> list[tuple[Row, str]]:
    """Return the phases to show, each with its likely end: all of a short sale, those of the shown day of a long one."""
    phases: list[tuple[Row, str]] = list(zip(board["phases"], ends, strict=True))
    place = ZoneInfo(board["campaign"]["time_zone"])
    shown = {day.date for day in days if day.is_shown}
    return [each for each in phases if not days or datetime.fromisoformat(each[0]["start"]).astimezone(place).date() in shown]


def _hour_row(hour: Row, column: MoneyColumn, totals: MoneyColumn) -> Row:
    """Return an hour with its moments and with the cause to stress, where it is off plan."""
    split, cause = hour["split"], ""
    if split is not None and is_off(hour):
        sign = 1 if hour["revenue"]["gap"] > 0 else -1
        cause = max(PARTS, key=lambda name: sign * split[name])
    return {
        **hour,
        "starts_at": _moment(hour["start"]),
        "ends_at": _moment(hour["end"]),
        "counted_at": _moment(hour["counted_to"]),
        "texts": _texts(hour, column),
        "total": totals.write(hour["revenue"]["running_actual"]),
        "total_plan": totals.write(hour["revenue"]["running_target"]),
        "parts": _part_texts(split, column) if split is not None else {},
        "bare_gap": column.write(
            abs(hour["revenue"]["gap"] or 0) if _tone(hour) else hour["revenue"]["gap"], signed=not _tone(hour), bare=True
        ),
        "others": {name: column.write(hour.get(f"{name}_minor")) for name in ("last", "yesterday")},
        "refunded": column.write(hour["refunds"]["actual"]),
        "cause": "rest" if cause in {"orders", "unknown"} else cause,
        "tone": _tone(hour),
    }


def _texts(row: Row, column: MoneyColumn) -> dict[str, str]:
    """Return revenue's target, actual and gap as they stand in a column; the gap without sign beside its mark."""
    measure = row["revenue"]
    gap = column.write(measure["gap"], signed=True)
    return {
        "target": column.write(measure["target"]),
        "actual": column.write(measure["actual"]),
        "gap": column.write(abs(measure["gap"])) if _tone(row) else gap,
    }


def _part_texts(split: Row, column: MoneyColumn) -> dict[str, str]:
    """Return the parts of a gap for a column; a part that is nothing stays empty."""
    parts = {**split, "rest": split["orders"] + split["unknown"]}
    return {name: column.write(value, signed=True, bare=True) if value else "" for name, value in parts.items()}


def _phase_row(phase: Row, board: Board, column: MoneyColumn, end: str) -> Row:
    """Return a phase with its moments, its bullet, the tone of its gap, and where it is likely to end."""
    widest = max((max(each["revenue"]["target"], each["revenue"]["actual"] or 0) for each in board["phases"]), default=0) or 1
    scale = BULLET / widest
    bar = {name: f"{(phase['revenue'][name] or 0) * scale:.1f}" for name in ("target", "actual", "due")}
    return {
        **phase,
        "tells": phase_tells(phase.get("tells_key") or phase["tells"]),
        "starts_at": _moment(phase["start"]),
        "ends_clock": _end_clock(phase["end"], board["campaign"]["time_zone"]),
        "bar": bar,
        "texts": _texts(phase, column),
        "tone": _tone(phase),
        "likely": end,
    }


def _tone(row: Row) -> str:
    """Return the meaning of a gap: nothing within the tolerance."""
    if not is_off(row):
        return ""
    return "ahead" if row["revenue"]["gap"] > 0 else "behind"


def _end_clock(text: str, zone: str) -> str:
    """Write when a window ends; midnight is the end of its day, 24:00."""
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
    return "24:00" if local.hour == local.minute == 0 else f"{local.hour}:{local.minute:02}"


def _sale_window(board: Board) -> tuple[str, str]:
    """Write start and end of the sale: clock times for a sale within a day, with dates for a longer one."""
    starts, ends, zone = board["campaign"]["starts_at"], board["campaign"]["ends_at"], board["campaign"]["time_zone"]
    if len(board["hours"]) <= LONG_HOURS:
        return format_moment(_moment(starts), zone, date=False), _end_clock(ends, zone)
    return format_moment(_moment(starts), zone), format_moment(_moment(ends), zone)


def _sum_of_splits(hours: list[Row]) -> Row:
    """Return the parts and the gap of the shown hours, summed."""
    known = [hour for hour in hours if hour["split"] is not None]
    parts = {name: sum(hour["split"][name] for hour in known) for name in PARTS}
    return {**parts, "gap": sum(hour["revenue"]["gap"] or 0 for hour in known)}


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None

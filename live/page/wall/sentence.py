"""The first two lines of a wall as values: which sentence, and its amounts already written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.moments import format_duration, format_moment
from common.money import format_share
from live.page.outlook import outlook_now
from live.page.wall.amounts import Amounts
from live.rules.age import rounded_minutes

Board = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """The sentence of a wall. Old data do not change it: the wall turns grey and says how old they are. "" is not known."""

    kind: str
    tone: str
    gap: str = ""
    odds: str = ""
    is_day: bool = False
    goal: str = ""
    needed: str = ""
    more: str = ""
    is_more: bool = False
    planned: str = ""
    actual: str = ""
    due: str = ""
    target: str = ""
    over: str = ""
    short: str = ""
    starts_in: str = ""
    since: str = ""


TONES = {"behind": "behind", "missed": "behind", "ahead": "ahead", "reached": "ahead", "made": "ahead"}


def wall_sentence(board: Board, amounts: Amounts) -> Said:
    """Return what a wall says first, from a board as it is said at a moment."""
    said, campaign = board["sentence"], board["campaign"]
    kind = said["kind"].removeprefix("stale_")
    now, more = outlook_now(board), said.get("more_per_hour_minor")
    actual, target = said.get("actual_minor"), said.get("target_minor")
    if kind in {"no_target", "no_data", "not_started"}:
        target = board["so_far"]["revenue"]["target"]
    gap = said.get("gap_minor")
    return Said(
        kind=kind,
        tone=TONES.get(kind, ""),
        gap=amounts.write(None if gap is None else abs(gap), of=said.get("due_minor")),
        odds=format_share(now.odds) if now else "",
        is_day=bool(now and now.is_day),
        goal=amounts.write(now.target_minor) if now and not amounts.are_hidden else "",
        needed=amounts.write(said.get("needed_per_hour_minor")),
        more=amounts.write(None if more is None else abs(more)),
        is_more=bool(more and more > 0),
        planned=amounts.write(said.get("planned_per_hour_minor")),
        actual=amounts.write(actual),
        due=amounts.write(said.get("due_minor")),
        target="" if amounts.are_hidden else amounts.write(target or None),
        over=amounts.write(said.get("over_minor")),
        short=amounts.write(None if actual is None or target is None else max(0, target - actual)),
        starts_in=format_duration(60 * rounded_minutes(said.get("minutes") or 0)),
        since=format_moment(datetime.fromisoformat(campaign["starts_at"]), campaign["time_zone"], date=False),
    )

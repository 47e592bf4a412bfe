"""What the board says of the end in words: the odds in its first line, and a column of the phases."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.money import format_money
from live.page.columns import money_column

Board = dict[str, Any]


@dataclass(frozen=True)
class Now:
    """The outlook of what is being played for now: the day of a sale of several days, else the sale."""

    is_day: bool
    odds: float
    low_minor: int
    middle_minor: int
    high_minor: int
    target_minor: int


def outlook_now(board: Board) -> Now | None:
    """Return the outlook of the running day, else of the sale; None without a target or data, or with nothing left to foresee."""
    outlook = board["outlook"]
    if not outlook or outlook["basis"]["is_early"] or board["data"]["counted_to"] is None:
        return None
    running = [day for day in outlook["days"] if not day["is_over"]]
    is_day = bool(running) and len(running) > 1
    told = running[0] if is_day else outlook["sale"]
    if told["is_over"] or told["odds"] is None:
        return None
    names = ("low_minor", "middle_minor", "high_minor", "target_minor")
    return Now(is_day, shown_odds(told["odds"]), **{name: told[name] for name in names})


def goal_words(now: Now, currency: str) -> str:
    """Return the target that is played for: of the sale, or of today where the sale has several days."""
    target = format_money(now.target_minor, currency)
    return _("today's %(target)s") % {"target": target} if now.is_day else target


def shown_odds(odds: float) -> float:
    """Return odds as they are said of what is not over: never impossible, never sure.

    >>> shown_odds(0.0), shown_odds(0.62), shown_odds(0.999)
    (0.01, 0.62, 0.99)
    """
    return min(0.99, max(0.01, odds))


def ends_of(board: Board, currency: str) -> tuple[list[str], str]:
    """Return for each phase, and for the sale, where it is likely to end, "low - high"; empty where that is not foreseen."""
    outlook = board["outlook"]
    if not outlook:
        return [""] * len(board["phases"]), ""
    phases = [_span(each, currency) for each in outlook["phases"]] or [""] * len(board["phases"])
    return phases, _span(outlook["sale"], currency)


def _span(told: dict[str, Any], currency: str) -> str:
    if told["is_over"]:
        return ""
    column = money_column([told["low_minor"], told["high_minor"]], currency)
    return f"{column.write(told['low_minor'])} - {column.write(told['high_minor'])}"

"""The first line of the board as data: which sentence, and its numbers. The words stand in the templates, in both languages.

A sentence has a `kind` and numbers (money in minor units, shares 0 to 1, moments as slots or ISO text). `compose` says what the
data say and knows no clock; `spoken` says it at a moment: before the start, without data, over, or with old data.
"""

from datetime import datetime
from typing import Any

from live.rules.age import Age
from live.rules.pace import Position
from live.rules.split import Split, largest_cause

KINDS = (
    "no_target", "not_started", "no_data", "on_pace", "behind", "ahead", "reached", "made", "missed",
    "over", "stale_behind", "stale_ahead", "stale_on_pace",
)  # fmt: skip
WHY_KINDS = ("none", "traffic", "conversion", "order_value", "orders", "unknown")

Numbers = dict[str, Any]


def compose(*, position: Position | None, split: Split) -> Numbers:
    """Return the sentence that the data say, without its reason. No position: no order is known yet.

    >>> said = compose(position=Position(62_000, 26_710, 23_610, 80), split=Split(conversion=-3100))
    >>> said["kind"], said["gap_minor"], said["needed_per_hour_minor"], said["more_per_hour_minor"], said["cause"]
    ('behind', -3100, 2880, 233, 'conversion')
    >>> compose(position=None, split=Split())["kind"]
    'no_data'
    """
    if position is None:
        return {"kind": "no_data", "cause": "none"}
    needed, planned = position.needed_per_hour_minor, position.planned_per_hour_minor
    kind = position.verdict
    return {
        "kind": kind,
        "actual_minor": position.actual_minor,
        "due_minor": position.due_minor,
        "target_minor": position.target_minor,
        "gap_minor": position.gap_minor,
        "left_minor": position.left_minor,
        "over_minor": max(0, position.actual_minor - position.target_minor),
        "needed_per_hour_minor": needed,
        "planned_per_hour_minor": planned,
        "more_per_hour_minor": None if needed is None or planned is None else needed - planned,
        "cause": "none" if kind in {"no_target", "on_pace"} else largest_cause(split) or "none",
    }


def spoken(sentence: Numbers, *, starts_at: datetime, ends_at: datetime, is_closed: bool, age: Age, at: datetime) -> Numbers:
    """Return the sentence as it must be said at `at`: the same numbers, perhaps of another kind.

    not_started: the clock is before the start and nothing is known; over: the sale has ended but the data do not reach its
    end; stale_*: the sale runs and its data are too old to act on. `minutes` is the time to the start, or since the end.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 11, 11, 4, tzinfo=UTC)
    >>> times = {"starts_at": noon, "ends_at": noon + timedelta(hours=12), "is_closed": False}
    >>> spoken({"kind": "no_data"}, age=Age(None, "none"), at=noon - timedelta(hours=2), **times)["kind"]
    'not_started'
    >>> spoken({"kind": "behind"}, age=Age(200, "stale"), at=noon + timedelta(hours=6), **times)["kind"]
    'stale_behind'
    >>> spoken({"kind": "behind"}, age=Age(200, "stale"), at=noon + timedelta(hours=13), **times)["kind"]
    'over'
    """
    kind = sentence["kind"]
    if kind == "no_data" and at < starts_at:
        return {**sentence, "kind": "not_started", "minutes": -(-int((starts_at - at).total_seconds()) // 60)}
    if kind in {"behind", "ahead", "on_pace", "reached"} and at >= ends_at and not is_closed:
        return {**sentence, "kind": "over", "minutes": int((at - ends_at).total_seconds()) // 60}
    if kind in {"behind", "ahead", "on_pace"} and age.level == "stale":
        return {**sentence, "kind": f"stale_{kind}"}
    return sentence

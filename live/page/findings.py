"""The titles of the cards as data: each says what is to be seen in it (a kind and numbers; the words are in the templates)."""

from typing import Any

from live.rules.pace import is_on_pace

Board = dict[str, Any]
Row = dict[str, Any]
Finding = dict[str, Any]


def is_off(row: Row) -> bool:
    """Tell whether an hour's revenue is known and further off its plan than the tolerance."""
    measure = row["revenue"]
    return measure["gap"] is not None and not is_on_pace(gap=measure["gap"], due=measure["due"])


def running_finding(board: Board) -> Finding:
    """Return the share of the target that the plan asked for by now, and the share that is sold."""
    measure = board["so_far"]["revenue"]
    if not measure["target"]:
        return {"kind": "no_target"}
    if measure["actual"] is None:
        return {"kind": "plan"}
    return {
        "kind": "closed" if board["data"]["is_closed"] else "shares",
        "due": measure["due"] / measure["target"],
        "sold": measure["actual"] / measure["target"],
    }


def hours_finding(hours: list[Row], gap: int | None) -> Finding:
    """Return how many of the known hours are off plan in the direction of the whole gap, and the one furthest off."""
    known = [hour for hour in hours if hour["revenue"]["actual"] is not None]
    if not known:
        return {"kind": "plan", "hour": None}
    sign = -1 if (gap or 0) < 0 else 1
    off = [hour for hour in known if is_off(hour) and hour["revenue"]["gap"] * sign > 0]
    if not off:
        return {"kind": "on_plan", "known": len(known), "hour": None}
    worst = max(off, key=lambda hour: abs(hour["revenue"]["gap"]))
    kind = "short" if sign < 0 else "over"
    return {"kind": kind, "known": len(known), "off": len(off), "hour": worst, "gap": abs(worst["revenue"]["gap"])}


def phases_finding(phases: list[Row]) -> Finding:
    """Return how many of the finished phases reached their share, and how the one in hand stands."""
    over = [phase for phase in phases if phase["is_over"]]
    now = next((phase for phase in phases if phase["state"] in {"running", "counting"}), None)
    finding: Finding = {"over": len(over), "reached": sum(phase["state"] == "reached" for phase in over), "now": now}
    finding["done"] = now["done"] if now else None
    if not phases:
        return {"kind": "none"}
    if now is None:
        ended = "ended" if len(over) == len(phases) else "between"
        return {
            "kind": ended if over else "first_reached" if phases[0]["state"] == "reached" else "plan",
            **finding,
            "first": phases[0],
        }
    if len(over) == 1:
        missed = over[0]["state"] == "missed"
        return {"kind": "after_missed" if missed else "after_reached", **finding, "short": 1 - (over[0]["done"] or 0)}
    return {"kind": "running" if over else "first", **finding}


def split_finding(board: Board) -> Finding:
    """Return what the gap so far comes from: the largest cause and its part, or why that cannot be told."""
    measure, said = board["so_far"]["revenue"], board["sentence"]
    if measure["gap"] is None or not measure["target"]:
        return {"kind": "none"}
    if is_on_pace(gap=measure["gap"], due=measure["due"]) or said["cause"] == "none":
        return {"kind": "on_plan"}
    return {
        "kind": said["cause"],
        "part": board["so_far"]["split"][said["cause"]],
        "gap": measure["gap"],
        "is_short": measure["gap"] < 0,
    }


def focus_hour(hours: list[Row]) -> Row | None:
    """Return the hour worth explaining.

    While the sale runs the latest one off plan with at least half of its plan due, else the one furthest off.
    """
    off = [hour for hour in hours if is_off(hour)]
    is_over = all(hour["state"] == "known" for hour in hours)
    recent = [] if is_over else [hour for hour in hours if hour["revenue"]["actual"] is not None][-2:]
    for hour in reversed(recent):
        if hour in off and (hour["state"] == "known" or hour["revenue"]["due"] * 2 >= hour["revenue"]["target"]):
            return hour
    return max(off, key=lambda hour: abs(hour["revenue"]["gap"]), default=None)


MEASURE_OF = {"traffic": "visitors", "conversion": "conversion", "order_value": "order_value"}


def is_by_its_hours(board: Board) -> bool:
    """Tell whether the largest cause shows only hour by hour: over the whole time its figure is on the other side of its plan.

    The split of the sale is the sum of its hours' splits: enough visitors in all, but too few in the hours in which most was
    to be sold, are still a matter of traffic. Then the sentence must say so, or its two figures would contradict it.
    """
    said = board["sentence"]
    measure = board["so_far"].get(MEASURE_OF.get(said["cause"], ""))
    if measure is None or measure["gap"] is None or not said.get("gap_minor"):
        return False
    return bool(measure["gap"] * said["gap_minor"] < 0)

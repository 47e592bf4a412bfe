"""Why a sale is off its plan, as rows and as one diagnosis, from a counted board (rules L3, L5; F3). Pure.

A row is a window (an hour, a phase, the sale so far): the gap with its parts, the traffic part by channel, the order value's part
by mix and within, refunds and what is left after them. Money in minor units; what is not known is None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from live.rules.mix import split_value
from live.rules.split import PARTS, Split, largest_cause
from live.rules.swing import MEASURES, log_ratio, named_cause, swings_of

Board = Mapping[str, Any]
Row = dict[str, Any]
MUCH_UNMATCHED = 0.1  # of the visitors: beyond it no channel is called the cause


@dataclass(frozen=True)
class Diagnosis:
    """The largest cause of a window's gap with its numbers.

    `part`: of `live.rules.split.PARTS`, "none" without a gap. `channel` (its key) and what begins with it: the channel that pulls
    hardest in the direction of the gap, where traffic is the cause and channels can be told. `lever`: "mix" or "within" where
    order value is the cause and tiers are counted. `due` and `actual` are of the part's own measure.
    `is_clear`: the cause stands out of the usual swing of an hour (`rules.swing`); always true of the sale and of phases.
    `blind`: why more cannot be said: "visitors", "channels", "unplanned", "unmatched", "" for nothing.
    """

    part: str = "none"
    gap_minor: int = 0
    due_minor: int = 0
    part_minor: int = 0
    slots: int = 0
    due: float | None = None
    actual: float | None = None
    channel: str | None = None
    channel_minor: int | None = None
    channel_seen: int | None = None
    channel_due: int | None = None
    lever: str = ""
    lever_minor: int | None = None
    blind: str = ""
    is_clear: bool = True
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_short(self) -> bool:
        """Whether less was sold than was due."""
        return self.gap_minor < 0


def rows_of(board: Board, mix: Sequence[float | None] = ()) -> list[Row]:
    """Return a row for every known hour, then every phase that has begun, then the sale so far.

    `mix` is ln(m) of every hour, as counted by tier.
    """
    causes = board.get("causes") or {"hours": [], "phases": [], "so_far": None}
    known = [hour for hour in board["hours"] if hour["split"] is not None]
    rows = [_row("hour", number, hour, told, mix) for number, (hour, told) in enumerate(_beside(known, causes["hours"]))]
    for phase, told in _beside(board["phases"], causes["phases"]):
        if phase["split"] is not None:
            rows.append(_row("phase", phase["number"], phase, told, mix))
    if board["data"]["counted_to"] is not None:
        sale = {"start": board["campaign"]["starts_at"], "end": board["campaign"]["ends_at"], **board["so_far"]}
        rows.append(_row("sale", 0, sale, causes["so_far"], mix))
    return rows


def diagnose(board: Board, rows: Sequence[Row], *, swings: Mapping[str, float] | None = None) -> Diagnosis:
    """Return the largest cause of the gap of these rows together; none of them, or no gap: part "none".

    Rows of hours are added up; a single row of a phase or of the sale stands for itself. With `swings` the cause is the part that
    stands out most of the usual swing of an hour; where none does the largest, which is then not clear.
    """
    split = Split(**{name: sum(row["split"][name] for row in rows) for name in PARTS})
    due = sum(row["revenue"]["due"] or 0 for row in rows)
    slots = sum(row["slots"] for row in rows)
    part = largest_cause(split)
    if not rows or part is None:
        return Diagnosis(due_minor=due, slots=slots)
    is_clear = True
    if swings is not None and part in MEASURES:
        means = [mean for row in rows for mean in row["means"]]
        name, is_clear = named_cause({name: split.as_dict()[name] for name in MEASURES}, means=means, swings=swings)
        part = name or part
    sign = 1 if split.gap > 0 else -1
    pair = _pair(part, rows)
    told: dict[str, Any] = {}
    if part == "traffic":
        told = _channel(board, rows, sign)
    elif part == "order_value":
        told = _lever(rows, sign)
    elif part == "orders":
        told = {"blind": "visitors"}
    return Diagnosis(
        part=part,
        gap_minor=split.gap,
        due_minor=due,
        part_minor=split.as_dict()[part],
        slots=slots,
        due=pair[0],
        actual=pair[1],
        is_clear=is_clear,
        parts=split.as_dict(),
        **told,
    )


def usual_swings(rows: Sequence[Row]) -> dict[str, float]:
    """Return the usual swing of each factor in the known hours of a sale, the running one left out."""
    hours = [row for row in rows if row["kind"] == "hour" and row["state"] == "known"]
    ratios = [{name: log_ratio(row[of]["actual"], row[of]["due"]) for name, of in MEASURES.items()} for row in hours]
    orders = [row["paid_orders"]["actual"] or 0 for row in hours[-6:]]
    return swings_of(ratios, orders=sum(orders) / len(orders) if orders else 0.0)


def latest(rows: Sequence[Row], hours: int) -> list[Row]:
    """Return the last known hours of the rows; the running one only once half of its plan is due. [] where there are fewer.

    >>> hour = {"kind": "hour", "revenue": {"target": 100, "due": 100}}
    >>> begun = {"kind": "hour", "revenue": {"target": 100, "due": 20}}
    >>> len(latest([hour, hour, begun], 2)), latest([hour, begun], 2)
    (2, [])
    """
    known = [row for row in rows if row["kind"] == "hour"]
    if known and 2 * (known[-1]["revenue"]["due"] or 0) < known[-1]["revenue"]["target"]:
        known = known[:-1]
    return known[-hours:] if len(known) >= hours > 0 else []


def _beside(windows: Sequence[Row], told: Sequence[Row | None]) -> list[tuple[Row, Row | None]]:
    return [(window, told[place] if place < len(told) else None) for place, window in enumerate(windows)]


def _row(kind: str, number: int, window: Row, told: Row | None, mix: Sequence[float | None]) -> Row:
    parts = split_value(window["split"]["order_value"], means=told["means"], ratios=mix) if told else None
    refunds, gap = window["refunds"]["actual"], window["revenue"]["gap"]
    start, end = window.get("start_offset", 0), window.get("end_offset", 0)
    return {
        "kind": kind,
        "number": number,
        "name": window.get("name", ""),
        "start": window["start"],
        "end": window["end"],
        "counted_to": window.get("counted_to"),
        "state": window.get("state", ""),
        "slots": _slots(window, end - start),
        "split": window["split"],
        "channels": told["parts"] if told else [],
        "seen": told["seen"] if told else [],
        "due": told["due"] if told else [],
        "means": [mean for _hour, mean in told["means"]] if told else [],
        "mix": parts[0] if parts else None,
        "within": parts[1] if parts else None,
        "refunds": refunds,
        "net_gap": None if gap is None or refunds is None else gap - refunds,
        **{name: window[name] for name in ("revenue", "visitors", "paid_orders", "conversion", "order_value", "inquiries")},
    }


def _slots(window: Row, whole: int) -> int:
    """Return how many slots are known of an hour; of another window all of them."""
    target: int = window["revenue"]["target"]
    due: int = window["revenue"]["due"] or 0
    if window.get("state") != "running" or not target:
        return whole
    return max(1, round(whole * due / target))


def _pair(part: str, rows: Sequence[Row]) -> tuple[float | None, float | None]:
    """Return plan and actual of a part's own measure over the rows: visitors, orders; ratios from sums."""

    def both(name: str) -> tuple[float | None, float | None]:
        sums = [[row[name][side] for row in rows] for side in ("due", "actual")]
        return tuple(None if None in values else sum(values) for values in sums)  # type: ignore[return-value]

    def ratio(above: str, below: str) -> tuple[float | None, float | None]:
        pairs = zip(both(above), both(below), strict=True)
        return tuple(None if top is None or not under else top / under for top, under in pairs)  # type: ignore[return-value]

    if part in {"traffic", "orders"}:
        return both("visitors" if part == "traffic" else "paid_orders")
    if part == "conversion":
        single = rows[0]["conversion"] if len(rows) == 1 else None
        return (single["due"], single["actual"]) if single else ratio("paid_orders", "visitors")
    if part == "order_value":
        single = rows[0]["order_value"] if len(rows) == 1 else None
        return (single["due"], single["actual"]) if single else ratio("revenue", "paid_orders")
    return None, None


def _channel(board: Board, rows: Sequence[Row], sign: int) -> dict[str, Any]:
    """Return the channel that pulls hardest, or why it cannot be told."""
    causes = board.get("causes")
    if not causes or not causes["is_planned"]:
        return {"blind": "unplanned"}
    keys: list[str] = causes["channels"]
    if any(not row["channels"] for row in rows):
        return {"blind": "channels"}
    parts, seen, due = (_sums(rows, name, len(keys)) for name in ("channels", "seen", "due"))
    if parts[-1]:
        return {"blind": "channels"}
    strangers = sum(value for key, value in zip(keys, seen, strict=True) if key.startswith("?"))
    if strangers > MUCH_UNMATCHED * (sum(seen) or 1):
        return {"blind": "unmatched"}
    place = max(range(len(keys)), key=lambda each: (sign * parts[each], -each))
    return {
        "channel": keys[place],
        "channel_minor": parts[place],
        "channel_seen": seen[place],
        "channel_due": due[place],
    }


def _sums(rows: Sequence[Row], name: str, length: int) -> list[int]:
    found = [0] * length
    for row in rows:
        for place, value in enumerate(row[name]):
            found[place] += value
    return found


def _lever(rows: Sequence[Row], sign: int) -> dict[str, Any]:
    """Return whether the mix of tiers or the value within them moves the order value; nothing where tiers are not counted."""
    if any(row["mix"] is None for row in rows):
        return {}
    sums = {name: sum(row[name] for row in rows) for name in ("mix", "within")}
    lever = max(sums, key=lambda name: sign * sums[name])
    return {"lever": lever, "lever_minor": sums[lever]}

"""Judge a rehearsal: was each fault noticed, by which sign, after how many minutes; what followed; do the books agree."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rehearsal.rules.faults import CONVERSION, DUPLICATES, LATE_DATA, STOCK_OUT, TRAFFIC, WORKER_KILLED, Fault

AFTERGLOW = 120  # minutes: an hour of the board is read until the next but one begins


@dataclass(frozen=True)
class Look:
    """What stood at one moment: the signs, in minutes since the start of the sale."""

    minute: int
    signs: frozenset[str]


@dataclass(frozen=True)
class Followed:
    """What the program did about a trouble: incidents and their signs, cards opened and taken, messages received."""

    incidents: Sequence[Mapping[str, Any]] = ()
    cards: Sequence[Mapping[str, Any]] = ()
    messages: Sequence[Mapping[str, Any]] = field(default=())


def signs_of(fault: Fault) -> frozenset[str]:
    """Return the signs that mean this fault was noticed.

    >>> sorted(signs_of(Fault("traffic", 600, 60, 0.5, "直播")))
    ['cause:traffic', 'channel:直播']
    """
    return frozenset(
        {
            TRAFFIC: {"cause:traffic", f"channel:{fault.subject}"},
            CONVERSION: {"cause:conversion"},
            STOCK_OUT: {f"stock:{fault.subject}"},
            LATE_DATA: {"age:late", "age:stale"},
            DUPLICATES: {"load:repeated"},
            WORKER_KILLED: {"load:resumed"},
        }[fault.kind]
    )


def noticed(fault: Fault, looks: Iterable[Look]) -> tuple[int, str] | None:
    """Return when and by which sign a fault was first noticed; minutes after it began, below zero when it was seen coming.

    A sign that stood before the fault began does not count until it has gone and come again; the stock may warn before.

    >>> looks = [Look(590, frozenset()), Look(610, frozenset({"cause:conversion"}))]
    >>> noticed(Fault("conversion", 600, 60), looks), noticed(Fault("traffic", 600, 60), looks)
    ((10, 'cause:conversion'), None)
    """
    wanted, stood = signs_of(fault), frozenset[str]()
    for look in looks:
        fresh = look.signs & wanted if fault.kind == STOCK_OUT else (look.signs & wanted) - stood
        if look.minute < fault.start and fault.kind != STOCK_OUT:
            stood = look.signs & wanted
            continue
        if fresh and look.minute <= fault.end + AFTERGLOW:
            return look.minute - fault.start, sorted(fresh)[-1]
        stood &= look.signs
    return None


def false_alarms(faults: Collection[Fault], looks: Iterable[Look]) -> list[tuple[int, str]]:
    """Return causes that were read off the board while no fault explains them: each once, when it first stood.

    >>> looks = [Look(300, frozenset({"cause:traffic"})), Look(610, frozenset({"cause:conversion"}))]
    >>> false_alarms([Fault("conversion", 600, 60)], looks)
    [(300, 'cause:traffic')]
    """
    found: list[tuple[int, str]] = []
    stood: frozenset[str] = frozenset()
    for look in looks:
        explained = any(fault.start <= look.minute <= fault.end + AFTERGLOW for fault in faults)
        causes = frozenset(sign for sign in look.signs if sign.startswith("cause:"))
        if not explained:
            found += [(look.minute, sign) for sign in sorted(causes - stood)]
        stood = causes
    return found


def score(faults: Sequence[Fault], looks: Sequence[Look], followed: Followed, books: Mapping[str, Any]) -> dict[str, Any]:
    """Return the judgement, JSON-able: a row a fault, false alarms, messages in all, and whether the books agree."""
    rows = [_row(fault, looks, followed) for fault in faults]
    return {
        "faults": rows,
        "found": sum(row["found_after"] is not None for row in rows),
        "false_alarms": [{"minute": minute, "sign": sign} for minute, sign in false_alarms(faults, looks)],
        "incidents": [{"code": one["code"], "minute": one["minute"]} for one in followed.incidents if not one["is_sign"]],
        "messages": len(followed.messages),
        "most_messages_of_an_incident": most_told(followed.messages),
        "books": {**books, "agree": books["revenue_sent"] == books["revenue_counted"]},
    }


def most_told(messages: Iterable[Mapping[str, Any]]) -> int:
    """Return the most messages that told of one incident's beginning: 1 where each was told once.

    >>> most_told([{"incident": 1, "event": "opened"}, {"incident": 1, "event": "ended"}, {"incident": None}])
    1
    """
    counts = Counter(one["incident"] for one in messages if one.get("incident") is not None and one.get("event") == "opened")
    return max(counts.values(), default=0)


def _row(fault: Fault, looks: Sequence[Look], followed: Followed) -> dict[str, Any]:
    found = noticed(fault, looks)
    incidents = [one for one in followed.incidents if one["kind"] == fault.kind and _near(fault, one["minute"])]
    cards = [one for one in followed.cards if one["kind"] == fault.kind and _near(fault, one["minute"])]
    numbers = {one["number"] for one in incidents}
    return {
        **fault.as_dict(),
        "found_after": None if found is None else found[0],
        "sign": "" if found is None else found[1],
        "incidents": len(numbers),
        "incident_after": incidents[0]["minute"] - fault.start if incidents else None,
        "card": cards[0]["name"] if cards else "",
        "action_after": next((one["taken"] - fault.start for one in cards if one.get("taken") is not None), None),
        "messages": sum(one.get("incident") in numbers for one in followed.messages),
    }


def _near(fault: Fault, minute: int) -> bool:
    return fault.start <= minute <= fault.end + AFTERGLOW or (fault.kind == STOCK_OUT and minute <= fault.end)

"""Put one board together: so far, each hour, each phase, the curves. Pure: numbers in, a JSON-able dict out.

Slots in the input are counted from the sale's first slot; in the output moments are ISO text in UTC. The dict holds only what
follows from the plan and the data: no clock, no language, so that the same state gives the same digest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from common.splitting import split_minor
from live.rules.ledger import Ledger
from live.rules.pace import Position, phase_state
from live.rules.sentence import compose

SUMS = ("revenue", "visitors", "paid_orders", "inquiries", "refunds")
MOST_POINTS = 288  # two days of slots: what a curve of the page can show and a phone can draw

Moment = Callable[[int], str]


@dataclass(frozen=True)
class PhaseWindow:
    """One phase: its own window, and the one that counts towards it (the hours before it, and after the last one)."""

    number: int
    name: str
    tells: str
    start: int
    end: int
    counts_from: int
    counts_to: int
    tells_key: str = ""


def position_of(ledger: Ledger) -> Position | None:
    """Return where the sale stands at the age of its data; None when not one slot is known."""
    if ledger.cut <= 0:
        return None
    end = ledger.length
    return Position(
        target_minor=ledger.planned("revenue", 0, end),
        due_minor=ledger.due("revenue", 0, end),
        actual_minor=ledger.sold("revenue", 0, end) or 0,
        slots_left=end - ledger.cut,
    )


def figures_of(
    ledger: Ledger, phases: Sequence[PhaseWindow], curves: Mapping[str, Sequence[int]], moment: Moment
) -> dict[str, Any]:
    """Return the counted part of a board: sentence, so_far, hours, phases and series.

    `curves` are revenues a slot of other sales on the same axis ("last", "yesterday"), each as long as it is known.
    `moment` turns a slot into ISO text.
    """
    position = position_of(ledger)
    split = ledger.split(0, ledger.length)
    left = position.left_minor if position else ledger.planned("revenue", 0, ledger.length)
    return {
        "sentence": compose(position=position, split=split),
        "so_far": {**ledger.measures(0, ledger.length), "split": split.as_dict()},
        "hours": _hours(ledger, left, curves, moment),
        "phases": _phases(ledger, left, phases, moment),
        "series": _series(ledger, curves),
    }


def _window(start: int, end: int, moment: Moment) -> dict[str, Any]:
    return {"start": moment(start), "end": moment(end), "start_offset": start, "end_offset": end}


def _hours(ledger: Ledger, left: int, curves: Mapping[str, Sequence[int]], moment: Moment) -> list[dict[str, Any]]:
    """Return a row an hour: measures, running totals, split, what it still needs, and the same hour of the other sales."""
    still = [ledger.planned("revenue", max(start, ledger.cut), max(end, ledger.cut)) for start, end in ledger.hours]
    needs = split_minor(left, still) if any(still) else [0] * len(still)
    rows = []
    for (start, end), need in zip(ledger.hours, needs, strict=True):
        state = "known" if end <= ledger.cut else "running" if start < ledger.cut else "next"
        row = {
            **_window(start, end, moment),
            "state": state,
            "counted_to": moment(min(end, ledger.cut)) if start < ledger.cut else None,
        }
        row |= _with_running(ledger, start, end)
        row["split"] = ledger.split(start, end).as_dict() if start < ledger.cut else None
        row["needed_minor"] = None if state == "known" else need
        row |= {f"{name}_minor": sum(curve[start:end]) if end <= len(curve) else None for name, curve in curves.items()}
        rows.append(row)
    return rows


def _with_running(ledger: Ledger, start: int, end: int) -> dict[str, Any]:
    """Return the measures of a window, each with its running totals from the start of the sale to the window's end."""
    measures, totals = ledger.measures(start, end), ledger.measures(0, end)
    for name, measure in measures.items():
        known = measure["actual"] is not None
        measure["running_target"] = totals[name]["target"]
        measure["running_actual"] = totals[name]["actual"] if known else None
        measure["running_gap"] = totals[name]["gap"] if known else None
    return measures


def _phases(ledger: Ledger, left: int, phases: Sequence[PhaseWindow], moment: Moment) -> list[dict[str, Any]]:
    """Return a row a phase: window, state, measures with running totals, split, what it needs now."""
    still = [ledger.planned("revenue", max(p.counts_from, ledger.cut), max(p.counts_to, ledger.cut)) for p in phases]
    needs = split_minor(left, still) if any(still) else [0] * len(still)
    whole = ledger.planned("revenue", 0, ledger.length)
    rows = []
    for phase, need in zip(phases, needs, strict=True):
        a, b = phase.counts_from, phase.counts_to
        target, actual = ledger.planned("revenue", a, b), ledger.sold("revenue", a, b)
        state = phase_state(
            counts_from=a, start=phase.start, counts_to=b, cut=ledger.cut, target_minor=target, actual_minor=actual or 0
        )
        rows.append(
            {
                "number": phase.number,
                "name": phase.name,
                "tells": phase.tells,
                "tells_key": phase.tells_key,
                **_window(phase.start, phase.end, moment),
                "counts_from": moment(a),
                "counts_to": moment(b),
                "share": round(target / whole, 8) if whole else None,
                "state": state,
                "is_over": ledger.cut >= b,
                "done": round(actual / target, 8) if actual is not None and target else None,
                **_with_running(ledger, a, b),
                "split": ledger.split(a, b).as_dict() if a < ledger.cut else None,
                "needed_minor": None if ledger.cut >= b else need,
            }
        )
    return rows


def _series(ledger: Ledger, curves: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    """Return running totals of revenue at chosen offsets (slots since the start); None where a curve is not known."""
    step = max(1, ceil(ledger.length / MOST_POINTS))
    offsets = sorted({*range(0, ledger.length + 1, step), ledger.length, ledger.cut})
    series: dict[str, Any] = {
        "offsets": offsets,
        "target": [ledger.planned("revenue", 0, offset) for offset in offsets],
        "actual": [_known_total(ledger, offset) for offset in offsets],
    }
    for name, curve in curves.items():
        totals = [0]
        for value in curve:
            totals.append(totals[-1] + value)
        series[name] = [totals[offset] if offset < len(totals) else None for offset in offsets]
    return series


def _known_total(ledger: Ledger, offset: int) -> int | None:
    if offset > ledger.cut or ledger.cut <= 0:
        return None
    return ledger.sold("revenue", 0, offset) if offset else 0

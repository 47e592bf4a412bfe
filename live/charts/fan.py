"""Where the running total is likely to go, for the picture."""

from typing import Any

Board = dict[str, Any]


def fan_of(board: Board) -> list[tuple[int, int, int, int]]:
    """Return (offset, low, middle, high) running totals from the age of the data to the end of the sale, along the plan's curve.

    Empty where nothing is left to foresee. The way between now and the end is the plan's; only the end is an interval of its own.
    """
    outlook, series = board["outlook"], board["series"]
    known = [(offset, actual) for offset, actual in zip(series["offsets"], series["actual"], strict=True) if actual is not None]
    if not outlook or not known or outlook["sale"]["is_over"] or outlook["basis"]["is_early"]:
        return []
    cut, sold = known[-1]
    planned = dict(zip(series["offsets"], series["target"], strict=True))
    rest = series["target"][-1] - planned[cut]
    sale, length = outlook["sale"], series["offsets"][-1]
    found = []
    for offset in series["offsets"]:
        if offset < cut:
            continue
        part = (planned[offset] - planned[cut]) / rest if rest > 0 else (offset - cut) / max(length - cut, 1)
        low, middle, high = (round(sold + (sale[f"{name}_minor"] - sold) * part) for name in ("low", "middle", "high"))
        found.append((offset, low, middle, high))
    return found

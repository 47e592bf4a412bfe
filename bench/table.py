"""The table: what was measured, its floor, the ratio, and whether that is good enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MARKER = "<!-- Written by hand from here on: `make bench` keeps it. -->"
_HEAD = "| what | figure | floor | ratio | at most | aim | verdict |\n|---|--:|--:|--:|--:|--:|---|"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    `figure` and `floor` in `unit`. `most` and `aim` bound the ratio of the two, or the figure itself where `plain` is true; None
    where nothing is promised.
    """

    what: str
    figure: float
    floor: float | None
    most: float | None
    aim: float | None
    unit: str = "s"
    plain: bool = False

    @property
    def ratio(self) -> float | None:
        """Return the figure as so many times its floor; None without a floor."""
        return self.figure / self.floor if self.floor else None

    @property
    def verdict(self) -> str:
        """Say whether the row keeps its aim, its bound or neither; "" where none is set."""
        judged = self.figure if self.plain else self.ratio
        if self.most is None or self.aim is None:
            return ""
        if judged is None:
            return "not measured"
        return "within aim" if judged <= self.aim else "within bound" if judged <= self.most else "**over**"

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.plain else ""
        bounds = ["" if value is None else f"{value:g}{unit}" for value in (self.most, self.aim)]
        floor = "" if self.floor is None else _amount(self.floor, self.unit)
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        cells = [self.what, _amount(self.figure, self.unit), floor, ratio, *bounds, self.verdict]
        return f"| {' | '.join(cells)} |"


def _amount(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.2f} {unit}"


def markdown(rows: Sequence[Row], before: Sequence[str], after: Sequence[str]) -> str:
    """Return the table with lines about the machine before it and notes after it."""
    lines = [*(f"- {line}" for line in before), "", _HEAD, *map(str, rows), "", *(f"- {line}" for line in after)]
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """Write the file anew; what stands in it below the marker, written by hand, is kept."""
    by_hand = path.read_text().partition(MARKER)[2] if path.exists() else ""
    made = "Made by `make bench`. A ratio compares two figures of the same run; smaller is better."
    path.write_text(f"# Speed and size\n\n{made}\n\n{text}\n{MARKER}\n{by_hand.lstrip() and chr(10) + by_hand.lstrip()}")

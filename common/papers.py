"""A paper: one A4 page with a sentence, figures, and short blocks, the same on the screen, in print and as PDF.

A paper holds words and numbers already written for its reader, in the reader's language, so that page and PDF cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common.painting import is_lying


@dataclass(frozen=True)
class Figure:
    """One figure with its label and what stands below it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A small table. The first column is text, all others are right-aligned but those in `texts`; `foot` is its sum."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    texts: frozenset[int] = frozenset()

    @property
    def marked_head(self) -> list[tuple[str, bool]]:
        """The head, each cell with whether its column holds numbers."""
        return self._marked(self.head)

    @property
    def marked_rows(self) -> list[list[tuple[str, bool]]]:
        """The rows, each cell with whether its column holds numbers."""
        return [self._marked(row) for row in self.rows]

    @property
    def marked_foot(self) -> list[tuple[str, bool]]:
        """The sum, each cell with whether its column holds numbers."""
        return self._marked(self.foot)

    def _marked(self, row: tuple[str, ...]) -> list[tuple[str, bool]]:
        return [(cell, self.is_number(place)) for place, cell in enumerate(row)]

    def is_number(self, place: int) -> bool:
        """Tell whether a column holds numbers."""
        return place > 0 and place not in self.texts


@dataclass(frozen=True)
class Bar:
    """One bar: its height as a share of the highest from 0 to 1, and a label below it, "" for none."""

    height: float
    label: str = ""


@dataclass(frozen=True)
class Thumb:
    """A small picture with words below it: `url` for the page, the file at `path` for the PDF; sides in pixels."""

    words: str
    url: str
    path: Path
    width: int
    height: int


@dataclass(frozen=True)
class Block:
    """One card: a title that says the finding, small pictures, lines of text, a table, bars. `is_wide` spans the page.

    `chart`: a figure (`common.painting`), which the PDF draws; the page shows the same figure by itself.
    """

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    bars: tuple[Bar, ...] = ()
    thumbs: tuple[Thumb, ...] = ()
    is_wide: bool = False
    chart: Mapping[str, Any] | None = None

    @property
    def drawn_bars(self) -> list["DrawnBar"]:
        """The bars in a drawing of 1000 by 150, with 20 below them for the labels."""
        step = 1000 / max(1, len(self.bars))
        return [
            DrawnBar(
                f"{(place + 0.14) * step:.1f}",
                f"{125 - max(1.0, bar.height * 120):.1f}",
                f"{step * 0.72:.1f}",
                f"{max(1.0, bar.height * 120):.1f}",
                bar.label,
            )
            for place, bar in enumerate(self.bars)
        ]


@dataclass(frozen=True)
class DrawnBar:
    """One bar as a rectangle of a drawing; the numbers are written as a drawing wants them, whatever the language."""

    x: str
    y: str
    width: str
    height: str
    label: str


@dataclass(frozen=True)
class Paper:
    """One page. `bad` is the part of the headline that is set in cinnabar, "" for none; `marks` stand in its top line."""

    name: str
    marks: tuple[str, ...]
    headline: str
    why: str = ""
    bad: str = ""
    figures: tuple[Figure, ...] = ()
    blocks: tuple[Block, ...] = field(default=())
    foot: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """The headline before the bad part, the bad part, and after it."""
        return self.headline.partition(self.bad) if self.bad else (self.headline, "", "")

    @property
    def texts(self) -> list[str]:
        """Every text and number on the paper, in reading order."""
        found = [*self.marks, self.headline, self.why]
        for figure in self.figures:
            found += [figure.label, figure.value, figure.note]
        for block in self.blocks:
            found += [block.title, *block.lines]
            if block.table:
                found += [*block.table.head, *(cell for row in block.table.rows for cell in row), *block.table.foot]
            for trace in block.chart["data"] if block.chart and is_lying(block.chart) else ():
                found += [str(text).strip() for text in (trace.get("name", ""), *trace["y"], *trace["text"])]
            found += [bar.label for bar in block.bars]
            found += [thumb.words for thumb in block.thumbs]
        return [text for text in [*found, self.foot] if text]

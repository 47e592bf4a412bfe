"""Notes on the chart: their numbers at their minutes."""

from collections.abc import Sequence
from html import escape
from typing import Any

from common.charts import token
from live.page.notes import ShownNote


def note_marks(notes: Sequence[ShownNote]) -> list[dict[str, Any]]:
    """Return a small boxed number for each note, between the running total and the strip; its text shows on hover."""
    return [
        {
            "text": str(note.number),
            "hovertext": f"{note.time} {escape(note.text)}",
            "x": note.hours,
            "y": 0.225,
            "xref": "x",
            "yref": "paper",
            "showarrow": False,
            "borderpad": 2,
            "borderwidth": 1,
            "bordercolor": token("--line-strong"),
            "bgcolor": token("--surface"),
            "font": {"color": token("--ink-2"), "size": 12},
        }
        for note in notes
    ]

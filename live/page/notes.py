"""Notes of a sale as a board shows them: numbered along the clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.moments import format_moment
from live.models import BoardNote

LONG_HOURS = 36


@dataclass(frozen=True)
class ShownNote:
    """One note: its number on the chart, its UTC minute, hours since the start of the sale, its time in words, who wrote it."""

    pk: int
    number: int
    minute: int
    hours: float
    time: str
    text: str
    author: str
    author_id: int | None


def shown_notes(campaign_id: int, board: dict[str, Any], *, until: datetime | None = None) -> list[ShownNote]:
    """Return the notes that fit the chart of a board, in order; those of the sale's own time alone.

    `until`: only those that stood at that moment.
    """
    campaign = board["campaign"]
    starts, ends = (datetime.fromisoformat(campaign[name]) for name in ("starts_at", "ends_at"))
    rows = BoardNote.objects.filter(campaign=campaign_id, minute__gte=starts, minute__lte=ends).select_related("author")
    rows = rows.standing() if until is None else rows.filter(made_at__lte=until).exclude(removed_at__lte=until)
    is_long = len(board["hours"]) > LONG_HOURS
    return [
        ShownNote(
            pk=note.pk,
            number=number,
            minute=note.utc_minute,
            hours=(note.minute - starts).total_seconds() / 3600,
            time=format_moment(note.minute, campaign["time_zone"], date=is_long),
            text=note.text,
            author=note.author.shown_name if note.author else "",
            author_id=note.author_id,
        )
        for number, note in enumerate(rows, 1)
    ]

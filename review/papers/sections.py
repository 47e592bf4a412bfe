"""What both papers of a report are made of: head, figures, and the blocks of the review as cards."""

from typing import Any

from django.utils.translation import gettext as _

from common.moments import format_moment
from common.papers import Block, Figure
from common.papers import Table as PaperTable
from review.models import Report
from review.pages.tables import Table
from review.pages.tiles import tiles
from review.words.verdict import age_words, stage_words


def marks(report: Report) -> tuple[str, ...]:
    """Return the top line: the sale, the stage that ended, the moment it speaks of."""
    as_of = format_moment(report.prepared_at, report.campaign.time_zone, year=True)
    said = (report.campaign.name, stage_words(report.stage), _("as of %(moment)s") % {"moment": as_of})
    return tuple(words for words in said if words)


def figures(body: dict[str, Any]) -> tuple[Figure, ...]:
    """Return the tiles of the page."""
    return tuple(Figure(tile.label, tile.value, tile.note) for tile in tiles(body))


def foot(report: Report) -> str:
    """Return the last line: how much is settled."""
    return _("Review of %(name)s; %(age)s.") % {"name": report.campaign.name, "age": age_words(report.body)}


def card(
    table: Table, *, most: int | None = None, is_wide: bool = False, lines: tuple[str, ...] = (), chart: Any = None
) -> Block:
    """Return a block of the review as a card; a narrow one has the columns of a phone, `most` rows at most."""
    kept = [place for place, column in enumerate(table.columns) if is_wide or not column.is_wide]
    columns = [table.columns[place] for place in kept]
    rows = table.shown if most is None else table.shown[:most]
    texts = frozenset(number for number, column in enumerate(columns) if number and column.kind == "text")
    head = tuple(column.label for column in columns)
    body = tuple(tuple(row[place]["words"] for place in kept) for row in rows)
    return Block(table.title, lines, PaperTable(head, body, texts=texts), is_wide=is_wide, chart=chart)

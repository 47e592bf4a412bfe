"""A report whole: every block with its rule, all its columns and rows, its picture; then what has pages of its own."""

from django.utils.translation import gettext as _

from common.papers import Block, Paper
from review.models import Report
from review.pages.beyond import Part, parts_of
from review.pages.blocks import MAKERS
from review.pages.tables import Body
from review.papers.sections import card, figures, foot, marks
from review.pictures import picture_of
from review.queries.calibration import foresight_of
from review.words import calibration
from review.words.verdict import verdict, why


def _part(part: Part) -> Block:
    lines = (*part.lines, part.key) if part.chart is not None and part.key else tuple(part.lines)
    return card(part.table, is_wide=True, lines=lines, chart=part.chart)


def _judged(body: Body) -> tuple[Block, ...]:
    """Return what may be said of all foresight: its tables stand before it, those that have rows."""
    if not body.get("foresight"):
        return ()
    found = foresight_of(body["foresight"])
    return (Block(calibration.verdict(found), (calibration.why(found),), is_wide=True),)


def full_report(report: Report) -> Paper:
    """Return all of the report, in the reader's language."""
    body = report.body
    tables = [make(body) for make in MAKERS.values()]
    return Paper(
        name=_("%(name)s: the review") % {"name": report.campaign.name},
        marks=marks(report),
        headline=verdict(body),
        why=why(body),
        figures=figures(body),
        blocks=tuple(
            card(table, is_wide=True, lines=(table.rule,) if table.rule else (), chart=picture_of(table.name, body))
            for table in tables
            if table.rows
        )
        + tuple(_part(part) for part in parts_of(body, report.campaign))
        + _judged(body),
        foot=foot(report),
    )

"""A report whole: every block with its rule, all its columns and rows, its picture; then what has pages of its own."""

from django.utils.translation import gettext as _

from common.papers import Block, Paper
from review.models import Report
from review.pages.beyond import Part, parts_of
from review.pages.blocks import MAKERS
from review.papers.sections import card, figures, foot, marks
from review.pictures import picture_of
from review.words.verdict import verdict, why


def _part(part: Part) -> Block:
    lines = (*part.lines, part.key) if part.chart is not None and part.key else tuple(part.lines)
    return card(part.table, is_wide=True, lines=lines, chart=part.chart)


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
        + tuple(_part(part) for part in parts_of(body, report.campaign)),
        foot=foot(report),
    )

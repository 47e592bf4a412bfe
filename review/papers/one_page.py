"""A report on one page: the verdict, six figures, the way from plan to actual, and the first rows of each block."""

from dataclasses import replace

from django.utils.translation import gettext as _

from common.papers import Block, Paper
from review.charts import way_figure
from review.models import Report
from review.pages.blocks import MAKERS, blocks_of
from review.pages.tables import Table
from review.papers.sections import card, figures, foot, marks
from review.words.effect import tile
from review.words.verdict import verdict, why

MOST = 5
LEFT_OUT = frozenset({"pictures", "offers", "chase"})
"""What the boss finds in the full report."""


def one_page(report: Report) -> Paper:
    """Return the report on one page, in the reader's language."""
    body = report.body
    figure = way_figure(body)
    blocks: list[Block] = []
    if figure is not None:
        blocks.append(Block(MAKERS["steps"](body).title, is_wide=True, chart=figure))
    tables = [table for table in blocks_of(body) if table.name not in LEFT_OUT]
    blocks += [card(_moved(table)) if table.name == "money" else card(table, most=MOST) for table in tables]
    return Paper(
        name=_("%(name)s: the review on one page") % {"name": report.campaign.name},
        marks=marks(report),
        headline=verdict(body),
        why=" ".join(words for words in (why(body), tile(body.get("effect") or {})) if words),
        figures=figures(body),
        blocks=tuple(blocks),
        foot=foot(report),
    )


def _moved(table: Table) -> Table:
    """Leave out the parts of the money that are nothing in every state; which are not known at all stands above."""
    return replace(table, rows=[row for row in table.rows if any(row[1:4])])

"""A report drawn as a PDF of as many A4 pages as it needs: every block as wide as the page, long tables over several pages.

The head of a table is drawn again on each page it goes on to; each page says of how many it is.
"""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from common.papers import Block, Paper, Table
from common.pdf.chart import draw_chart
from common.pdf.head import GAP, MARGIN, draw_figures, draw_head
from common.pdf.pen import HEIGHT, WIDTH, Pen, ready_font
from common.pdf.table import rows_of

INNER = WIDTH - 2 * MARGIN
LIMIT = HEIGHT - MARGIN - 14
TITLE, LINE, FOOT = 13.0, 9.0, 7.5
APART = 16.0
TOGETHER = 12
"""So many rows of a table, its head among them, are not torn from its title: short tables stay whole."""


def report_pdf(paper: Paper, *, language: str) -> bytes:
    """Return the paper as a PDF of many pages; the same paper gives the same bytes. `language` is told to screen readers."""
    ready_font()
    pages, _nothing = _drawn(paper, language, pages=0)  # once to count the pages
    return _drawn(paper, language, pages=pages)[1]


def _drawn(paper: Paper, language: str, *, pages: int) -> tuple[int, bytes]:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(paper.name)
    canvas.setCatalogEntry("Lang", language)
    sheets = _Sheets(Pen(canvas, 1.0), paper.foot, pages)
    y = draw_head(sheets.pen, paper, INNER)
    if paper.figures:
        y = draw_figures(sheets.pen, paper.figures, y + GAP, INNER)
    for block in paper.blocks:
        y = _block(sheets, block, y + APART)
    sheets.end()
    canvas.save()
    return sheets.number, file.getvalue()


class _Sheets:
    """The pages of a report while they are drawn."""

    def __init__(self, pen: Pen, foot: str, pages: int) -> None:
        self.pen, self.foot, self.pages, self.number = pen, foot, pages, 1
        self.nowhere = Pen(Canvas(io.BytesIO(), pagesize=A4), pen.scale)  # what is measured is drawn where nobody sees it

    def end(self) -> None:
        """Write the foot of the page in hand."""
        self.pen.text(MARGIN, HEIGHT - MARGIN + 4, self.foot, FOOT, ink="--ink-3")
        self.pen.text(WIDTH - MARGIN, HEIGHT - MARGIN + 4, f"{self.number} / {self.pages}", FOOT, ink="--ink-3", right=True)

    def turn(self) -> float:
        """Begin a new page; return where it begins."""
        self.end()
        self.pen.canvas.showPage()
        self.number += 1
        return MARGIN


def _block(sheets: _Sheets, block: Block, y: float) -> float:
    """Draw one block; return where it ends, on whatever page that is."""
    y = y if y + _opening(sheets, block) <= LIMIT else sheets.turn()
    y = sheets.pen.lines(MARGIN, y, block.title, TITLE, INNER, bold=True)
    for line in block.lines:
        y = sheets.pen.lines(MARGIN, y + 1, line, LINE, INNER, ink="--ink-2")
    if block.chart:
        y = draw_chart(sheets.pen, block.chart, MARGIN, y + 6, INNER) + 4
    return _table(sheets, block.table, y + 4) if block.table else y


def _opening(sheets: _Sheets, block: Block) -> float:
    """Return the height of what may not be torn apart: title, lines, picture, the head of the table and its first rows."""
    pen = sheets.nowhere
    y = pen.lines(MARGIN, 0, block.title, TITLE, INNER, bold=True)
    for line in block.lines:
        y = pen.lines(MARGIN, y + 1, line, LINE, INNER)
    if block.chart:
        y = draw_chart(pen, block.chart, MARGIN, y + 6, INNER) + 4
    if block.table:
        y += 4
        for row, _place in zip(rows_of(pen, block.table, MARGIN, INNER), range(TOGETHER), strict=False):
            y = row.draw(y)
    return y


def _table(sheets: _Sheets, table: Table, y: float) -> float:
    head, *rows = rows_of(sheets.pen, table, MARGIN, INNER)
    y = head.draw(y)
    for row in rows:
        if y + row.draw(0, sheets.nowhere) > LIMIT:
            y = head.draw(sheets.turn())
        y = row.draw(y)
    return y

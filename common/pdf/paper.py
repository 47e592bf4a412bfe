"""A paper drawn as a PDF of one A4 page.

It is drawn as large as one page allows; what does not fit even at `SMALLEST` goes on to a second page, nothing is cut.
"""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from common.papers import Block, Paper
from common.pdf.chart import draw_chart
from common.pdf.head import GAP, MARGIN, PAD, draw_figures, draw_head
from common.pdf.pen import HEIGHT, WIDTH, Pen, colour, ready_font
from common.pdf.table import draw_table
from common.pdf.thumbs import draw_thumbs

LARGEST, SMALLEST = 1.16, 0.6
STEP = 0.04


def paper_pdf(paper: Paper, *, language: str) -> bytes:
    """Return the paper as a PDF file; the same paper gives the same bytes. `language` is told to screen readers."""
    ready_font()
    scale = LARGEST
    while True:
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
        canvas.setTitle(paper.name)
        canvas.setCatalogEntry("Lang", language)
        pen = Pen(canvas, scale)
        pages = _draw(pen, paper)
        if pages == 1 or scale - STEP < SMALLEST:
            canvas.save()
            return file.getvalue()
        scale -= STEP


def _draw(pen: Pen, paper: Paper) -> int:
    """Draw the paper and return how many pages it took."""
    scale, inner = pen.scale, WIDTH - 2 * MARGIN
    nowhere = Pen(Canvas(io.BytesIO(), pagesize=A4), scale)  # a card is measured by drawing it where nobody sees it
    y = draw_head(pen, paper, inner)
    if paper.figures:
        y = draw_figures(pen, paper.figures, y + GAP, inner)
    half = (inner - GAP) / 2
    bottoms = [y, y]
    pages = 1
    limit = HEIGHT - MARGIN - 10
    for block in paper.blocks:
        width = inner if block.is_wide else half
        column = 0 if block.is_wide or bottoms[0] <= bottoms[1] else 1
        top = (max(bottoms) if block.is_wide else bottoms[column]) + GAP
        height = _content(nowhere, block, 0, 0, width)
        if top + height > limit and top > MARGIN + GAP:
            pages += 1
            pen.canvas.showPage()
            bottoms, column, top = [MARGIN, MARGIN], 0, MARGIN + GAP
        _block(pen, block, MARGIN + column * (half + GAP), top, width, height)
        if block.is_wide:
            bottoms = [top + height, top + height]
        else:
            bottoms[column] = top + height
    pen.text(MARGIN, HEIGHT - MARGIN + 4, paper.foot, 7.5 * scale, ink="--ink-3")
    return pages


def _block(pen: Pen, block: Block, x: float, y: float, width: float, height: float) -> None:
    pen.frame(x, y, width, height)
    _content(pen, block, x, y, width)


def _content(pen: Pen, block: Block, x: float, y: float, width: float) -> float:
    """Draw what is in a card and return the height it needs."""
    scale, top = pen.scale, y
    room = width - 2 * PAD
    y = pen.lines(x + PAD, y + PAD * 0.6, block.title, 11 * scale, room, bold=True)
    if block.thumbs:
        y = draw_thumbs(pen, block.thumbs, x + PAD, y + 4, room)
    if block.chart:
        y = draw_chart(pen, block.chart, x + PAD, y + 4, room)
    if block.bars:
        y = _bars(pen, block, x + PAD, y + 4, room)
    if block.table:
        y = draw_table(pen, block.table, x + PAD, y + 3 * scale, room)
    for line in block.lines:
        y = pen.lines(x + PAD, y + 1.5 * scale, line, 9 * scale, room, ink="--ink-2")
    return y + PAD - top


def _bars(pen: Pen, block: Block, x: float, y: float, room: float) -> float:
    high, step = 58 * pen.scale, room / len(block.bars)
    for place, bar in enumerate(block.bars):
        height = max(0.6, bar.height * high)
        pen.canvas.setFillColor(colour("--plan-soft"))
        pen.canvas.setStrokeColor(colour("--plan"))
        pen.canvas.setLineWidth(0.6)
        pen.canvas.rect(x + (place + 0.14) * step, HEIGHT - y - high, step * 0.72, height, stroke=1, fill=1)
        if bar.label:
            pen.text(x + (place + 0.14) * step, y + high + 10 * pen.scale, bar.label, 7.5 * pen.scale, ink="--ink-3")
    return y + high + 13 * pen.scale

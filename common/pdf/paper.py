"""A paper drawn as a PDF of one A4 page.

It is drawn as large as one page allows; what does not fit even at `SMALLEST` goes on to a second page, nothing is cut.
"""

import io
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from common.papers import Block, Figure, Paper, Table
from common.pdf.pen import HEIGHT, LEADING, WIDTH, Pen, colour, ready_font, width_of, wrapped
from common.pdf.thumbs import draw_thumbs

MARGIN, GAP, PAD = 40.0, 8.0, 9.0
TEXT_GAP = 8.0
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
    y = _head(pen, paper, inner)
    if paper.figures:
        y = _figures(pen, paper.figures, y + GAP, inner)
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


def _head(pen: Pen, paper: Paper, inner: float) -> float:
    """Draw the top line, the sentence and the line below it; return where they end."""
    scale = pen.scale
    x, y = MARGIN, MARGIN + 4
    for place, mark in enumerate(paper.marks):
        x += pen.text(x, y, mark, 8.5 * scale, bold=place == 0, ink="--ink" if place == 0 else "--ink-2") + 14 * scale
    y += 8
    pen.rule(MARGIN, y, inner)
    size = 21 * scale
    before, bad, _after = paper.parts
    place = 0
    y += 4
    for line in wrapped(paper.headline, size, inner):
        y += size * 1.25
        x = MARGIN
        place = paper.headline.index(line, place)
        for ink, start, end in _runs(line, place, len(before), len(before) + len(bad)):
            x += pen.text(x, y - size * 0.25, line[start:end], size, bold=True, ink=ink)
        place += len(line)
    return pen.lines(MARGIN, y + 2, paper.why, 10 * scale, inner, ink="--ink-2") if paper.why else y


def _runs(line: str, place: int, start: int, end: int) -> list[tuple[str, int, int]]:
    """Cut a line of the headline into what is plain and what is bad; `place` is where the line begins in the headline."""
    cuts = sorted({0, len(line), min(max(start - place, 0), len(line)), min(max(end - place, 0), len(line))})
    return [("--behind" if start <= place + first < end else "--ink", first, last) for first, last in pairwise(cuts)]


def _figures(pen: Pen, figures: tuple[Figure, ...], y: float, inner: float) -> float:
    """Draw the figures side by side in one frame; return where it ends."""
    scale, width = pen.scale, inner / len(figures)
    height = (14 + 20 + 14) * scale + 6
    if not any(figure.note for figure in figures):
        height -= 12 * scale
    pen.frame(MARGIN, y, inner, height)
    for place, figure in enumerate(figures):
        x = MARGIN + place * width + PAD
        room = width - 2 * PAD
        pen.text(x, y + 13 * scale, _fitted(figure.label, 8 * scale, room), 8 * scale, ink="--ink-3")
        size = min(17 * scale, 17 * scale * room / max(width_of(figure.value, 17 * scale), 1))
        pen.text(x, y + 32 * scale, figure.value, size, bold=True)
        for row, line in enumerate(wrapped(figure.note, 8 * scale, room)[:1]):
            pen.text(x, y + (45 + 10 * row) * scale, line, 8 * scale, ink="--ink-2")
        if place:
            pen.canvas.setStrokeColor(colour("--line"))
            pen.canvas.line(x - PAD, HEIGHT - y, x - PAD, HEIGHT - y - height)
    return y + height


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
    if block.bars:
        y = _bars(pen, block, x + PAD, y + 4, room)
    if block.table:
        y = _table(pen, block.table, x + PAD, y + 3 * scale, room)
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


def _table(pen: Pen, table: Table, x: float, y: float, room: float) -> float:
    """Draw a table; number columns are as wide as they need, text columns share the rest and wrap."""
    size, head = 8.5 * pen.scale, 7.5 * pen.scale
    widths = _widths(table, size, head, room)
    y = _row(pen, table, table.head, widths, x, y, head, ink="--ink-3")
    pen.rule(x, y, room, "--line-strong")
    for row in table.rows:
        y = _row(pen, table, row, widths, x, y + 1.2 * pen.scale, size)
        pen.rule(x, y, room)
    if table.foot:
        y = _row(pen, table, table.foot, widths, x, y + 1.2 * pen.scale, size, bold=True)
    return y


def _row(
    pen: Pen,
    table: Table,
    row: tuple[str, ...],
    widths: list[float],
    x: float,
    y: float,
    size: float,
    *,
    ink: str = "--ink",
    bold: bool = False,
) -> float:
    ends = [y + size * LEADING]
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        if table.is_number(place):
            pen.text(x + width, y + size * (LEADING - 0.36), cell, size, bold=bold, ink=ink, right=True)
        else:
            inset = TEXT_GAP if place else 0.0
            ends.append(
                pen.lines(x + inset, y, cell, size, width - 4 - inset, bold=bold or (place == 0 and ink == "--ink"), ink=ink)
            )
        x += width
    return max(ends) + 2.2 * pen.scale


def _widths(table: Table, size: float, head: float, room: float) -> list[float]:
    """Share the room among the columns."""
    rows = [*table.rows, table.foot] if table.foot else list(table.rows)
    natural = []
    for place, title in enumerate(table.head):
        cells = [width_of(row[place], size) for row in rows]
        natural.append(max([width_of(title, head), *cells]) + 9 + (TEXT_GAP if place in table.texts else 0))
    texts = [place for place in range(len(natural)) if not table.is_number(place)]
    spare = room - sum(natural)
    if spare >= 0:
        return [wide + spare / len(texts) if place in texts else wide for place, wide in enumerate(natural)]
    left = max(room - sum(wide for place, wide in enumerate(natural) if place not in texts), room * 0.3)
    whole = sum(natural[place] for place in texts)
    return [natural[place] * left / whole if place in texts else natural[place] for place in range(len(natural))]


def _fitted(words: str, size: float, room: float) -> str:
    """Cut a label that is wider than its place."""
    while words and width_of(words, size) > room:
        words = words[:-2] + "…" if len(words) > 2 else ""
    return words

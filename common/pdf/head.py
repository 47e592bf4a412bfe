"""The head of a paper: its top line, its sentence, its figures in one frame."""

from itertools import pairwise

from common.papers import Figure, Paper
from common.pdf.pen import HEIGHT, Pen, colour, width_of, wrapped

MARGIN, GAP, PAD = 40.0, 8.0, 9.0


def draw_head(pen: Pen, paper: Paper, inner: float) -> float:
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


def draw_figures(pen: Pen, figures: tuple[Figure, ...], y: float, inner: float) -> float:
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


def _fitted(words: str, size: float, room: float) -> str:
    """Cut a label that is wider than its place."""
    while words and width_of(words, size) > room:
        words = words[:-2] + "…" if len(words) > 2 else ""
    return words

"""A table on a page: number columns are as wide as they need, text columns share the rest and wrap."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.papers import Table
from common.pdf.pen import LEADING, Pen, width_of

TEXT_GAP = 8.0
SIZE, HEAD = 8.5, 7.5
WHOLE_PAGE = 505.0


@dataclass(frozen=True)
class Row:
    """One row of a table that knows how to draw itself wherever it comes to lie. `kind`: head, row or foot."""

    pen: Pen
    table: Table
    cells: tuple[str, ...]
    widths: list[float]
    x: float
    kind: str = "row"

    def draw(self, y: float, pen: Pen | None = None) -> float:
        """Draw it below `y`, with another pen where its height is only measured; return where it ends."""
        pen = pen or self.pen
        is_head = self.kind == "head"
        y = self._cells(y if is_head else y + 1.2 * pen.scale, pen)
        if self.kind != "foot":
            pen.rule(self.x, y, sum(self.widths), "--line-strong" if is_head else "--line")
        return y

    def _cells(self, y: float, pen: Pen) -> float:
        is_head, x = self.kind == "head", self.x
        size, ink, bold = (HEAD if is_head else SIZE) * pen.scale, "--ink-3" if is_head else "--ink", self.kind == "foot"
        ends = [y + size * LEADING]
        for place, (cell, width) in enumerate(zip(self.cells, self.widths, strict=True)):
            if self.table.is_number(place):
                pen.text(x + width, y + size * (LEADING - 0.36), cell, size, bold=bold, ink=ink, right=True)
            else:
                inset = TEXT_GAP if place else 0.0
                heavy = bold or (place == 0 and not is_head)
                ends.append(pen.lines(x + inset, y, cell, size, width - 4 - inset, bold=heavy, ink=ink))
            x += width
        return max(ends) + 2.2 * pen.scale


def draw_table(pen: Pen, table: Table, x: float, y: float, room: float) -> float:
    """Draw a whole table from `y` downwards; return where it ends."""
    for row in rows_of(pen, table, x, room):
        y = row.draw(y)
    return y


def rows_of(pen: Pen, table: Table, x: float, room: float) -> Iterator[Row]:
    """Yield the head, the rows and the sum of a table."""
    widths = _widths(table, SIZE * pen.scale, HEAD * pen.scale, room)
    yield Row(pen, table, table.head, widths, x, "head")
    for cells in table.rows:
        yield Row(pen, table, cells, widths, x, "row")
    if table.foot:
        yield Row(pen, table, table.foot, widths, x, "foot")


def _widths(table: Table, size: float, head: float, room: float) -> list[float]:
    """Share the room among the columns."""
    rows = [*table.rows, table.foot] if table.foot else list(table.rows)
    natural = []
    for place, title in enumerate(table.head):
        cells = [width_of(row[place], size) for row in rows]
        natural.append(max([width_of(title, head), *cells]) + 9 + (TEXT_GAP if place in table.texts else 0))
    texts = [place for place in range(len(natural)) if not table.is_number(place)]
    spare = room - sum(natural)
    if spare > 0 and room > WHOLE_PAGE:  # a table across the page: its columns stand evenly, not all at the right
        return [wide + spare / len(natural) for wide in natural]
    if spare >= 0:
        return [wide + spare / len(texts) if place in texts else wide for place, wide in enumerate(natural)]
    left = max(room - sum(wide for place, wide in enumerate(natural) if place not in texts), room * 0.3)
    whole = sum(natural[place] for place in texts)
    return [natural[place] * left / whole if place in texts else natural[place] for place in range(len(natural))]

"""The drawing of a year for `campaigns/calendar/_year.html`, once for a wide screen and once for a narrow one."""

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from campaigns.queries.year import YearSale

ROW = 26
TOP = 34
LOOKS = {"preparation": "y-preparation", "warm_up": "y-warm-up", "live": "y-live", "closing": "y-closing"}


@dataclass(frozen=True)
class Mark:
    """A month on the axis: where it begins, its name."""

    x: float
    text: str


@dataclass(frozen=True)
class Piece:
    """One stage of one sale: place, size, look."""

    x: float
    y: float
    width: float
    look: str


@dataclass(frozen=True)
class Line:
    """The name of a sale beside its bars."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True)
class YearDrawing:
    """Everything the drawing of one width holds; `now_x` is None in another year."""

    width: int
    height: int
    months: list[Mark]
    weeks: list[float]
    pieces: list[Piece]
    lines: list[Line]
    now_x: float | None


def of_year(year: int, sales: Sequence[YearSale], *, today: date) -> dict[str, YearDrawing]:
    """Return the drawing for a wide and a narrow screen; a stage is at least 3 units wide, so that a day can be seen."""
    return {"wide": _drawn(year, sales, 1176, today), "narrow": _drawn(year, sales, 358, today)}


def _drawn(year: int, sales: Sequence[YearSale], width: int, today: date) -> YearDrawing:
    days = 366 if isleap(year) else 365
    scale = width / days
    begin = date(year, 1, 1)

    def place(day: date) -> float:
        return round((day - begin).days * scale, 1)

    letters = "N" if width > 500 else "M"
    months = [Mark(place(date(year, month, 1)), _month(date(year, month, 1), letters)) for month in range(1, 13)]
    monday = begin + timedelta(days=-begin.weekday() % 7)
    weeks = [place(monday + timedelta(weeks=n)) for n in range(53) if (monday + timedelta(weeks=n)).year == year]
    pieces, lines = [], []
    for row, sale in enumerate(sales):
        y = TOP + row * ROW
        for bar in sale.bars:
            x = place(bar.first)
            pieces.append(Piece(x, y + 12, max(3.0, round(place(bar.last + timedelta(days=1)) - x - 0.5, 1)), LOOKS[bar.kind]))
        first = place(sale.bars[0].first) if sale.bars else place(sale.first)
        name = _fitting(sale.campaign.name, width)
        fits = first + _width_of(name) <= width
        lines.append(Line(first if fits else float(width), y + 8, name, "t-start" if fits else "t-end"))
    now_x = place(today) if today.year == year else None
    return YearDrawing(width, TOP + len(sales) * ROW + 6, months, weeks, pieces, lines, now_x)


def _width_of(text: str) -> float:
    """Guess how wide a name is drawn: a Chinese character about as wide as it is high, a letter a little more than half."""
    return sum(11.5 if ord(letter) > 0x2E7F else 6.8 for letter in text)


def _fitting(name: str, width: int) -> str:
    """Cut a name that is wider than the drawing."""
    while _width_of(name) > width:
        name = name[:-2] + "…"
    return name


def _month(day: date, letters: str) -> str:
    """Write the month short: three letters on a wide screen, its number on a narrow one."""
    return date_format(day, "M") if letters == "N" else str(day.month)

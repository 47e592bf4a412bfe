"""A table of text as every reader gives it: distinct headers, rows as strings, the line numbers a person sees."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from imports.readers.refusals import RefusalCode, RefusedFile

COLUMNS_LIMIT = 200
HEADER_ROWS = 10
SAMPLE_ROWS = 20
CELL_LIMIT = 2_000  # characters; an order's cell is never longer, and the database's text columns are shorter

HeaderScore = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Ragged:
    """A row whose number of cells is not that of the header."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class TextBatch:
    """Some rows in the order of the file.

    `lines`: for each row its number as a spreadsheet shows it (the header is a row, a quoted line break is none). `cells`: the
    asked columns as strings, "" for an empty cell. `ragged`: rows with a wrong number of cells up to here, not among `cells`.
    `blank`, `trailers`: rows left out up to here. `done`: how much of the table is read, 0 to 1.
    """

    lines: "np.ndarray[Any, np.dtype[np.int64]]"
    cells: pa.Table
    ragged: list[Ragged] = field(default_factory=list)
    blank: int = 0
    trailers: int = 0
    done: float = 0.0


@dataclass(frozen=True)
class Head:
    """The first rows of a table and what was found in them.

    `headers` are distinct; `renamed` are those that stood twice. `row`: the header's row number from 1. `sample`: rows under it.
    """

    headers: list[str]
    row: int
    sample: list[list[str]]
    renamed: list[str] = field(default_factory=list)


class TextTable(Protocol):
    """One table of a file: a sheet, a member of an archive, or the file itself."""

    name: str

    @property
    def hidden(self) -> bool:
        """Tell whether the sheet is hidden in its workbook."""
        ...

    @property
    def head(self) -> Head:
        """Give the header and the first rows."""
        ...

    @property
    def rows(self) -> int | None:
        """Give how many rows stand under the header, where that is known beforehand."""
        ...

    @property
    def encoding(self) -> str:
        """Name the encoding of a text file; "" for others."""
        ...

    @property
    def delimiter(self) -> str:
        """Give the separator of a text file; "" for others."""
        ...

    @property
    def has_number_cells(self) -> bool:
        """Tell whether cells were numbers and moments before they were told as text."""
        ...

    def batches(self, columns: Sequence[str], mark: str = "") -> Iterator[TextBatch]:
        """Give the rows under the header, streamed: these columns and the first. Rows that begin with `mark` are left out."""
        ...


def plausible_header(cells: Sequence[str]) -> bool:
    """Tell whether a row looks like names of columns: two or more different words, and not one bare number among them."""
    words = [cell.strip() for cell in cells if cell.strip()]
    if len(words) < 2 or len(set(words)) < max(2, len(words) - 3):
        return False
    if len(words) * 2 < len(cells):
        return False
    return not any(word.replace(".", "").replace(",", "").replace("-", "").isdigit() for word in words)


def find_header(rows: Sequence[Sequence[str]], score: HeaderScore | None = None) -> int:
    """Give the index of the header row among the first ten: the one with most known headers, else the first plausible one.

    Raises RefusedFile when there is none, or when it is too wide.
    """
    candidates = list(rows[:HEADER_ROWS])
    if not any(cell.strip() for row in candidates for cell in row):
        raise RefusedFile(RefusalCode.EMPTY)
    if any(len(row) > COLUMNS_LIMIT for row in candidates):
        raise RefusedFile(RefusalCode.TOO_WIDE, columns=max(len(row) for row in candidates), limit=COLUMNS_LIMIT)
    scores = [score(row) if score else 0 for row in candidates]
    best = max(range(len(candidates)), key=lambda index: (scores[index], -index))
    if scores[best] >= 2:
        return best
    for index, row in enumerate(candidates):
        if plausible_header(row):
            return index
    raise RefusedFile(RefusalCode.NO_HEADER)


def distinct(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Make column names distinct: the second of two equal ones gets " (2)"; an empty one gets its place.

    Returns the names and those that had to be changed because they stood twice.

    >>> distinct(["a", "a", "", "b"])
    (['a', 'a (2)', 'column 3', 'b'], ['a'])
    """
    taken: set[str] = set()
    made: list[str] = []
    twice: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = clean_header(name)
        fresh = plain or f"column {place}"
        if fresh in taken and plain and plain not in twice:
            twice.append(plain)
        number = 2
        while fresh in taken:
            fresh = f"{plain or f'column {place}'} ({number})"
            number += 1
        taken.add(fresh)
        made.append(fresh)
    return made, twice


def clean_header(name: str) -> str:
    """Trim a header of blanks of every kind, a byte order mark, and the quotes and signs that exports put around it."""
    trimmed = name.replace("\x00", "").strip("\ufeff \t\r\n\u00a0\u3000")
    if trimmed.startswith('="') and trimmed.endswith('"'):
        trimmed = trimmed[2:-1]
    return trimmed.strip("\ufeff \t\r\n\u00a0\u3000")[:200]


def make_head(rows: Sequence[Sequence[str]], score: HeaderScore | None, width: int | None = None) -> tuple[Head, int]:
    """Find the header among the first rows and make its names distinct; give the head and the header's index.

    `width`: how many columns the rows under it have, when that is known to differ by empty cells at the end.
    """
    index = find_header(rows, score)
    names = list(rows[index])
    if width is not None:
        names = (names + [""] * width)[:width]
    headers, renamed = distinct(names)
    sample = [[*list(row), *[""] * len(headers)][: len(headers)] for row in rows[index + 1 : index + 1 + SAMPLE_ROWS]]
    return Head(headers=headers, row=index + 1, sample=sample, renamed=renamed), index

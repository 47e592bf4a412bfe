"""CSV, TSV and TXT: the separator and the header found in the first bytes, the rows streamed by Arrow."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from imports.readers.encoding import HEAD_BYTES, Encoding, decode_head, find_encoding
from imports.readers.leftout import is_blank, is_trailer, left_out
from imports.readers.refusals import RefusalCode, RefusedFile
from imports.readers.table import COLUMNS_LIMIT, Head, HeaderScore, Ragged, TextBatch, make_head

SEPARATORS = (",", "\t", ";", "|")
BLOCK_BYTES = 1 << 19  # Arrow reads some forty blocks ahead: this bounds them to 20 MB; no row may be longer
_HEAD_RECORDS = 40
_RAGGED_TEXT = 100_000

csv.field_size_limit(HEAD_BYTES * 4)


@dataclass(frozen=True)
class _Record:
    """A row of the head and the offset in characters behind it."""

    cells: list[str]
    end: int


@dataclass
class DelimitedTable:
    """One text file with separators. `start`: the byte at which the rows under the header begin."""

    path: Path
    code: Encoding
    delimiter: str
    quoting: bool
    head: Head
    start: int
    width: int
    name: str = ""
    hidden: bool = False
    rows: int | None = None
    has_number_cells: bool = False

    @property
    def encoding(self) -> str:
        """Name the encoding."""
        return self.code.name

    def batches(self, columns: Sequence[str], mark: str = "") -> Iterator[TextBatch]:
        """Give the rows under the header as strings, about a megabyte at a time. Raises RefusedFile where it cannot be read."""
        size = max(1, self.path.stat().st_size - self.start)
        reading = _Reading(self, columns, mark)
        with pa.OSFile(str(self.path)) as file:
            file.seek(self.start)
            try:
                yield from reading.run(file)
            except pa.ArrowInvalid as error:
                raise self._refusal(str(error), reading.line) from error
            except UnicodeDecodeError as error:
                raise RefusedFile(RefusalCode.ENCODING, byte=self.start + min(size, error.start)) from error

    def _refusal(self, message: str, line: int) -> RefusedFile:
        if "invalid UTF8" in message or "Invalid UTF" in message:
            return RefusedFile(RefusalCode.ENCODING, byte=self.start)
        if "straddl" in message or "block size" in message:
            return RefusedFile(RefusalCode.OPEN_QUOTE, line=line + 1)
        return RefusedFile(RefusalCode.NOT_TEXT)


@dataclass
class _Reading:
    """One pass over the rows: counts lines, mends or sets aside rows with a wrong number of cells."""

    table: DelimitedTable
    columns: Sequence[str]
    mark: str
    line: int = 0
    odd: list[tuple[int, str]] = field(default_factory=list)
    records: int = 0  # rows counted since the header, with those set aside

    def run(self, file: pa.NativeFile) -> Iterator[TextBatch]:
        table = self.table
        self.line = table.head.row
        size = max(1, table.path.stat().st_size - table.start)
        names = _names(table)
        wanted = list(dict.fromkeys([names[0], *(name for name in self.columns)]))
        try:
            reader = arrow_csv.open_csv(
                file,
                read_options=arrow_csv.ReadOptions(
                    use_threads=False,  # else the numbers of odd rows are not told
                    column_names=names,
                    block_size=BLOCK_BYTES,
                    encoding="utf8" if table.code.name == "utf-8" else table.code.name,
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=table.delimiter,
                    quote_char='"' if table.quoting else False,
                    double_quote=table.quoting,
                    newlines_in_values=table.quoting,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._odd_row,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types={name: pa.string() for name in names},
                    include_columns=wanted,
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return
            raise
        for batch in reader:
            part = pa.Table.from_batches([batch])
            yield self._number(part, wanted[0], done=min(0.999, (file.tell() - table.start) / size))
        yield self._number(pa.table({name: pa.array([], pa.string()) for name in wanted}), wanted[0], done=1.0, last=True)

    def _odd_row(self, row: arrow_csv.InvalidRow) -> str:
        self.odd.append((row.number, row.text[:_RAGGED_TEXT]))
        return "skip"

    def _number(self, cells: pa.Table, first: str, *, done: float, last: bool = False) -> TextBatch:
        """Give each row its line, put the mended odd rows in their places, leave out blanks and trailers."""
        header = self.table.head.row
        numbers, mine = self._place(cells.num_rows, last)
        ragged: list[Ragged] = []
        blank = trailers = 0
        for number, text in mine:
            row = _split(text, self.table.delimiter, self.table.quoting)
            if is_blank(row):
                blank += 1
            elif is_trailer(row, self.mark):
                trailers += 1
            elif len(row) > self.table.width and is_blank(row[self.table.width :]):
                cells = pa.concat_tables([cells, self._mended(row, cells.schema)])
                numbers = np.append(numbers, number)
            else:
                ragged.append(Ragged(header + number, row))
        if len(mine) and len(numbers) and np.any(np.diff(numbers) < 0):
            order = np.argsort(numbers, kind="stable")
            numbers, cells = numbers[order], cells.take(pa.array(order))
        lines = numbers + header
        if len(lines):
            self.line = int(lines[-1])
        out = left_out(cells, first, self.mark) if cells.num_rows else None
        if out is not None and out.keep is not None:
            cells, lines = cells.filter(pa.array(out.keep)), lines[out.keep]
            blank, trailers = blank + out.blank, trailers + out.trailers
        return TextBatch(lines, cells, ragged, blank, trailers, done)

    def _place(self, count: int, last: bool) -> tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", list[tuple[int, str]]]:
        """Give the numbers of the next `count` rows, counting over the odd ones between them, and those odd ones."""
        start = self.records + 1
        end = start + count
        taken = 0
        while taken < len(self.odd) and (last or self.odd[taken][0] < end):
            end += 1
            taken += 1
        mine, self.odd = self.odd[:taken], self.odd[taken:]
        self.records = end - 1
        numbers = np.arange(start, end, dtype=np.int64)
        if mine:
            numbers = numbers[~np.isin(numbers, np.array([number for number, _ in mine], dtype=np.int64))]
        return numbers, mine

    def _mended(self, row: list[str], schema: pa.Schema) -> pa.Table:
        names = _names(self.table)
        values = dict(zip(names, row, strict=False))
        return pa.table({name: pa.array([values[name]], pa.string()) for name in schema.names})


def open_delimited(path: Path, score: HeaderScore | None = None, *, quoting: bool = True) -> DelimitedTable:
    """Open a text file: find its encoding, separator and header. Raises RefusedFile when it has none."""
    code = find_encoding(path)
    with path.open("rb") as file:
        text = decode_head(file.read(HEAD_BYTES), code)
    if not text.strip("\ufeff \t\r\n\x00"):
        raise RefusedFile(RefusalCode.EMPTY)
    delimiter, text_start = _separator(text, quoting)
    records = list(_records(text, text_start, delimiter, quoting))
    rows = [record.cells for record in records]
    _, index = make_head(rows, score)
    width = _width(rows, index)
    head, index = make_head(rows, score, width)
    if len(head.headers) > COLUMNS_LIMIT:
        raise RefusedFile(RefusalCode.TOO_WIDE, columns=len(head.headers), limit=COLUMNS_LIMIT)
    start = code.bom + len(text[: records[index].end].encode(code.name))
    return DelimitedTable(path, code, delimiter, quoting, head, start, width)


def _separator(text: str, quoting: bool) -> tuple[str, int]:
    """Find the separator that cuts the first rows most evenly into two or more cells; `sep=;` on the first line says it."""
    first = text.split("\n", 1)[0].strip("\r")
    if first.strip('"').lower().startswith("sep=") and len(first.strip('"')) == 5:
        return first.strip('"')[4], len(text.split("\n", 1)[0]) + 1
    best, best_worth = ",", (0, 0)
    for mark in SEPARATORS:
        widths = Counter(len(record.cells) for record in _records(text, 0, mark, quoting) if any(record.cells))
        widths.pop(1, None)
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (rows, width) > best_worth:
                best, best_worth = mark, (rows, width)
    return best, 0


def _records(text: str, start: int, delimiter: str, quoting: bool) -> Iterator[_Record]:
    """Give the first rows of the text with the offset behind each; a blank line is a row without cells."""
    consumed = start

    def lines() -> Iterator[str]:
        nonlocal consumed
        for line in io.StringIO(text[start:], newline=""):
            consumed += len(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE)
    try:
        for count, cells in enumerate(reader):
            if count >= _HEAD_RECORDS:
                return
            yield _Record(cells, consumed)
    except csv.Error:
        return


def _width(rows: Sequence[Sequence[str]], index: int) -> int:
    """Tell how many cells the rows under the header have; they may differ from it by empty cells at the end."""
    header = rows[index]
    widths = Counter(len(row) for row in rows[index + 1 :] if len(row) > 1)
    if not widths:
        return len(header)
    usual = widths.most_common(1)[0][0]
    longer = [row for row in rows[index + 1 :] if len(row) == usual]
    if usual > len(header) and all(is_blank(list(row[len(header) :])) for row in longer):
        return usual
    if usual < len(header) and is_blank(list(header[usual:])):
        return usual
    return len(header)


def _names(table: DelimitedTable) -> list[str]:
    return table.head.headers


def _split(text: str, delimiter: str, quoting: bool) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE), [])
    except csv.Error:
        return [text]

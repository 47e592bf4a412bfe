"""The rows that were left out, as they stood in the file, each with its reason: to be mended and sent again."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from imports.checks.problems import MEANINGS, Code
from imports.prepare.cleaning import PLACE
from imports.prepare.ledger import Ledger
from imports.readers.table import TextTable

FILENAME = "rejected.csv"
PROBLEM = "problem"
_LONG_NUMBER = 12
_FORMULA = ("=", "+", "-", "@")


def write_rejects(out: Path, tables: Sequence[TextTable], ledger: Ledger, mark: str = "") -> None:
    """Read the file again and write the rejected rows, all their columns, in the order of the file; the reason stands first.

    UTF-8 with a byte order mark. Long numbers get a TAB before them, or a spreadsheet would shorten them; a text that could be
    taken for a formula gets an apostrophe. The readers take both off again.
    """
    lines, numbers = ledger.rejected()
    reasons = [_reason(code, column) for code, column in ledger.names()]
    with (out / FILENAME).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([PROBLEM, *tables[0].head.headers])
        if not len(lines):
            return
        for place, table in enumerate(tables):
            mine = (lines // PLACE) == place
            if mine.any():
                _write_table(writer.writerow, table, lines[mine] % PLACE, numbers[mine], reasons, mark)


def _write_table(
    write: Callable[[list[str]], Any], table: TextTable, lines: Any, numbers: Any, reasons: list[str], mark: str
) -> None:
    width = len(table.head.headers)
    last = int(lines[-1])
    for batch in table.batches(table.head.headers, mark):
        wanted = np.flatnonzero(np.isin(batch.lines, lines)) if len(batch.lines) else np.zeros(0, dtype=np.int64)
        rows: list[tuple[int, list[str]]] = []
        if len(wanted):
            taken = batch.cells.take(wanted).select(table.head.headers)
            columns = [column.to_pylist() for column in taken.columns]
            rows = [
                (int(batch.lines[place]), list(cells)) for place, cells in zip(wanted, zip(*columns, strict=True), strict=True)
            ]
        rows += [(odd.line, [*odd.cells, *[""] * width][: max(width, len(odd.cells))]) for odd in batch.ragged]
        for line, cells in sorted(rows, key=lambda row: row[0]):
            start, end = np.searchsorted(lines, [line, line + 1])
            told = "; ".join(dict.fromkeys(reasons[number] for number in numbers[start:end]))
            write([f"{line}: {told}", *(safe_cell(cell) for cell in cells)])
        if len(batch.lines) and int(batch.lines[-1]) > last and not batch.ragged and batch.done < 1:
            return


def safe_cell(cell: str) -> str:
    r"""Write a cell so that a spreadsheet neither runs it nor shortens it; numbers stay numbers.

    >>> safe_cell("6917926768823643751"), safe_cell("=1+1"), safe_cell("-12.50"), safe_cell("-")
    ('\t6917926768823643751', "'=1+1", '-12.50', "'-")
    """
    plain = cell.strip()
    if plain.isdigit() and len(plain) >= _LONG_NUMBER:
        return f"\t{plain}"
    if plain.startswith(_FORMULA) and not _is_number(plain):
        return f"'{cell}"
    return cell


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True


def _reason(code: Code, column: str) -> str:
    sentence = str(MEANINGS[code].sentence)
    return f"{column}: {sentence}" if column else sentence

"""Numbers of pictures as a table: an upload (CSV, XLSX) or lines pasted from a spreadsheet."""

import csv
import io
import re
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from campaigns.rules.problems import PlanError, Problem
from campaigns.services.pictures import PictureCounts

LARGEST_BYTES = 2 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 2_000
HEADERS: dict[str, frozenset[str]] = {
    "name": frozenset(
        {"picture", "name", "creative", "image", "图片", "创意", "创意名称", "图片名称", "素材", "素材名称", "名称"}
    ),
    "impressions": frozenset({"impressions", "views", "shown", "展现", "展现量", "展示", "展示量", "曝光", "曝光量"}),
    "clicks": frozenset({"clicks", "点击", "点击量", "点击数", "点击次数"}),
    "orders": frozenset({"orders", "conversions", "成交", "成交笔数", "成交订单数", "订单", "订单数", "总成交笔数", "转化数"}),
}


def read_counts(data: bytes) -> list[tuple[str, PictureCounts]]:
    """Return the name and numbers of each row. Raises PlanError with every problem, line and column.

    The first row names the columns, in English or Chinese, in any order; orders may be missing. Empty lines are passed over.
    """
    rows = _rows(data)
    if not rows:
        raise PlanError(Problem("table_empty", "table"))
    columns = _columns(rows[0])
    if not {"name", "impressions", "clicks"} <= columns.keys():
        raise PlanError(Problem("table_no_header", "table"))
    if len(rows) > MOST_ROWS + 1:
        raise PlanError(Problem("table_too_long", "table", {"rows": MOST_ROWS}))
    problems: list[Problem] = []
    found: dict[str, PictureCounts] = {}
    for line, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        name = _cell(row, columns["name"])
        if name in found:
            problems.append(Problem("name_twice", "table", {"line": line, "name": name}))
        found[name] = _counts(row, columns, rows[0], line, problems)
    if not found:
        problems.append(Problem("table_empty", "table"))
    if problems:
        raise PlanError(*problems)
    return list(found.items())


def _counts(row: list[str], columns: dict[str, int], header: list[str], line: int, problems: list[Problem]) -> PictureCounts:
    counts = {}
    for name in ("impressions", "clicks", "orders"):
        if name not in columns:
            continue
        text = _cell(row, columns[name])
        plain = re.sub(r"[,，\s\u00a0]|\.0+$", "", text)
        if plain in {"", "-", "--"}:
            plain = "0"
        if not (plain.isascii() and plain.isdigit() and len(plain) < 16):
            values = {"line": line, "column": header[columns[name]], "value": text[:40]}
            problems.append(Problem("cell_not_a_count", "table", values))
            continue
        counts[name] = int(plain)
    return PictureCounts(**counts)


def _columns(header: list[str]) -> dict[str, int]:
    plain = [re.sub(r"[\s_（）()]", "", cell).casefold() for cell in header]
    return {name: place for name, known in HEADERS.items() for place, cell in reversed(list(enumerate(plain))) if cell in known}


def _rows(data: bytes) -> list[list[str]]:
    if len(data) > LARGEST_BYTES:
        raise PlanError(Problem("image_large", "table", {"megabytes": LARGEST_BYTES // 1024**2}))
    return _sheet(data) if data[:4] == b"PK\x03\x04" else _delimited(data)


def _sheet(data: bytes) -> list[list[str]]:
    """Read the first sheet; a workbook that would unpack beyond all measure is refused before it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise PlanError(Problem("table_unreadable", "table"))
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    except (zipfile.BadZipFile, CalamineError, ValueError, IndexError) as broken:
        if isinstance(broken, PlanError):
            raise
        raise PlanError(Problem("table_unreadable", "table")) from None
    return [[_text(cell) for cell in row] for row in rows]


def _delimited(data: bytes) -> list[list[str]]:
    """Read text with commas, tabs or semicolons, in UTF-8 or as Chinese spreadsheets write it."""
    if b"\0" in data:
        raise PlanError(Problem("table_unreadable", "table"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise PlanError(Problem("table_unreadable", "table")) from None
    first = text.partition("\n")[0]
    separator = max("\t,;", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error:
        raise PlanError(Problem("table_unreadable", "table")) from None


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _cell(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""

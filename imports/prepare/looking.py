"""A first look at a file: what it is, which table in it, which platform's export."""

from hashlib import sha256
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from imports.checks.cells import strip
from imports.checks.columns import NUMBERS_THAT_MATTER
from imports.checks.ids import read_ids
from imports.formats.base import Format
from imports.formats.headers import fold
from imports.formats.registry import as_of_from_name, guess_kind, guess_mapping, matched_columns, recognise, refusal_for
from imports.prepare.answers import Look, Sheet
from imports.prepare.choosing import header_score
from imports.readers.leftout import is_blank, is_trailer
from imports.readers.opening import OpenedFile, open_file
from imports.readers.refusals import Refusal, RefusalCode, RefusedFile
from imports.readers.table import TextTable

_SHOP = frozenset({"店铺名称", "店铺", "shop name", "shop"})


def look(path: Path, filename: str, *, zone: str = "Asia/Shanghai", sheet: str = "") -> Look:
    """Tell what a file is from its first rows; `sheet` names the table to look at, "" leaves the choice to us.

    `zone` is the clock on which a moment in the file's name is read. Never raises for a bad file: `refusal` says why not.
    """
    try:
        with open_file(path, limit_bytes=settings.UPLOAD_LIMIT_BYTES, score=header_score) as opened:
            seen = _look(opened, filename, zone, sheet)
            item = recognise(seen.headers) if seen.headers else None
        if item is not None and item.no_quoting and opened.container == "text":
            with open_file(path, limit_bytes=settings.UPLOAD_LIMIT_BYTES, score=header_score, quoting=False) as again:
                return _look(again, filename, zone, sheet)
    except RefusedFile as refused:
        return Look(refusal=refused.refusal)
    return seen


def _look(opened: OpenedFile, filename: str, zone: str, sheet: str) -> Look:
    formats = [recognise(table.head.headers) for table in opened.tables]
    named = [place for place, table in enumerate(opened.tables) if sheet and table.name == sheet]
    place = named[0] if named else _best(opened.tables, formats)
    table, item = opened.tables[place], formats[place]
    headers = table.head.headers
    unusable = None if item else refusal_for(headers)
    refusal = Refusal(unusable.code, words=unusable.sentence) if unusable else _damage(table, item)
    return Look(
        format_key=item.key if item else None,
        kind=item.kind if item else guess_kind(headers),
        sheets=[_sheet(one, known) for one, known in zip(opened.tables, formats, strict=True)],
        sheet=table.name,
        header_row=table.head.row,
        headers=headers,
        sample=[row for row in table.head.sample if not _no_data(row, item)],
        container=opened.container,
        encoding=table.encoding,
        delimiter=table.delimiter,
        guessed_mapping={} if item else guess_mapping(headers),
        fingerprint=sha256("\x1f".join(fold(header) for header in headers).encode()).hexdigest(),
        as_of=as_of_from_name(filename, zone),
        shop_name=_shop_name(table),
        duplicate_headers=table.head.renamed,
        refusal=refusal,
    )


def _best(tables: list[TextTable], formats: list[Format | None]) -> int:
    """Choose the table to read: a shown one before a hidden one, a recognised one before others, then the first."""
    return min(range(len(tables)), key=lambda place: (formats[place] is None, tables[place].hidden, place))


def _sheet(table: TextTable, item: Format | None) -> Sheet:
    headers = table.head.headers
    unusable = None if item else refusal_for(headers)
    return Sheet(
        name=table.name,
        rows=table.rows,
        columns=len(headers),
        format_key=item.key if item else None,
        hidden=table.hidden,
        header=sha256("\x1f".join(headers).encode()).hexdigest()[:32],
        unusable=unusable.code if unusable else "",
    )


def _no_data(row: list[str], item: Format | None) -> bool:
    return is_blank(row) or is_trailer(row, item.explanation_mark if item else "")


def _damage(table: TextTable, item: Format | None) -> Refusal | None:
    """Tell whether the first rows show order numbers that a spreadsheet has shortened."""
    for name, header in matched_columns(item, table.head.headers).items() if item else ():
        if name not in NUMBERS_THAT_MATTER or header not in table.head.headers:
            continue
        place = table.head.headers.index(header)
        ids = read_ids(strip(pa.array([row[place] for row in table.head.sample], pa.string())))
        for number, damaged in enumerate(ids.damaged.tolist()):
            if damaged:
                value, line = table.head.sample[number][place].strip(), table.head.row + 1 + number
                return Refusal(RefusalCode.DAMAGED_NUMBERS, {"column": header, "line": line, "value": value})
    return None


def _shop_name(table: TextTable) -> str | None:
    """Give the shop that the first rows name, if they name one."""
    for place, header in enumerate(table.head.headers):
        if fold(header) in _SHOP:
            names = {row[place].strip() for row in table.head.sample if place < len(row) and row[place].strip()}
            return next(iter(names)) if len(names) == 1 else None
    return None

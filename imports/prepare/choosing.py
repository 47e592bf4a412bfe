"""Which tables of a file are read, as which format, and what is decided once for the whole file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from common.money import exponent_of
from imports.checks.columns import Reading
from imports.checks.money import MoneyReading, has_decimal_comma
from imports.checks.times import TimeReading, choose_way, days_only
from imports.formats.base import Format, Kind, Parse, Zone
from imports.formats.headers import COMMON_WORDS, fold
from imports.formats.registry import FORMATS, by_key, guess_kind, mapped_format, matched_columns, recognise
from imports.formats.unusable import UNUSABLE
from imports.readers.refusals import RefusalCode, RefusedFile
from imports.readers.table import TextTable

_SAMPLE = 20_000
_RECOGNISED = 1_000


def _known_headers() -> frozenset[str]:
    known = {fold(header) for item in FORMATS for column in item.columns for header in column.headers}
    signatures = [*(item.signature for item in FORMATS), *(item.signature for item in UNUSABLE)]
    known |= {header for signature in signatures for header in signature}
    return frozenset(known | {fold(word) for words in COMMON_WORDS.values() for word in words})


_KNOWN = _known_headers()


def header_score(cells: Sequence[str]) -> int:
    """Count the cells of a row that are headers we know; a row that a format recognises stands above all others."""
    known = len({fold(cell) for cell in cells} & _KNOWN)
    return known + (_RECOGNISED if known >= 2 and recognise(list(cells)) else 0)


def choose_format(format_key: str, mapping: Mapping[str, Any] | None) -> Format:
    """Give the format of a key; "mapped:<kind>" is made from a person's mapping of flat names to headers.

    In the mapping `kind`, `zone` and `money_is_net` say what the table means, every other key is a flat name.
    """
    if not format_key.startswith("mapped"):
        return by_key(format_key)
    chosen = {name: header for name, header in (mapping or {}).items() if isinstance(header, str) and header}
    kind = format_key.partition(":")[2] or chosen.get("kind") or guess_kind(list(chosen.values()))
    chosen = {name: header for name, header in chosen.items() if name not in {"kind", "zone"}}
    return mapped_format(Kind(kind), chosen, net_of_refund=bool((mapping or {}).get("money_is_net")))


def fits(item: Format, headers: Sequence[str]) -> bool:
    """Tell whether a table has the columns of a format."""
    have = frozenset(fold(header) for header in headers)
    found = matched_columns(item, headers)
    required = all(column.name in found for column in item.columns if column.required)
    return item.signature <= have and not item.unless & have and required


def choose_tables(tables: Sequence[TextTable], item: Format, sheet: str = "") -> list[TextTable]:
    """Give the tables that are read as one: the one named `sheet`, else the first that fits, and those with the very same header.

    A workbook cut at its 1,048,576th row goes on in the next sheet. Raises RefusedFile when none fits.
    """
    fitting = [table for table in tables if fits(item, table.head.headers)]
    if not fitting:
        raise RefusedFile(RefusalCode.UNKNOWN_TABLE, format=str(item.label))
    shown = [table for table in fitting if not table.hidden] or fitting
    first = shown[0]
    if sheet:
        named = next((table for table in fitting if table.name == sheet), None)
        if named is None:
            raise RefusedFile(RefusalCode.UNKNOWN_TABLE, format=str(item.label))
        first = named
    return [table for table in shown if table is first or table.head.headers == first.head.headers] or [first]


def make_reading(
    item: Format, table: TextTable, *, zone: str, currency: str, taught: Mapping[str, Mapping[str, int]] | None = None
) -> Reading:
    """Say how a table is read before any of its rows was seen."""
    headers = matched_columns(item, table.head.headers)
    return Reading(item, headers, zone, currency, MoneyReading(exponent_of(currency)), taught=taught or {})


def decide(reading: Reading, table: TextTable, cells: pa.Table) -> Reading:
    """Decide from the first rows how amounts and times are written; where day and month stay open, from the whole column."""
    amounts = [text for column in reading.columns if column.parse is Parse.MONEY for text in _sample(cells, reading, column.name)]
    money = replace(reading.money, decimal_comma=has_decimal_comma(amounts))
    zone = {Zone.SHOP: reading.zone, Zone.UTC: "UTC", Zone.WRITTEN: None}[reading.format.zone]
    times: dict[str, TimeReading] = {}
    for column in reading.columns:
        if column.parse not in {Parse.TIME, Parse.DATE}:
            continue
        texts = _sample(cells, reading, column.name)
        way, open_question = choose_way(texts)
        if open_question:
            way, open_question = choose_way(_whole_column(table, reading.headers[column.name]))
        times[column.name] = TimeReading(
            way, zone, table.has_number_cells, open_question, column.parse is Parse.TIME and days_only(texts)
        )
    return replace(reading, money=money, times=times)


def _sample(cells: pa.Table, reading: Reading, name: str) -> list[str]:
    column = cells[reading.headers[name]].slice(0, _SAMPLE)
    return [text for text in pc.unique(column).to_pylist() if text]


def _whole_column(table: TextTable, header: str) -> Iterable[str]:
    for batch in table.batches([header]):
        yield from (text for text in pc.unique(batch.cells[header]).to_pylist() if text)

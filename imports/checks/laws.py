"""Laws that hold between the columns of a row, after its format has settled what they mean."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from common.money import from_minor
from imports.checks.cells import Mask, by_words
from imports.checks.columns import Flat, Reading, one_array
from imports.checks.problems import Code
from imports.formats.base import Format, Kind
from imports.formats.headers import fold
from orders.states import OrderState, RefundState

FUTURE_SECONDS = 2 * 86_400
LONG_AGO = 946_684_800  # 2000-01-01 UTC
PAID_EARLY_SECONDS = 60  # some exports cut the seconds off one of both times
_TIMES = ("placed_at", "paid_at", "shipped_at", "completed_at", "refund_requested_at", "moment", "counted_at")
_COUNTS = ("units", "line_units", "visitors", "page_views", "favourites", "carts", "inquiries")
_AMOUNTS = (
    "total_minor", "freight_minor", "refund_minor", "price_minor", "line_paid_minor", "line_refund_minor", "spend_minor",
)  # fmt: skip


@dataclass(frozen=True)
class UnknownWord:
    """A word for a state that nobody explained: `about` "state" or "refund_state", on how many rows, the place of the first."""

    about: str
    column: str
    word: str
    rows: int
    first: int


@dataclass
class StateWords:
    """What the words for states of a batch were: those unknown, and those that a person has taught, by what they are about."""

    unknown: list[UnknownWord] = field(default_factory=list)
    taught: dict[str, set[str]] = field(default_factory=dict)


def map_states(flat: Flat, reading: Reading) -> StateWords:
    """Set `state` and `refund_state` from their words, the format's own and those a person taught; an unknown word is HELD."""
    words_found = StateWords()
    item: Format = reading.format
    for words, name, table, held in (
        ("state_words", "state", item.states, OrderState.HELD),
        ("refund_words", "refund_state", item.refund_states, RefundState.HELD),
    ):
        if words not in flat.table.column_names:
            continue
        said = one_array(flat.table[words])
        taught = reading.taught.get(name) or {}
        states = by_words(said, {**table, **taught}, pa.int16())
        if taught:
            words_found.taught[name] = {fold(word) for word in pc.unique(said).to_pylist() if word} & set(taught)
        strange = as_mask(pc.and_(pc.is_valid(said), pc.is_null(states)))
        if strange.any():
            states = pc.if_else(pa.array(strange), pa.scalar(int(held), pa.int16()), states)
            flat.find(Code.UNKNOWN_STATE, reading.header(words), strange, said)
            for entry in said.filter(pa.array(strange)).value_counts().to_pylist():
                first = pc.index(said, entry["values"]).as_py()
                words_found.unknown.append(UnknownWord(name, reading.header(words), entry["values"], entry["counts"], first))
        flat.table = flat.table.append_column(name, states)
    return words_found


def check_rows(flat: Flat, reading: Reading, *, before: pa.Table, latest: int | None) -> None:
    """Hold each row to the laws; `before` is the table before `derive`, `latest` the moment of the export when it is known."""
    _times(flat, reading, latest)
    if reading.format.kind is not Kind.STOCK:  # there may be less than nothing of it: `checks.stock` tells
        _signs(flat, reading)
    _currency(flat, reading)
    if reading.format.kind not in {Kind.ORDERS, Kind.LINES}:
        return
    _clocks_present(flat, reading)
    _sums(flat, reading, before)


def _times(flat: Flat, reading: Reading, latest: int | None) -> None:
    table = flat.table
    for name in _TIMES:
        if name not in table.column_names:
            continue
        seconds = one_array(table[name]).cast(pa.int64())
        ends = pc.min_max(seconds).as_py()
        if ends["min"] is None:
            continue
        if ends["min"] < LONG_AGO:
            flat.find(Code.LONG_AGO, reading.header(name), as_mask(pc.less(seconds, LONG_AGO)), table[name], shown)
        if latest is not None and ends["max"] > latest + FUTURE_SECONDS:
            late = as_mask(pc.greater(seconds, latest + FUTURE_SECONDS))
            flat.find(Code.FUTURE, reading.header(name), late, table[name], shown)
    if {"placed_at", "paid_at"} <= set(table.column_names):
        early = pc.subtract(one_array(table["placed_at"]).cast(pa.int64()), one_array(table["paid_at"]).cast(pa.int64()))
        where = as_mask(pc.greater(early, PAID_EARLY_SECONDS)) & ~_on_date_only(flat, reading)
        flat.find(Code.PAID_BEFORE_PLACED, reading.header("paid_at"), where, table["paid_at"], shown)


def _on_date_only(flat: Flat, reading: Reading) -> Mask:
    """Mark rows whose times have no time of day: midnight is no moment to compare."""
    where = np.zeros(flat.table.num_rows, dtype=bool)
    headers = {reading.header("paid_at"), reading.header("placed_at")}
    for finding in flat.findings:
        if finding.code is Code.DATE_ONLY and finding.column in headers:
            where[finding.rows] = True
    return where


def _signs(flat: Flat, reading: Reading) -> None:
    table = flat.table
    for names, code in ((_COUNTS, Code.NEGATIVE_COUNT), (_AMOUNTS, Code.NEGATIVE_MONEY)):
        for name in names:
            if name in table.column_names:
                column = one_array(table[name])
                least = pc.min(column).as_py()
                if least is not None and least < 0:
                    where = as_mask(pc.less(column, 0))
                    if name not in reading.headers:  # made from columns of the file, whose own signs are told already
                        where &= ~flat.rejected
                    flat.find(code, reading.header(name), where, column, _amount_writer(reading, name))
    if {"line_paid_minor", "line_units"} <= set(table.column_names):
        free = pc.and_(pc.equal(table["line_paid_minor"], 0), pc.greater(table["line_units"], 0))
        if "is_gift" in table.column_names:
            free = pc.and_(free, pc.invert(pc.fill_null(table["is_gift"], False)))
        flat.find(Code.ZERO_AMOUNT, reading.header("line_paid_minor"), as_mask(free), table["line_paid_minor"], shown)


def _currency(flat: Flat, reading: Reading) -> None:
    if "currency" not in flat.table.column_names:
        return
    said = one_array(flat.table["currency"])
    other = as_mask(pc.and_(pc.is_valid(said), pc.not_equal(pc.utf8_upper(said), reading.currency.upper())))
    flat.find(Code.OTHER_CURRENCY, reading.header("currency"), other, said)


def _clocks_present(flat: Flat, reading: Reading) -> None:
    """Reject a row without any time where the file has times: it belongs to no hour."""
    table = flat.table
    clocks = [name for name in ("placed_at", "paid_at", "refund_requested_at") if name in table.column_names]
    if not {"placed_at", "paid_at"} & set(reading.headers):
        return
    missing = np.ones(table.num_rows, dtype=bool)
    for name in clocks:
        column = table[name]
        if column.null_count == 0:
            return
        missing &= as_mask(pc.is_null(column))
    name = "placed_at" if "placed_at" in reading.headers else "paid_at"
    flat.find(Code.MISSING, reading.header(name), missing & ~flat.rejected)


def _sums(flat: Flat, reading: Reading, before: pa.Table) -> None:
    table = flat.table
    for total, refund in (("total_minor", "refund_minor"), ("line_paid_minor", "line_refund_minor")):
        if {total, refund} <= set(table.column_names):
            over = as_mask(pc.greater(table[refund], table[total]))
            over &= as_mask(pc.greater(table[total], 0))  # a refund told by itself has no total beside it
            flat.find(Code.REFUND_OVER_TOTAL, reading.header(refund), over, table[refund], _amount_writer(reading, refund))
    if {"total_minor", "goods_minor", "freight_minor"} <= set(before.column_names):
        parts = pc.add(pc.fill_null(before["goods_minor"], 0), pc.fill_null(before["freight_minor"], 0))
        discounted = any(name.endswith("discount_minor") for name in before.column_names)
        differs = pc.greater(before["total_minor"], parts) if discounted else pc.not_equal(parts, before["total_minor"])
        where = as_mask(pc.and_(pc.is_valid(before["goods_minor"]), differs))
        name = "total_minor"
        flat.find(Code.SUM_DIFFERS, reading.header(name), where, before[name], _amount_writer(reading, name))


def as_mask(values: Any) -> Mask:
    """Turn Arrow booleans into a numpy mask; null is not marked."""
    if isinstance(values, pa.ChunkedArray):
        values = one_array(values)
    return np.array(pc.fill_null(values, False).to_numpy(zero_copy_only=False), dtype=bool)


def shown(column: pa.Array) -> pa.Array:
    """Write typed values as a person reads them; moments are told in UTC."""
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, format="%Y-%m-%d %H:%M:%S UTC")
    return column.cast(pa.string())


def _amount_writer(reading: Reading, name: str) -> Callable[[pa.Array], pa.Array]:
    """Give the writer of a column: amounts with their decimals, counts as they are."""
    exponent = reading.money.exponent

    def write(column: pa.Array) -> pa.Array:
        return pa.array([f"{from_minor(value, exponent)}" for value in column.to_pylist()], pa.string())

    return write if name.endswith("_minor") else shown

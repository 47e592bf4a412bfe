"""A batch of text becomes rows that are typed, settled and checked; what is wrong with them is told beside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.columns import NUMBERS_THAT_MATTER, Flat, Reading, one_array, read_columns
from imports.checks.goods import check_goods, with_days
from imports.checks.ids import rounded_by_spreadsheet
from imports.checks.interest import check_interest, with_times
from imports.checks.laws import StateWords, check_rows, map_states
from imports.checks.market import check_market
from imports.checks.problems import Code, Finding
from imports.checks.reviews import check_reviews
from imports.checks.settlement import check_settlement
from imports.checks.stock import check_stock, with_places
from imports.checks.times import hour_slots, hours_of
from imports.formats.base import Kind
from imports.prepare.addresses import DIGEST, address_digests
from imports.prepare.buyers import buyer_keys, renamed
from imports.readers.refusals import RefusalCode, RefusedFile

LINE = "_line"  # where in the file a row stands; below `PLACE` the number a person sees
PLACE = 1 << 40
_LINE_LEVEL = frozenset(
    {
        "line_no", "sku", "outer_sku", "product_id", "asin", "title", "variant", "line_units", "price_minor", "line_amount_minor",
        "line_discount_minor", "line_paid_minor", "line_net_minor", "line_refund_minor", "is_gift", "item_state",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Cleaned:
    """The accepted rows of a batch with their lines, and what was found in all of them."""

    table: pa.Table
    lines: "np.ndarray[Any, np.dtype[np.int64]]"
    rejected: "np.ndarray[Any, np.dtype[np.bool_]]"
    findings: list[Finding]
    words: StateWords
    money: pa.Array | None
    understood: pa.Table


@dataclass
class Cleaner:
    """Cleans the batches of one table. `carry`: the last order's first row, for orders that stand on their first row only.

    `packs`: pieces in a carton by SKU, for lists of stock that count cartons. `pseudonym`: of an account that was forgotten.
    """

    reading: Reading
    hash_key: bytes
    latest: int | None
    carry: pa.Table | None = field(default=None)
    packs: Mapping[str, int] = field(default_factory=dict)
    pseudonym: Callable[[str], str | None] | None = None

    @property
    def in_order(self) -> bool:
        """Tell whether batches must be cleaned one after the other."""
        return self.reading.format.order_on_first_line

    def clean(self, cells: pa.Table, lines: "np.ndarray[Any, np.dtype[np.int64]]") -> Cleaned:
        """Read, settle and check a batch. Raises RefusedFile when its order numbers have lost their digits."""
        reading = self.reading
        _refuse_damaged(cells, lines, reading)
        flat = read_columns(cells, reading)
        _refuse_shortened(flat, lines, reading)
        if self.in_order:
            self._fill_down(flat)
        words = map_states(flat, reading)
        before = flat.table
        if reading.format.derive is not None:
            flat.table = reading.format.derive(before)
        if reading.format.kind is Kind.TRAFFIC:
            flat.table = _with_hours(flat, reading)
        check_rows(flat, reading, before=before, latest=self.latest)
        if reading.format.kind in {Kind.PRODUCTS, Kind.PRICES}:
            check_goods(flat, reading)
        if reading.format.kind is Kind.PRICES:
            flat.table = with_days(flat, reading)
        if reading.format.kind is Kind.MARKET:
            check_market(flat, reading)
        if reading.format.kind is Kind.INTEREST:
            check_interest(flat, reading)
            flat.table = with_times(flat, reading)
        if reading.format.kind is Kind.REVIEWS:
            check_reviews(flat, reading)
        if reading.format.kind is Kind.SETTLEMENT:
            check_settlement(flat, reading)
        if reading.format.kind is Kind.STOCK:
            check_stock(flat, reading, self.packs)
            flat.table = with_places(flat.table)
        self._hash_buyers(flat)
        if "address" in before.column_names:
            flat.table = flat.table.append_column(DIGEST, address_digests(one_array(before["address"]), self.hash_key))
        keep = ~flat.rejected
        table = flat.table.append_column(LINE, pa.array(lines, pa.int64()))
        accepted = table if keep.all() else table.filter(pa.array(keep))
        return Cleaned(accepted, lines, flat.rejected, flat.findings, words, _money(flat.table), _understood(before, flat.table))

    def _hash_buyers(self, flat: Flat) -> None:
        if "buyer" in flat.table.column_names:
            keys = buyer_keys(one_array(flat.table["buyer"]), self.hash_key, all_contacts=self.reading.format.buyer_is_contact)
            keys = renamed(keys, self.pseudonym) if self.pseudonym else keys
            flat.table = flat.table.append_column("buyer_key", keys)

    def _fill_down(self, flat: Flat) -> None:
        """Give each row of an order the order's columns of its first row, also over the border of two batches."""
        names = [name for name in flat.table.column_names if name != "order_no" and name not in _LINE_LEVEL]
        bad = pa.array(flat.rejected)
        table = flat.table.select(["order_no", *names]).append_column("_bad", bad)
        joined = pa.concat_tables([self.carry, table]).combine_chunks() if self.carry is not None else table.combine_chunks()
        if joined.num_rows == 0:
            return
        numbers = one_array(joined["order_no"])
        new = np.ones(joined.num_rows, dtype=bool)
        same = pc.equal(numbers.slice(1), numbers.slice(0, len(numbers) - 1))
        new[1:] = ~np.asarray(pc.fill_null(same, False).to_numpy(zero_copy_only=False), dtype=bool)
        firsts = np.maximum.accumulate(np.where(new, np.arange(joined.num_rows), 0))
        filled = joined.take(pa.array(firsts))
        own = joined.num_rows - table.num_rows
        self.carry = filled.slice(joined.num_rows - 1, 1)
        for name in names:
            values = pc.coalesce(one_array(joined[name]), one_array(filled[name])).slice(own)
            flat.table = flat.table.set_column(flat.table.column_names.index(name), name, values)
        orphan = np.asarray(one_array(filled["_bad"]).slice(own).to_numpy(zero_copy_only=False), dtype=bool) & ~new[own:]
        flat.find(Code.FIRST_LINE_REJECTED, self.reading.header("order_no"), orphan & ~flat.rejected, flat.table["order_no"])


def _refuse_damaged(cells: pa.Table, lines: Any, reading: Reading) -> None:
    """Refuse the file when its long numbers all end in zeros: a spreadsheet has rounded them."""
    for name in NUMBERS_THAT_MATTER & set(reading.headers):
        column = one_array(cells[reading.headers[name]])
        if rounded_by_spreadsheet(column):
            raise RefusedFile(
                RefusalCode.DAMAGED_NUMBERS,
                column=reading.header(name),
                line=int(lines[0]) % PLACE,
                value=column[0].as_py().strip(),
            )


def _refuse_shortened(flat: Flat, lines: Any, reading: Reading) -> None:
    """Refuse the file when an order number stands in scientific notation."""
    matter = {reading.header(name) for name in NUMBERS_THAT_MATTER}
    for finding in flat.findings:
        if finding.code is Code.DAMAGED_ID and finding.column in matter:
            line = int(lines[finding.rows[0]]) % PLACE
            raise RefusedFile(RefusalCode.DAMAGED_NUMBERS, column=finding.column, line=line, value=finding.values[0].strip())


def _with_hours(flat: Flat, reading: Reading) -> pa.Table:
    """Set the slot number of the hour and the channel ("all" where none is told)."""
    table = flat.table
    if {"date", "hour"} <= set(table.column_names):
        slots, gap, twice = hour_slots(one_array(table["date"]), one_array(table["hour"]), reading.zone)
        flat.find(Code.CLOCK_GAP, reading.header("hour"), gap, one_array(table["hour"]).cast(pa.string()))
        flat.find(Code.CLOCK_TWICE, reading.header("hour"), twice, one_array(table["hour"]).cast(pa.string()))
        table = table.drop_columns(["hour"])
    else:
        slots = hours_of(one_array(table["moment"]), reading.zone)
    channel = (
        pc.fill_null(table["channel"], "all")
        if "channel" in table.column_names
        else pa.array(["all"] * table.num_rows, pa.string())
    )
    if "channel" in table.column_names:
        table = table.drop_columns(["channel"])
    return table.append_column("hour", slots).append_column("channel", channel)


def _money(table: pa.Table) -> pa.Array | None:
    """Give the amount that is at stake on each row."""
    for name in ("line_paid_minor", "total_minor", "line_amount_minor", "spend_minor"):
        if name in table.column_names:
            return one_array(table[name])
    return None


def _understood(before: pa.Table, after: pa.Table) -> pa.Table:
    """Give the first rows with every name before and after they were settled."""
    shown = after.slice(0, 20)
    for name in before.column_names:
        if name not in shown.column_names:
            shown = shown.append_column(name, before[name].slice(0, 20))
    if "hour" in before.column_names:
        shown = shown.set_column(shown.column_names.index("hour"), "hour", before["hour"].slice(0, 20))
    return shown

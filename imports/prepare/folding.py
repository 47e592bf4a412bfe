"""Rows of one range of keys become claims: repeats settled, orders put together from their lines."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desk.claims import REVIEW_KEY
from imports.checks.columns import one_array
from imports.formats.base import Format, Kind
from imports.prepare.addresses import addresses_in
from imports.prepare.cleaning import LINE
from imports.prepare.parcels import parcels_in
from imports.prepare.repeats import group_starts, in_order, settle
from imports.prepare.shapes import LINE_NAMES, ORDER_NAMES_OF_LINES, WEIGHT
from imports.prepare.splitting import split_over_groups
from inventory.claims import INTEREST_KEY, PRICE_KEY, PRODUCT_KEY, STOCK_KEY
from orders.claims import LINE_FIELDS, ORDER_FIELDS, ROWS, TRAFFIC_FIELDS, ChunkClaims
from review.claims import SETTLEMENT_KEY

Numbers = np.ndarray[Any, np.dtype[np.int64]]
_EARLIEST = frozenset({"placed_at", "paid_at", "refund_requested_at"})
_ADDED_UP = frozenset({"freight_minor", "shop_discount_minor", "platform_discount_minor", "influencer_discount_minor"})


@dataclass(frozen=True)
class Folded:
    """The claims of one range, and what became of the rows that are none of them."""

    claims: ChunkClaims
    unchanged: int
    older: int
    disputed: Numbers


def fold(table: pa.Table, item: Format) -> Folded:
    """Turn the rows of one range into claims with unique, sorted keys. Every row is a claim, a repeat, older, or disputed."""
    if item.kind is Kind.TRAFFIC:
        done = settle(in_order(table, ["hour", "channel"]), ["hour", "channel"], dispute=True)
        return Folded(ChunkClaims(traffic=_traffic(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.PRODUCTS:
        done = settle(in_order(table, [*PRODUCT_KEY]), [*PRODUCT_KEY])
        return Folded(ChunkClaims(products=_goods(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.PRICES:
        done = settle(in_order(table, [*PRICE_KEY]), [*PRICE_KEY])
        return Folded(ChunkClaims(prices=_goods(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.MARKET:
        done = settle(in_order(table, [*PRODUCT_KEY]), [*PRODUCT_KEY])
        return Folded(ChunkClaims(market=_goods(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.INTEREST:
        done = settle(in_order(table, [*INTEREST_KEY]), [*INTEREST_KEY])
        return Folded(ChunkClaims(interest=_goods(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.REVIEWS:
        done = settle(in_order(table, [*REVIEW_KEY]), [*REVIEW_KEY])
        return Folded(ChunkClaims(reviews=_goods(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.SETTLEMENT:
        done = settle(in_order(table, [*SETTLEMENT_KEY]), [*SETTLEMENT_KEY])
        return Folded(ChunkClaims(settlement=_goods(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.STOCK:
        done = settle(in_order(table, [*STOCK_KEY]), [*STOCK_KEY], dispute=True)
        return Folded(ChunkClaims(stock=_goods(done.table)), done.unchanged, done.older, done.disputed)
    if item.kind is Kind.ORDERS:
        done = settle(in_order(table, ["order_no"]), ["order_no"])
        return Folded(
            ChunkClaims(orders=_orders(done.table), parcels=parcels_in(done.table), addresses=addresses_in(done.table)),
            done.unchanged,
            done.older,
            done.disputed,
        )
    if item.line_by_ordinal:
        ordered = in_order(table, ["order_no"])
        return Folded(_with_lines(_number_lines(ordered), item), 0, 0, np.zeros(0, dtype=np.int64))
    done = settle(in_order(table, ["order_no", "line_no"]), ["order_no", "line_no"])
    return Folded(_with_lines(done.table, item), done.unchanged, done.older, done.disputed)


def _traffic(table: pa.Table) -> pa.Table:
    names = [name for name in TRAFFIC_FIELDS if name in table.column_names]
    return _with_rows(table.select(["hour", "channel", *names]), 1)


def _goods(table: pa.Table) -> pa.Table:
    return _with_rows(table.drop_columns([LINE]), 1)


def _orders(table: pa.Table) -> pa.Table:
    return _with_rows(table.select(["order_no", *(name for name in ORDER_FIELDS if name in table.column_names)]), 1)


def _with_rows(table: pa.Table, rows: int) -> pa.Table:
    return table.append_column("rows", pa.array(np.full(table.num_rows, rows, dtype=np.int32), ROWS))


def _number_lines(table: pa.Table) -> pa.Table:
    """Give the rows of each order numbers from 1 in the order of the file."""
    starts = np.flatnonzero(group_starts(table, ["order_no"]))
    counts = np.diff(np.append(starts, table.num_rows))
    ordinals = np.arange(table.num_rows) - np.repeat(starts, counts) + 1
    return table.append_column("line_no", pa.array(ordinals, pa.int64()).cast(pa.string()))


def _with_lines(table: pa.Table, item: Format) -> ChunkClaims:
    new = group_starts(table, ["order_no"])
    starts = np.flatnonzero(new).astype(np.int64)
    group = (np.cumsum(new) - 1).astype(np.int64)
    made: dict[str, Any] = {"order_no": one_array(table["order_no"]).take(pa.array(starts))}
    for flat, name in ORDER_NAMES_OF_LINES.items():
        if flat in table.column_names:
            made[name] = _of_order(one_array(table[flat]), name, starts, group, item).cast(ORDER_FIELDS[name])
    table = _split_money(table, made, group)
    lines = {"order_no": table["order_no"], "line_no": table["line_no"]}
    lines |= {name: table[flat].cast(LINE_FIELDS[name]) for flat, name in LINE_NAMES.items() if flat in table.column_names}
    sorted_lines = _sorted_lines(pa.table(lines), item)
    return ChunkClaims(
        orders=_with_rows(pa.table(made), 0),
        lines=_with_rows(sorted_lines, 1),
        parcels=parcels_in(table),
        addresses=addresses_in(table),
    )


def _sorted_lines(lines: pa.Table, item: Format) -> pa.Table:
    """Bring ordinals into the order of texts ("10" before "2") where an order has ten lines or more."""
    if not item.line_by_ordinal or not lines.num_rows or pc.max(pc.binary_length(lines["line_no"])).as_py() < 2:
        return lines
    return lines.take(pc.sort_indices(lines, sort_keys=[("order_no", "ascending"), ("line_no", "ascending")])).combine_chunks()


def _of_order(column: pa.Array, name: str, starts: Numbers, group: Numbers, item: Format) -> pa.Array:
    """Settle what the lines say of their order: the first text, the earliest placing and payment, the latest of the rest.

    Money that stands on each line is the order's own and counts once; freight that is told line by line is added up, unless the
    format says that it is repeated: then the largest counts.
    """
    if pa.types.is_string(column.type):
        return _first_filled(column, starts, group)
    added = name in _ADDED_UP and not item.order_money_repeated and not item.order_on_first_line
    if name == "freight_minor" and item.freight_on_each_line:
        added = False
    raw = np.asarray(column.cast(pa.int64()).fill_null(0).to_numpy(), dtype=np.int64)
    filled = np.ones(len(raw), dtype=bool)
    if column.null_count:
        filled = np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=bool)
    if added:
        values = np.add.reduceat(np.where(filled, raw, 0), starts)
    elif name in _EARLIEST:
        values = np.minimum.reduceat(np.where(filled, raw, np.iinfo(np.int64).max), starts)
    else:
        values = np.maximum.reduceat(np.where(filled, raw, np.iinfo(np.int64).min), starts)
    nothing = ~np.logical_or.reduceat(filled, starts)
    return pa.array(np.where(nothing, 0, values), pa.int64(), mask=nothing).cast(column.type)


def _first_filled(column: pa.Array, starts: Numbers, group: Numbers) -> pa.Array:
    if column.null_count == 0:
        return column.take(pa.array(starts))
    places = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    owners, first = np.unique(group[places], return_index=True)
    chosen = np.zeros(len(starts), dtype=np.int64)
    chosen[owners] = places[first]
    nothing = np.ones(len(starts), dtype=bool)
    nothing[owners] = False
    return column.take(pa.array(chosen, mask=nothing))


def _split_money(table: pa.Table, made: dict[str, Any], group: Numbers) -> pa.Table:
    """Give the lines their shares of the order's money where the file tells only the order's."""
    if "line_paid_minor" not in table.column_names and "total_minor" in made:
        total = _numbers(made["total_minor"])
        freight = _numbers(made["freight_minor"]) if "freight_minor" in made else np.zeros_like(total)
        parts = split_over_groups(np.maximum(total - freight, 0), _weights(table), group)
        unknown = np.asarray(made["total_minor"].is_null().to_numpy(zero_copy_only=False), dtype=bool)[group]
        table = table.append_column("line_paid_minor", pa.array(parts, pa.int64(), mask=unknown))
    if "line_refund_minor" not in table.column_names and "refund_minor" in made and "line_paid_minor" in table.column_names:
        paid = np.maximum(_numbers(one_array(table["line_paid_minor"])), 0)
        parts = split_over_groups(_numbers(made["refund_minor"]), paid, group)
        unknown = np.asarray(made["refund_minor"].is_null().to_numpy(zero_copy_only=False), dtype=bool)[group]
        table = table.append_column("line_refund_minor", pa.array(parts, pa.int64(), mask=unknown))
    return table


def _weights(table: pa.Table) -> Numbers:
    """Weigh lines by their amount, else by price x units, else evenly."""
    if WEIGHT in table.column_names:
        return np.maximum(_numbers(one_array(table[WEIGHT])), 0)
    if {"price_minor", "line_units"} <= set(table.column_names):
        goods: Numbers = _numbers(one_array(table["price_minor"])) * _numbers(one_array(table["line_units"]))
        return np.asarray(np.maximum(goods, 0), dtype=np.int64)
    return np.ones(table.num_rows, dtype=np.int64)


def _numbers(column: pa.Array) -> Numbers:
    return np.asarray(column.cast(pa.int64()).fill_null(0).to_numpy(), dtype=np.int64)

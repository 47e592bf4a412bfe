"""Synthetic exports of a Taobao shop: sub-orders, 14 columns, about 200 bytes a line, with the traps of real ones kept out.

The same seed gives the same file. Order numbers rise with time, as the platform's do; lines of an order stand together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

HEADERS = [
    "子订单编号",
    "主订单编号",
    "商品标题",
    "商品价格",
    "购买数量",
    "商家编码",
    "商品属性",
    "订单状态",
    "买家应付货款",
    "买家实付金额",
    "退款状态",
    "退款金额",
    "订单创建时间",
    "订单付款时间",
]
BLOCK_ORDERS = 40_000
LINES_PER_ORDER = 2.5
DAYS = 16  # from the first to the last order: a sale with its warming up
SKUS = 2_000
_FIRST_ORDER = 2_900_000_000_000_012_347
_ORDER_STEP = 1_013  # no round number: a spreadsheet would have made those
_STATES = ("等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭")
_REFUNDS = ("没有申请退款", "买家已经申请退款，等待卖家同意", "退款成功")


@dataclass(frozen=True)
class Block:
    """Some orders and their lines as plain arrays. Per order: number, moments (-1: never). Per line: order, ordinal, the rest."""

    order_no: np.ndarray
    placed: np.ndarray
    paid: np.ndarray
    of: np.ndarray
    ordinal: np.ndarray
    sku: np.ndarray
    units: np.ndarray
    price: np.ndarray
    paid_minor: np.ndarray
    refund_minor: np.ndarray
    state: np.ndarray
    refund: np.ndarray


def blocks(lines: int, start: int, *, seed: int = 1) -> Iterator[Block]:
    """Yield about `lines` lines in blocks, spread evenly over the `DAYS` days from `start` (epoch seconds)."""
    orders = round(lines / LINES_PER_ORDER)
    for number, first in enumerate(range(0, orders, BLOCK_ORDERS)):
        yield _block(first, min(BLOCK_ORDERS, orders - first), orders, start, np.random.default_rng([seed, number]))


def _block(first: int, count: int, orders: int, start: int, random: np.random.Generator) -> Block:
    place = np.arange(first, first + count)
    placed = start + (place * (DAYS * 86_400) // orders)
    paid = np.where(random.random(count) < 0.86, placed + random.integers(20, 1_200, count), -1)
    each = random.choice([1, 2, 3, 4], count, p=[0.2, 0.3, 0.3, 0.2])
    of = np.repeat(np.arange(count), each)
    ordinal = np.arange(of.size) - np.repeat(np.cumsum(each) - each, each)
    size = of.size
    units = random.integers(1, 4, size)
    price = random.integers(990, 69_900, size)
    is_paid = paid[of] >= 0
    refund = np.where(is_paid, random.choice([0, 1, 2], size, p=[0.9, 0.03, 0.07]), 0)
    worth = units * price
    return Block(
        order_no=_FIRST_ORDER + place * _ORDER_STEP,
        placed=placed,
        paid=paid,
        of=of,
        ordinal=ordinal,
        sku=(SKUS * random.random(size) ** 3).astype(np.int64),
        units=units,
        price=price,
        paid_minor=np.where(is_paid, worth * 88 // 100, 0),
        refund_minor=np.where(refund > 0, worth * 88 // 100, 0),
        state=np.where(is_paid, np.where(refund == 2, 4, 1 + (paid[of] % 3)), 0),
        refund=refund,
    )


def newest(block: Block, rows: int) -> Block:
    """Return the last `rows` lines of a block, or a few more: whole orders."""
    first = block.of[max(0, block.of.size - rows)]
    return _only(block, np.arange(block.order_no.size) >= first)


def scattered(block: Block, every: int, offset: int) -> Block:
    """Return one order in `every` of a block."""
    return _only(block, np.arange(block.order_no.size) % every == offset % every)


def _only(block: Block, keep: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Block:
    """Return these orders of a block with their lines."""
    lines = keep[block.of]
    number = np.cumsum(keep) - 1
    of_order = {"order_no", "placed", "paid"}
    values = {each.name: getattr(block, each.name)[keep if each.name in of_order else lines] for each in fields(block)}
    return Block(**(values | {"of": number[block.of[lines]]}))


def moved_on(block: Block, seed: int) -> Block:
    """Return the block with each order paid and each line in a further state: what an hourly export brings again."""
    ahead = np.random.default_rng(seed).integers(2, 4, block.of.size)
    paid = np.where(block.paid < 0, block.placed + 600, block.paid + 1 + seed)
    return replace(block, paid=paid, paid_minor=block.units * block.price * 88 // 100, state=ahead)


def partly_moved_on(block: Block, every: int, seed: int) -> Block:
    """Return the block with one order in `every` moved on: the next hour's export of a whole sale."""
    ahead = moved_on(block, seed)
    orders = np.arange(block.order_no.size) % every == seed % every
    lines = orders[block.of]
    return replace(
        block,
        paid=np.where(orders, ahead.paid, block.paid),
        paid_minor=np.where(lines, ahead.paid_minor, block.paid_minor),
        state=np.where(lines, ahead.state, block.state),
    )


def text(block: Block) -> pa.Table:
    """Return the block as the platform writes it: all text."""
    of = pa.array(block.of)
    order = pa.array(block.order_no).cast(pa.string())
    sku = pa.array(block.sku).cast(pa.string())
    columns = [
        pa.array(block.order_no[block.of] + block.ordinal).cast(pa.string()),
        order.take(of),
        pc.binary_join_element_wise("宽松上衣", sku, "号", " "),
        _money(block.price),
        pa.array(block.units).cast(pa.string()),
        pc.binary_join_element_wise("SKU", sku, "-"),
        _repeat("蓝色;M", of),
        pa.array(_STATES).take(pa.array(block.state)),
        _money(block.units * block.price),
        _money(block.paid_minor),
        pa.array(_REFUNDS).take(pa.array(block.refund)),
        pc.if_else(pa.array(block.refund > 0), _money(block.refund_minor), "无退款申请"),
        _time(block.placed).take(of),
        _time(block.paid).take(of),
    ]
    return pa.table(columns, names=HEADERS)


def write(path: Path, source: Iterator[Block]) -> int:
    """Write the blocks as one CSV file in UTF-8; return the number of lines."""
    rows = 0
    writer = None
    for block in source:
        table = text(block)
        writer = writer or pyarrow.csv.CSVWriter(
            str(path), table.schema, write_options=pyarrow.csv.WriteOptions(quoting_style="none")
        )
        writer.write_table(table)
        rows += table.num_rows
    if writer:
        writer.close()
    return rows


def _repeat(value: str, of: pa.Array) -> pa.Array:
    return pa.repeat(pa.scalar(value), len(of))


def _money(minor: np.ndarray) -> pa.Array:
    whole = pa.array(minor // 100).cast(pa.string())
    cents = pc.utf8_lpad(pa.array(minor % 100).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(whole, cents, ".")


def _time(seconds: np.ndarray) -> pa.Array:
    """Write moments as the shop's clock shows them (UTC+8); never as empty text."""
    local = pa.array(np.where(seconds < 0, 0, seconds) + 8 * 3600).cast(pa.timestamp("s")).cast(pa.string())
    return pc.if_else(pa.array(seconds < 0), "", local)

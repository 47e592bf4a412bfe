"""The claims those files make, built directly: what the readers would hand over."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.files import Block
from orders.claims import MOMENT, ROWS, ChunkClaims
from orders.states import OrderState, RefundState

_STATE = np.array(
    [OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED, OrderState.COMPLETED, OrderState.CLOSED_REFUNDED], np.int16
)
_REFUND = np.array([RefundState.NONE, RefundState.REQUESTED, RefundState.FULL], np.int16)


def chunk(block: Block) -> ChunkClaims:
    """Return the claims of one block."""
    of = pa.array(block.of)
    order_no = pa.array(block.order_no).cast(pa.string())
    sku = pa.array(block.sku).cast(pa.string())
    orders = pa.table(
        {
            "order_no": order_no,
            "placed_at": pa.array(block.placed).cast(pa.timestamp("s")).cast(MOMENT),
            "paid_at": pa.array(block.paid, mask=block.paid < 0).cast(pa.timestamp("s")).cast(MOMENT),
            "rows": pa.repeat(pa.scalar(0, ROWS), len(order_no)),
        }
    )
    lines = pa.table(
        {
            "order_no": order_no.take(of),
            "line_no": pa.array(block.order_no[block.of] + block.ordinal).cast(pa.string()),
            "sku": pc.binary_join_element_wise("SKU", sku, "-"),
            "title": pc.binary_join_element_wise("新款宽松百搭上衣", sku, "号", " "),
            "variant": pa.repeat(pa.scalar("颜色:蓝;尺码:M"), len(of)),
            "units": pa.array(block.units, pa.int32()),
            "price_minor": pa.array(block.price, pa.int64()),
            "paid_minor": pa.array(block.paid_minor, pa.int64()),
            "refund_minor": pa.array(block.refund_minor, pa.int64()),
            "state": pa.array(_STATE[block.state]),
            "refund_state": pa.array(_REFUND[block.refund]),
            "rows": pa.repeat(pa.scalar(1, ROWS), len(of)),
        }
    )
    return ChunkClaims(orders, lines)


def chunks(source: Iterator[Block]) -> Iterator[ChunkClaims]:
    """Yield the claims block by block."""
    return map(chunk, source)

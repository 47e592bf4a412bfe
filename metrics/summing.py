"""What movements of orders add to the sales of each slot. Pure: the same definitions as `metrics.filling`, without a database."""

import pyarrow as pa
import pyarrow.compute as pc

SALES = (
    "placed_orders",
    "placed_minor",
    "unpaid_orders",
    "unpaid_minor",
    "paid_orders",
    "revenue_minor",
    "units",
    "units_orders",
    "refund_orders",
    "refund_minor",
)


def sums_by_slot(movements: pa.Table) -> pa.Table:
    """Return slot and the columns `SALES`: what these orders, with their sign, add to each slot, ascending; often below 0.

    Money is whole minor units. Each number counts at its own clock; a refund when it was asked for, without that time when the
    order was paid, without that one when it was placed.

    >>> order = {"placed_slot": [7], "paid_slot": [8], "refund_slot": [None], "total_minor": [500], "refund_minor": [0]}
    >>> found = sums_by_slot(pa.table({"sign": [1], **order, "units": [None]})).select(["slot", "placed_orders", "revenue_minor"])
    >>> found.to_pylist()
    [{'slot': 7, 'placed_orders': 1, 'revenue_minor': 0}, {'slot': 8, 'placed_orders': 0, 'revenue_minor': 500}]
    """
    sign = movements.column("sign").cast(pa.int64())
    nothing = pc.multiply(sign, 0)

    def amount(name: str) -> pa.ChunkedArray:
        return pc.fill_null(movements.column(name).cast(pa.int64()), 0)

    def where(condition: pa.ChunkedArray, values: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.if_else(pc.fill_null(condition, False), values, nothing)

    total, refund, units = (pc.multiply(amount(name), sign) for name in ("total_minor", "refund_minor", "units"))
    unpaid = pc.is_null(movements.column("paid_slot"))
    refunded = pc.greater(amount("refund_minor"), 0)
    unasked = pc.and_(pc.is_null(movements.column("refund_slot")), refunded)
    never_paid = pc.and_(unpaid, unasked)
    parts = {
        "placed_slot": {
            "placed_orders": sign,
            "placed_minor": total,
            "unpaid_orders": where(unpaid, sign),
            "unpaid_minor": where(unpaid, total),
            "refund_orders": where(never_paid, sign),
            "refund_minor": where(never_paid, refund),
        },
        "paid_slot": {
            "paid_orders": sign,
            "revenue_minor": total,
            "units": units,
            "units_orders": where(pc.is_valid(movements.column("units")), sign),
            "refund_orders": where(unasked, sign),
            "refund_minor": where(unasked, refund),
        },
        "refund_slot": {"refund_orders": where(refunded, sign), "refund_minor": where(refunded, refund)},
    }
    return _added([pa.table({"slot": movements.column(clock).cast(pa.int32()), **values}) for clock, values in parts.items()])


def _added(parts: list[pa.Table]) -> pa.Table:
    """Add the parts up by slot; what has no slot counts nowhere."""
    whole = pa.concat_tables(parts, promote_options="default")
    whole = whole.filter(pc.is_valid(whole.column("slot")))
    sums = whole.group_by("slot", use_threads=False).aggregate([(name, "sum") for name in SALES])
    columns = {name: pc.fill_null(sums.column(f"{name}_sum"), 0) for name in SALES}
    return pa.table({"slot": sums.column("slot"), **columns}).sort_by("slot")

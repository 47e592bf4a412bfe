"""What a platform means, settled: the steps that the formats' `derive` functions are put together from.

Every function takes a typed flat table and returns it with some columns set: the same rows in the same order, money in whole
minor units, times in UTC, states as the numbers of `orders.states`. Nothing here reads a clock or a file.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from orders.states import OrderState, RefundState

MONEY = pa.int64()
MOMENT = pa.timestamp("s", tz="UTC")
STATE = pa.int16()

PAID_STATES = (OrderState.PAID, OrderState.PART_SHIPPED, OrderState.SHIPPED, OrderState.COMPLETED, OrderState.CLOSED_REFUNDED)
DONE_REFUNDS = (RefundState.PARTIAL, RefundState.FULL)

_TYPES = {"state": STATE, "refund_state": STATE, "order_state": STATE, "order_refund_state": STATE, "is_gift": pa.bool_()}


def has(table: pa.Table, *names: str) -> bool:
    """Tell whether the table has all these columns."""
    return all(name in table.column_names for name in names)


def column(table: pa.Table, name: str) -> Any:
    """Give a column, or nulls of its type when the file lacks it."""
    if name in table.column_names:
        return table[name]
    if name.endswith("_at"):
        kind = MOMENT
    elif name.endswith("_minor") or name in {"units", "line_units"}:
        kind = MONEY
    else:
        kind = _TYPES.get(name, pa.string())
    return pa.chunked_array([pa.nulls(table.num_rows, kind)])


def put(table: pa.Table, **columns: Any) -> pa.Table:
    """Set columns by name, replacing those that are there."""
    for name, values in columns.items():
        if name in table.column_names:
            table = table.set_column(table.column_names.index(name), name, values)
        else:
            table = table.append_column(name, values)
    return table


def amount(table: pa.Table, name: str) -> Any:
    """Give a money column with nothing counted as zero."""
    return pc.fill_null(column(table, name), 0)


def state_in(table: pa.Table, *states: int, name: str = "state") -> Any:
    """Tell for each row whether its state is one of these; an unknown state is none of them."""
    return pc.is_in(column(table, name), value_set=pa.array([int(state) for state in states], STATE))


def settle_closed(table: pa.Table, refund: str = "refund_minor") -> pa.Table:
    """Turn "closed" into closed after payment where anything was paid: a payment time, money returned, a finished refund."""
    if not has(table, "state"):
        return table
    paid = pc.or_(
        pc.or_(pc.is_valid(column(table, "paid_at")), pc.greater(amount(table, refund), 0)),
        state_in(table, *DONE_REFUNDS, name="refund_state"),
    )
    turned = pc.and_(state_in(table, OrderState.CLOSED_UNPAID), paid)
    return put(table, state=pc.if_else(turned, pa.scalar(int(OrderState.CLOSED_REFUNDED), STATE), table["state"]))


def settle_paid_at(table: pa.Table) -> pa.Table:
    """Give a payment time to a file that has none.

    The file has a payment time column: it is believed, empty cells too. No such column, but states: the order counts as paid
    when it was placed if its state says that it was paid. Neither: the file is a list of sales, each paid when it was placed.
    """
    if has(table, "paid_at") or not has(table, "placed_at"):
        return table
    if not has(table, "state"):
        return put(table, paid_at=table["placed_at"])
    paid = state_in(table, *PAID_STATES)
    return put(table, paid_at=pc.if_else(paid, table["placed_at"], pa.scalar(None, MOMENT)))


def settle_state(table: pa.Table, total: str = "total_minor", refund: str = "refund_minor") -> pa.Table:
    """Read the state from the times when the file has no state column.

    Completed and shipped by their own times, else paid by the payment time, else unpaid; refunded in full is closed.
    """
    if has(table, "state") or not has(table, "paid_at"):
        return table
    paid = pc.is_valid(table["paid_at"])
    refunded = pc.and_(pc.greater(amount(table, refund), 0), pc.greater_equal(amount(table, refund), amount(table, total)))
    state = pc.case_when(
        pc.make_struct(
            pc.invert(paid), refunded, pc.is_valid(column(table, "completed_at")), pc.is_valid(column(table, "shipped_at"))
        ),
        *(
            pa.scalar(int(state), STATE)
            for state in (
                OrderState.UNPAID,
                OrderState.CLOSED_REFUNDED,
                OrderState.COMPLETED,
                OrderState.SHIPPED,
                OrderState.PAID,
            )
        ),
    )
    return put(table, state=state)


def settle_refund(table: pa.Table, total: str = "total_minor", refund: str = "refund_minor") -> pa.Table:
    """Make the refund's amount and state agree.

    A refusal gives nothing back. Closed after payment, or refunded with no amount said: all of it. An amount with no state:
    in part, or in full when it reaches the total; "refunded" with less than the total: in part. A refund that is only requested
    keeps the amount asked for.
    """
    paid = amount(table, total)
    given = amount(table, refund)
    said = column(table, "refund_state")
    nothing = pc.equal(given, 0)
    full = pc.or_(state_in(table, RefundState.FULL, name="refund_state"), state_in(table, OrderState.CLOSED_REFUNDED))
    rejected = state_in(table, RefundState.REJECTED, name="refund_state")
    given = pc.if_else(pc.and_(full, nothing), paid, given)
    given = pc.if_else(rejected, 0, given)
    by_amount = pc.case_when(
        pc.make_struct(pc.less_equal(given, 0), pc.greater_equal(given, paid)),
        pa.scalar(int(RefundState.NONE), STATE),
        pa.scalar(int(RefundState.FULL), STATE),
        pa.scalar(int(RefundState.PARTIAL), STATE),
    )
    silent = pc.or_(
        pc.is_null(said), state_in(table, RefundState.NONE, RefundState.PARTIAL, RefundState.FULL, name="refund_state")
    )
    keeps = pc.and_(state_in(table, RefundState.PARTIAL, RefundState.FULL, name="refund_state"), pc.equal(given, 0))
    state = pc.if_else(pc.and_(silent, pc.invert(keeps)), by_amount, said)
    return put(table, **{refund: given, "refund_state": state})


_PROVINCES = (
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 "
    "甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
)
_PLACE = (
    r"^\s*(?P<province>"
    + "|".join(_PROVINCES.split())
    + r")(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?\s*(?P<city>[^\s\d市]{1,10}?(?:自治州|地区|盟|市))?"
)


def settle_place(table: pa.Table) -> pa.Table:
    """Read province and city from the address and drop the rest of it; provinces by their short names, masks as nothing.

    `浙江省 杭州市 滨江区 ...` and `浙江省杭州市...` give 浙江, 杭州市; `上海` gives 上海 and no city.
    """
    if has(table, "address"):
        found = _place_of(table["address"])
        if not has(table, "province"):
            table = put(table, province=_filled(pc.struct_field(found, "province")))
        if not has(table, "city"):
            table = put(table, city=_filled(pc.struct_field(found, "city")))
        return table.drop_columns(["address"])
    if has(table, "province"):
        short = pc.struct_field(_place_of(table["province"]), "province")
        table = put(table, province=_unmasked(pc.coalesce(_filled(short), table["province"])))
    if has(table, "city"):
        table = put(table, city=_unmasked(table["city"]))
    return table


def _place_of(text: Any) -> Any:
    """Match each different beginning once: a million addresses begin in a few hundred ways."""
    beginnings = pc.utf8_slice_codeunits(pc.utf8_ltrim_whitespace(text), 0, 18).combine_chunks().dictionary_encode()
    found = pc.extract_regex(beginnings.dictionary, pattern=_PLACE)
    return found.take(beginnings.indices)


def _filled(text: Any) -> Any:
    empty = pc.equal(text, "")
    return pc.if_else(empty, pa.scalar(None, pa.string()), text) if pc.any(empty).as_py() else text


def _unmasked(text: Any) -> Any:
    return pc.if_else(pc.match_substring(text, "*"), pa.scalar(None, pa.string()), text)


def settle_sku(table: pa.Table, *fallbacks: str) -> pa.Table:
    """Take the seller's code; where it is empty the next of the fallbacks; at last the platform's product number + variant."""
    code: Any = None
    for name in ("sku", *fallbacks):
        if has(table, name):
            code = _filled(table[name]) if code is None else pc.coalesce(code, _filled(table[name]))
            if code.null_count == 0:
                return put(table, sku=code)
    others = []
    if has(table, "product_id"):
        number = _filled(table["product_id"])
        if has(table, "variant"):
            variant = pc.fill_null(table["variant"], "")
            number = pc.if_else(pc.equal(variant, ""), number, pc.binary_join_element_wise(number, variant, "|"))
        others.append(number)
    if has(table, "title"):
        others.append(table["title"])
    codes = [item for item in (code, *others) if item is not None]
    return put(table, sku=pc.coalesce(*codes)) if codes else table


def keep(table: pa.Table, condition: Any, **columns: Any) -> pa.Table:
    """Set columns on the rows where the condition holds and leave the others as they are."""
    for name, values in columns.items():
        table = put(table, **{name: pc.if_else(pc.fill_null(condition, False), values, column(table, name))})
    return table

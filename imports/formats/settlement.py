"""Statements of settled money: our own template, Alipay (支付宝账务明细), JD (结算单), Douyin (结算账单), Shopify payouts.

Alipay and JD tell one fee a row and what it is in words; Douyin and our template tell one order a row with a column for each fee;
Shopify tells charges and refunds with their fee. A fee in words that we do not know counts as "other": it is never left out.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.checks.columns import one_array
from imports.formats.base import Column, Format, Kind, Parse, Zone
from imports.formats.headers import folded
from imports.formats.template import MARK, SETTLEMENT_COLUMNS, as_columns
from review.claims import COSTS, INCOME

# Looked for in this order: a commission that is given back ("佣金退款") is a commission.
WORDS: tuple[tuple[str, str], ...] = (
    ("price_protection_minor", "保价|价保|price protection"),
    ("influencer_minor", "淘宝客|达人|推广|influencer|affiliate"),
    ("commission_minor", "佣金|软件服务费|技术服务费|平台服务费|commission"),
    ("carriage_minor", "运费|物流|配送|freight|shipping"),
    ("packing_minor", "包装|耗材|packing"),
    ("payment_fee_minor", "手续费|收费|花呗|信用卡|支付服务|fee"),
    ("subsidy_minor", "补贴|津贴|subsidy"),
    ("refunded_minor", "退款|退货|refund|chargeback|dispute"),
    ("received_minor", "货款|付款|收款|在线支付|交易|charge|payment|sale"),
)
_NUMBER = r"(?P<number>\d{8,})"
_IN, _OUT = "收入|应收|income|credit", "支出|应付|expense|debit"
# (`pa.scalar` would load pandas, for which every process of the program would wait at its start.)
_NOTHING = pa.nulls(1, pa.int64())[0]


def derive_rows(table: pa.Table) -> pa.Table:
    """Settle a statement that tells one amount a row and says in words what it is.

    >>> told = {"bill_order": ["T200P330441234567", "330441234567"], "bill_words": ["交易付款", "天猫佣金"]}
    >>> made = derive_rows(pa.table(told | {"bill_in_minor": [10_000, None], "bill_out_minor": [None, -500]}))
    >>> made["order_no"].to_pylist(), made["received_minor"].to_pylist(), made["commission_minor"].to_pylist()
    (['330441234567', '330441234567'], [10000, None], [None, 500])
    """
    said = pc.utf8_lower(pc.binary_join_element_wise(_text(table, "bill_words"), _text(table, "bill_note"), " "))
    amount = _signed(table)
    left = pc.is_valid(amount)
    for name, pattern in WORDS:
        here = pc.and_(left, pc.match_substring_regex(said, pattern))
        table = _put(table, name, pc.if_else(here, amount if name in INCOME else pc.negate(amount), _NOTHING))
        left = pc.and_(left, pc.invert(here))
    table = _put(table, "other_minor", pc.if_else(left, pc.negate(amount), _NOTHING))
    return _named(_put(table, "paid_out_minor", amount), inside=True)


def derive_columns(table: pa.Table) -> pa.Table:
    """Settle a statement with a column for each fee; where a row adds up only with fees below zero, so they were written.

    >>> told = {"bill_order": ["1", "2"], "received_minor": [100, 100], "commission_minor": [5, -5], "paid_out_minor": [95, 95]}
    >>> derive_columns(pa.table(told))["commission_minor"].to_pylist()
    [5, 5]
    """
    if "paid_out_minor" in table.column_names:
        income, costs = _sum(table, INCOME), _sum(table, COSTS)
        told = one_array(table["paid_out_minor"]).cast(pa.int64())
        plain, other = (pc.fill_null(pc.equal(told, pa.array(each)), False) for each in (income - costs, income + costs))
        turned = pc.and_(other, pc.invert(plain))
        for name in COSTS:
            if name in table.column_names:
                value = one_array(table[name]).cast(pa.int64())
                table = _put(table, name, pc.if_else(turned, pc.negate(value), value))
    return _named(table)


def derive_payouts(table: pa.Table) -> pa.Table:
    """Settle Shopify's transactions: the fee stands beside the amount, a refund is written below zero.

    >>> told = {"bill_order": ["#1001", "#1001"], "bill_words": ["charge", "refund"], "bill_minor": [10_000, -4_000]}
    >>> made = derive_payouts(pa.table(told | {"payment_fee_minor": [300, 0], "paid_out_minor": [9_700, -4_000]}))
    >>> made["received_minor"].to_pylist(), made["refunded_minor"].to_pylist(), made["payment_fee_minor"].to_pylist()
    ([10000, None], [None, 4000], [300, 0])
    """
    told = {name: one_array(table[name]) for name in ("payment_fee_minor", "paid_out_minor") if name in table.column_names}
    table = derive_rows(table)
    for name, column in told.items():
        table = _put(table, name, column)
    return table


def _signed(table: pa.Table) -> pa.Array:
    """Give the amount of each row, above zero when it came in: from two columns, from a direction in words, or as written."""
    names = set(table.column_names)
    if names & {"bill_in_minor", "bill_out_minor"}:
        told = [one_array(table[name]).cast(pa.int64()) for name in ("bill_in_minor", "bill_out_minor") if name in names]
        silent = told[0].is_null() if len(told) == 1 else pc.and_(told[0].is_null(), told[1].is_null())
        came = _sum(table, ("bill_in_minor",))
        went = np.abs(_sum(table, ("bill_out_minor",)))
        return pc.if_else(silent, _NOTHING, pa.array(came - went))
    amount = one_array(table["bill_minor"]).cast(pa.int64())
    way = pc.utf8_lower(_text(table, "bill_way"))
    amount = pc.if_else(pc.match_substring_regex(way, _OUT), pc.negate(pc.abs(amount)), amount)
    return pc.if_else(pc.match_substring_regex(way, _IN), pc.abs(amount), amount)


def _named(table: pa.Table, *, inside: bool = False) -> pa.Table:
    """Name the order and the entry. `inside`: the order's number may stand inside of another (T200P...) or in the note."""
    order = pc.utf8_trim_whitespace(_text(table, "bill_order"))
    if inside and "bill_base" in table.column_names:
        silent = pc.equal(order, "")
        order = pc.if_else(silent, _text(table, "bill_base"), order)
    if inside and "bill_note" in table.column_names:
        within = pc.struct_field(pc.extract_regex(order, _NUMBER), "number")
        noted = pc.struct_field(pc.extract_regex(_text(table, "bill_note"), _NUMBER), "number")
        order = pc.coalesce(within, noted, order)
    elif inside:
        within = pc.struct_field(pc.extract_regex(order, r"^T\d*P(?P<number>\d{8,})$"), "number")
        order = pc.coalesce(within, order)
    moment = _moments(table)
    amounts = [_text(table, name) for name in ("bill_minor", "received_minor", "paid_out_minor")]
    made = pc.binary_join_element_wise(_text(table, "bill_words"), moment, *amounts, "|")
    own = pc.binary_join_element_wise(_text(table, "bill_entry"), _text(table, "bill_words"), "|")
    has_own = pc.greater(pc.utf8_length(_text(table, "bill_entry")), 0)
    entry = pc.utf8_slice_codeunits(pc.if_else(has_own, own, made), 0, 200)
    return _put(_put(table, "order_no", order), "entry_no", entry)


def _moments(table: pa.Table) -> pa.Array:
    if "settled_at" not in table.column_names:
        return _text(table, "settled_at")
    return pc.fill_null(one_array(table["settled_at"]).cast(pa.int64()).cast(pa.string()), "")


def _text(table: pa.Table, name: str) -> pa.Array:
    if name not in table.column_names:
        return pa.array([""] * table.num_rows, pa.string())
    return pc.fill_null(one_array(table[name]).cast(pa.string()), "")


def _sum(table: pa.Table, names: tuple[str, ...]) -> "np.ndarray[Any, np.dtype[np.int64]]":
    found = np.zeros(table.num_rows, dtype=np.int64)
    for name in names:
        if name in table.column_names:
            found = found + one_array(table[name]).cast(pa.int64()).fill_null(0).to_numpy()
    return found


def _put(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, column)
    return table.append_column(name, column)


_OTHER_HEADERS = {"settled_at": ("结算日期",), "bill_entry": ("单据编号",)}
_TIME, _MONEY = Parse.TIME, Parse.MONEY
_NULLS = frozenset({"-", "--"})

SETTLEMENT_LIST = Format(
    key="settlement",
    label=_("statement of settled money"),
    platform="any",
    kind=Kind.SETTLEMENT,
    columns=tuple(
        replace(column, headers=(*column.headers, *_OTHER_HEADERS.get(column.name, ())))
        for column in as_columns(SETTLEMENT_COLUMNS)
    ),
    signature=frozenset(),
    null_words=_NULLS,
    derive=derive_columns,
    explanation_mark=MARK,
    notes=_(
        "One row per order, or per entry of a statement. Costs above zero; an empty cell is not known and counts as nothing."
    ),
)
ALIPAY = Format(
    key="alipay_bill",
    label=_("Alipay account statement"),
    platform="taobao",
    kind=Kind.SETTLEMENT,
    columns=(
        Column("bill_order", ("商户订单号",), Parse.TEXT, required=True),
        Column("bill_base", ("业务基础订单号", "业务订单号")),
        Column("bill_entry", ("账务流水号",), Parse.TEXT, required=True),
        Column("settled_at", ("发生时间", "入账时间"), _TIME),
        Column("bill_words", ("业务类型",)),
        Column("bill_note", ("备注", "业务描述")),
        Column("bill_in_minor", ("收入金额（+元）", "收入金额", "收入（+元）"), _MONEY),
        Column("bill_out_minor", ("支出金额（-元）", "支出金额", "支出（-元）"), _MONEY),
    ),
    signature=folded("账务流水号", "业务类型"),
    null_words=_NULLS,
    derive=derive_rows,
    explanation_mark="#",
    notes=_("One row per entry of the account. Entries without an order, as withdrawals, are listed and left out."),
)
JD_BILL = Format(
    key="jd_bill",
    label=_("JD settlement statement"),
    platform="jd",
    kind=Kind.SETTLEMENT,
    columns=(
        Column("bill_order", ("订单编号", "订单号"), Parse.ID, required=True),
        Column("bill_entry", ("单据编号",)),
        Column("bill_words", ("费用项", "费用名称", "费用项目"), Parse.TEXT, required=True),
        Column("bill_minor", ("金额", "应结金额"), _MONEY, required=True),
        Column("bill_way", ("收支方向",)),
        Column("settled_at", ("费用结算时间", "结算时间", "费用发生时间"), _TIME),
    ),
    signature=frozenset(),
    unless=folded("商品数量", "购买数量", "订单状态"),
    null_words=_NULLS,
    derive=derive_rows,
    notes=_("One row per fee of an order."),
)
DOUYIN_BILL = Format(
    key="douyin_bill",
    label=_("Douyin settlement statement"),
    platform="douyin",
    kind=Kind.SETTLEMENT,
    columns=(
        Column("bill_order", ("订单号", "主订单编号"), Parse.ID, required=True),
        Column("bill_entry", ("动账流水号", "子订单号"), Parse.TEXT),
        Column("settled_at", ("动账时间", "结算时间"), _TIME),
        Column("received_minor", ("订单实付应结", "用户实付"), _MONEY, required=True),
        Column("subsidy_minor", ("平台补贴", "实际平台补贴", "平台补贴(元)"), _MONEY),
        Column("refunded_minor", ("订单退款", "结算前退款", "退款金额"), _MONEY),
        Column("commission_minor", ("平台服务费",), _MONEY),
        Column("influencer_minor", ("达人佣金", "佣金"), _MONEY),
        Column("payment_fee_minor", ("支付手续费",), _MONEY),
        Column("carriage_minor", ("运费实付", "运费"), _MONEY),
        Column("other_minor", ("其他分成", "招商服务费", "站外推广费"), _MONEY),
        Column("paid_out_minor", ("结算金额", "动账金额"), _MONEY),
    ),
    signature=folded("订单实付应结"),
    null_words=_NULLS,
    derive=derive_columns,
    notes=_("One row per order; what the columns do not add up to is listed by order."),
)
SHOPIFY_PAYOUTS = Format(
    key="shopify_payouts",
    label=_("Shopify payout transactions"),
    platform="shopify",
    kind=Kind.SETTLEMENT,
    columns=(
        Column("bill_order", ("Order",), Parse.TEXT, required=True),
        Column("settled_at", ("Transaction Date",), _TIME),
        Column("bill_words", ("Type",), Parse.TEXT, required=True),
        Column("bill_minor", ("Amount",), _MONEY, required=True),
        Column("payment_fee_minor", ("Fee",), _MONEY),
        Column("paid_out_minor", ("Net",), _MONEY),
        Column("currency", ("Currency",)),
    ),
    signature=folded("Transaction Date", "Payout Status"),
    zone=Zone.WRITTEN,
    derive=derive_payouts,
    notes=_("One row per charge or refund of an order, with its fee."),
)

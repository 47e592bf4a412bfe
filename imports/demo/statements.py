"""What the platforms paid out for last year's sale: Alipay's and JD's statements with a fee a row, Douyin's with an order a row.

An order is settled when it is completed or given back. A few were paid out short, as in life: nobody has asked why yet.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from imports.demo.days import Whole
from imports.demo.known import REFUNDED, Known
from imports.demo.story import DAY, ShopStory
from imports.demo.texts import csv_bytes, joined, money, numbers, pick, times
from imports.demo.writers import order_numbers

COMMISSION = {"tmall": 50, "jd": 80, "douyin": 50}  # of what was kept, per mille
PAYMENT_FEE, INFLUENCER = 6, 30
SHORT_EVERY, SHORT_MINOR = 97, 500
RECEIVED, GIVEN_BACK, FEE, PAYMENT = range(4)
ALIPAY_KINDS = ("交易付款", "退款（交易退款）", "收费", "收费")
ALIPAY_NOTES = ("", "", "天猫佣金（类目）", "支付手续费")
JD_ITEMS = ("货款", "货款退款", "佣金", "交易手续费")


@dataclass(frozen=True)
class _Settled:
    """The settled orders of a shop: numbers, when, and what was received, given back, and kept by the platform; fen."""

    number: Whole
    at: Whole
    received: Whole
    given_back: Whole
    commission: Whole
    fee: Whole
    influencer: Whole


def statement(story: ShopStory, at: Known) -> bytes:
    """Write the statement of a shop over the orders known at a moment, as its platform does; nothing where none is over."""
    settled = _settled(story, at)
    if not len(settled.number):
        return b""
    if story.shop.platform == "douyin":
        return _douyin(settled)
    return _alipay(settled) if story.shop.platform == "tmall" else _jd(settled)


def _settled(story: ShopStory, at: Known) -> _Settled:
    over = np.flatnonzero((at.completed >= 0) | (at.stage == REFUNDED))
    orders = at.orders[over]
    total, back = story.total[orders], at.refunded_minor[over]
    short = np.where((orders % SHORT_EVERY == 0) & (total > 2 * SHORT_MINOR), SHORT_MINOR, 0)
    kept = total - back
    moments = np.where(at.completed[over] >= 0, at.completed[over], story.refund_done[orders]) + DAY
    return _Settled(
        number=order_numbers(story, orders),
        at=np.minimum(moments, at.as_of - 3_600),
        received=total - short,
        given_back=back,
        commission=kept * COMMISSION[story.shop.platform] // 1000,
        fee=kept * PAYMENT_FEE // 1000,
        influencer=kept * INFLUENCER // 1000 * (orders % 3 == 0),
    )


def _entries(settled: _Settled) -> tuple[Whole, Whole, Whole]:
    """Return each entry of a statement with a fee a row: place of its order, kind, amount; those of nothing are left out."""
    amounts = np.stack([settled.received, settled.given_back, settled.commission, settled.fee], axis=1)
    place, kind = np.nonzero(amounts)
    return place, kind, amounts[place, kind]


def _alipay(settled: _Settled) -> bytes:
    place, kind, minor = _entries(settled)
    serial = np.arange(len(place))
    came = kind == RECEIVED
    columns: dict[str, Any] = {
        "账务流水号": numbers(9 * 10**9 + serial),
        "业务流水号": numbers(5 * 10**9 + serial),
        "商户订单号": joined("T200P", numbers(settled.number[place])),
        "商品名称": "青禾",
        "发生时间": times(settled.at[place] + kind),
        "对方账号": "",
        "收入金额（+元）": _only(came, money(minor)),
        "支出金额（-元）": _only(~came, joined("-", money(minor))),
        "账户余额（元）": money(np.cumsum(np.where(came, minor, -minor)) + 10**8),
        "交易渠道": "支付宝",
        "业务类型": pick(ALIPAY_KINDS, kind),
        "备注": pick(ALIPAY_NOTES, kind),
    }
    return csv_bytes(columns, encoding="gb18030")


def _jd(settled: _Settled) -> bytes:
    place, kind, minor = _entries(settled)
    columns: dict[str, Any] = {
        "订单编号": numbers(settled.number[place]),
        "单据编号": joined("J", numbers(settled.number[place]), numbers(kind)),
        "单据类型": pick(("订单", "售后"), (kind == GIVEN_BACK).astype(np.int64)),
        "费用项": pick(JD_ITEMS, kind),
        "金额": money(minor),
        "收支方向": pick(("支出", "收入"), (kind == RECEIVED).astype(np.int64)),
        "费用结算时间": times(settled.at[place] + kind),
    }
    return csv_bytes(columns, encoding="gb18030")


def _douyin(settled: _Settled) -> bytes:
    fees = settled.commission + settled.influencer + settled.fee
    out = settled.received - settled.given_back - fees
    columns: dict[str, Any] = {
        "订单号": numbers(settled.number),
        "动账流水号": joined("D", numbers(settled.number)),
        "动账时间": times(settled.at),
        "订单实付应结": money(settled.received),
        "平台补贴": "0.00",
        "订单退款": _less(settled.given_back),
        "平台服务费": _less(settled.commission),
        "达人佣金": _less(settled.influencer),
        "支付手续费": _less(settled.fee),
        "结算金额": joined(pick(("", "-"), (out < 0).astype(np.int64)), money(np.abs(out))),
    }
    return b"\xef\xbb\xbf" + csv_bytes(columns, encoding="utf-8")


def _less(minor: Whole) -> Any:
    return joined(pick(("", "-"), (minor > 0).astype(np.int64)), money(minor))


def _only(here: Any, texts: Any) -> Any:
    return pa.array(np.where(here, np.array(texts.to_pylist(), dtype=object), ""), pa.string())

"""A day of a shop as three platforms export it: orders, statement, costs, traffic; random cents from a fixed seed."""

# ruff: noqa: E501 - files as platforms write them

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

Table = tuple[list[str], list[list[str]]]
SKUS = {f"QH-{number}": f"{3 + number * 7}.{number}5" for number in range(1, 7)}
COSTS: Table = (["SKU", "Title", "Cost"], [[sku, f"Lamp {sku}", cost] for sku, cost in SKUS.items()])
TRAFFIC: Table = (
    ["Date", "Hour", "Channel", "Visitors", "Spend"],
    [["2026-11-11", str(hour), "search", str(40 + hour), f"{hour * 3}.{hour:02}"] for hour in range(9, 21)],
)


@dataclass(frozen=True)
class Line:
    """One line of an order: its product, pieces, and what it cost the buyer, in yuan."""

    sku: str
    units: int
    paid: Decimal


@dataclass(frozen=True)
class Sold:
    """One order as it happened."""

    number: str
    at: str
    lines: tuple[Line, ...]
    freight: Decimal
    is_back: bool
    commission: Decimal
    fee: Decimal

    @property
    def total(self) -> Decimal:
        """What the buyer paid."""
        return sum((line.paid for line in self.lines), self.freight)


def sold(count: int, seed: int) -> list[Sold]:
    """Orders of one to three lines between 9:00 and 20:59; every seventh was given back whole, without freight."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        is_back = number % 7 == 3
        skus = chance.sample(sorted(SKUS), chance.randint(1, 3))
        lines = tuple(Line(sku, chance.randint(1, 4), Decimal(chance.randint(990, 39_999)) / 100) for sku in skus)
        freight = Decimal(0) if is_back else Decimal(chance.choice(["0.00", "6.50", "12.01"]))
        at = f"2026-11-11 {chance.randint(9, 20):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"
        commission, fee = (Decimal(0), Decimal(0)) if is_back else (Decimal(chance.randint(1, 2_000)) / 100, Decimal("0.61"))
        found.append(Sold(f"33044123456{number:05}", at, lines, freight, is_back, commission, fee))
    return found


def taobao(orders: list[Sold]) -> list[Table]:
    """Tmall: the order list, the sub-orders, and the Alipay account with one row a fee."""
    head = ["订单编号", "买家应付货款", "买家应付邮费", "总金额", "订单状态", "订单创建时间", "订单付款时间 ", "退款金额"]
    rows = [
        [one.number, f"{one.total - one.freight}", f"{one.freight}", f"{one.total}", "交易关闭" if one.is_back else "交易成功",
         one.at, one.at, f"{one.total if one.is_back else Decimal('0.00')}"]
        for one in orders
    ]  # fmt: skip
    line_head = ["子订单编号", "主订单编号", "标题", "价格", "购买数量", "商家编码", "订单状态", "买家应付货款", "退款状态",
                 "退款金额", "订单创建时间", "订单付款时间"]  # fmt: skip
    lines = [
        [f"{one.number}{place}", one.number, "灯", "500.00", str(line.units), line.sku, rows[number][4], f"{line.paid}",
         "退款成功" if one.is_back else "没有申请退款", f"{line.paid}" if one.is_back else "无退款申请", one.at, one.at]
        for number, one in enumerate(orders) for place, line in enumerate(one.lines)
    ]  # fmt: skip
    bill_head = ["账务流水号", "业务流水号", "商户订单号", "发生时间", "收入金额（+元）", "支出金额（-元）", "业务类型", "备注"]
    bill = []
    for one in orders:
        said = [("交易付款", "", one.total), ("收费", "天猫佣金（类目）", -one.commission), ("收费", "花呗支付手续费", -one.fee)]
        said += [("退款（交易退款）", "", -one.total)] if one.is_back else []
        for words, note, amount in said:
            came, went = (f"{amount}", "") if amount > 0 else ("", f"{amount}")
            entry = f"9{len(bill):07}"
            bill.append([entry, entry, f"T200P{one.number}", "2026-11-20 09:00:00", came, went, words, note])
    return [(head, rows), (line_head, lines), (bill_head, bill)]


def jd(orders: list[Sold]) -> list[Table]:
    """JD: a row a product with the order's money on each, cancelled after payment where it was given back; 结算单."""
    head = ["订单号", "商品ID", "商品名称", "订购数量", "下单时间", "京东价", "订单金额", "应付金额", "订单状态", "货号", "运费金额",
            "付款确认时间"]  # fmt: skip
    rows = [
        [one.number, line.sku, "灯", str(line.units), one.at, f"{(line.paid / line.units).quantize(Decimal('0.01'))}",
         f"{one.total + 5}", f"{one.total}", "取消" if one.is_back else "完成", line.sku, f"{one.freight}", one.at]
        for one in orders for line in one.lines
    ]  # fmt: skip
    bill = []
    for one in orders:
        said = [("货款", one.total, "收入"), ("佣金", one.commission, "支出"), ("交易手续费", one.fee, "支出")]
        said += [("货款退款", one.total, "支出")] if one.is_back else []
        bill += [
            [one.number, f"J{one.number}{place}", "订单", words, f"{amount}", way, "2026-11-20 09:00:00"]
            for place, (words, amount, way) in enumerate(said)
        ]
    return [(head, rows), (["订单编号", "单据编号", "单据类型", "费用项", "金额", "收支方向", "费用结算时间"], bill)]


def douyin(orders: list[Sold]) -> list[Table]:
    """Douyin: a row a sub-order, freight on the first; 结算账单 with a column a fee, costs below zero."""
    head = ["主订单编号", "子订单编号", "选购商品", "商品数量", "商家编码", "商品单价", "订单应付金额", "运费", "订单提交时间",
            "支付完成时间", "订单状态", "售后状态", "取消原因", "平台实际承担优惠金额", "商家实际承担优惠金额",
            "达人实际承担优惠金额"]  # fmt: skip
    rows = []
    for one in orders:
        for place, line in enumerate(one.lines):
            freight = one.freight if place == 0 else Decimal("0.00")
            rows.append(
                [f"\t{one.number}", f"\t{one.number}{place}", "灯", str(line.units), line.sku, "600.00", f"{line.paid + freight}",
                 f"{freight}", one.at, one.at, "已关闭" if one.is_back else "已完成", "退款成功" if one.is_back else "-", "", "3.00",
                 "0.00", "0.00"]
            )  # fmt: skip
    bill_head = ["订单号", "动账流水号", "动账时间", "订单实付应结", "平台补贴", "订单退款", "平台服务费", "达人佣金", "支付手续费",
                 "结算金额"]  # fmt: skip
    bill = [
        [one.number, f"D{one.number}", "2026-11-20 09:00:00", f"{one.total}", "0.00", f"{-one.total if one.is_back else 0}",
         f"{-one.commission}", "0.00", f"{-one.fee}",
         f"{(Decimal(0) if one.is_back else one.total) - one.commission - one.fee}"]
        for one in orders
    ]  # fmt: skip
    return [(head, rows), (bill_head, bill)]


FILES: dict[str, Callable[[list[Sold]], list[Table]]] = {"tmall": taobao, "jd": jd, "douyin": douyin}

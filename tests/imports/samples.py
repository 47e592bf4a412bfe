"""Files as the platforms write them, made in tests."""

import csv
import io
from collections.abc import Iterable, Sequence

ORDER_HEADER = (
    "订单编号",
    "买家会员名",
    "买家应付货款",
    "买家应付邮费",
    "总金额",
    "订单状态",
    "收货地址 ",
    "订单创建时间",
    "订单付款时间 ",
    "宝贝总数量",
    "退款金额",
)
LINE_HEADER = (
    "子订单编号",
    "主订单编号",
    "标题",
    "价格",
    "购买数量",
    "商家编码",
    "订单状态",
    "买家应付货款",
    "退款状态",
    "退款金额",
    "订单创建时间",
    "订单付款时间",
)
HOUR_HEADER = ("日期", "小时", "访客数", "浏览量", "收藏人数", "加购人数", "咨询人数")
PAID, UNPAID, CLOSED = "买家已付款，等待卖家发货", "等待买家付款", "交易关闭"


def as_csv(rows: Iterable[Sequence[object]], encoding: str = "gb18030") -> bytes:
    """Write rows as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def order_row(
    number: int, *, state: str = PAID, total: str = "699.00", placed: str = "", paid: str = "", refund: str = "0.00"
) -> list[str]:
    """Make one row of the order list; `number` counts from 0 and gives order number and minute."""
    at = f"2026-11-11 0{number // 3600 % 10}:{number // 60 % 60:02}:{number % 60:02}"
    paid_at = paid or ("" if state == UNPAID else at)
    order_no = f"{3304410000000000000 + number}"
    return [order_no, f"买家{number}", total, "0.00", total, state, "浙江省 杭州市 西湖区", placed or at, paid_at, "1", refund]


def orders(count: int = 5, *, bad: Iterable[int] = (), **changes: str) -> bytes:
    """Make an order list of `count` paid orders, of which those in `bad` have the letter O in their amount."""
    wrong = set(bad)
    rows = [order_row(n, total="1,2O9.00", **changes) if n in wrong else order_row(n, **changes) for n in range(count)]
    return as_csv([ORDER_HEADER, *rows])


def lines(count: int = 5) -> bytes:
    """Make the item list of the same orders, one line each."""
    rows = []
    for number in range(count):
        row = order_row(number)
        rows.append(
            [
                row[0],
                row[0],
                "双面呢大衣",
                "899.00",
                "1",
                f"COAT-{number % 3}",
                PAID,
                "699.00",
                "没有申请退款",
                "无退款申请",
                row[7],
                row[8],
            ]
        )
    return as_csv([LINE_HEADER, *rows])


def traffic(hours: int = 6) -> bytes:
    """Make the hour table of the first hours of the day."""
    rows = [["2026-11-11", hour, 1000 - hour, 4000, 50, 90, 12] for hour in range(hours)]
    return as_csv([HOUR_HEADER, *rows], "utf-8-sig")


def unknown_table() -> bytes:
    """Make a table that no platform writes, with columns of orders."""
    header = ("Reference", "Client", "Booked", "Settled", "Worth", "Back")
    rows = [[f"R-{n:05}", f"c{n}", f"2026-11-11 01:{n:02}:00", f"2026-11-11 01:{n:02}:30", "120.50", "0.00"] for n in range(4)]
    return as_csv([header, *rows], "utf-8")

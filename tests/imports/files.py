"""Files as shops send them, small and made on the spot; and the facts as plain rows, to compare."""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from typing import Any

from metrics.models import SalesSlot
from orders.models import Order, OrderLine, TrafficHour

REPORT = ["订单编号", "总金额", "买家实际支付金额", "收货地址 ", "订单创建时间", "订单付款时间 ", "退款金额"]
LINES = ["Order number", "Line number", "Buyer", "Placed at", "Paid at", "Order state", "SKU", "Units", "Line amount"]


def written(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig")


def report_row(number: int, *, paid: bool = True, amount: str = "100.00", refund: str = "0.00", hour: int = 10) -> list[str]:
    """One row of the Tmall order report."""
    at = f"2025-11-11 {hour:02}:{number % 60:02}:00"
    kept = f"{float(amount) - float(refund):.2f}" if paid else "0.00"
    return [f"30000{number:08}", amount, kept, "上海", at, at if paid else "", refund]


def report(rows: Iterable[Sequence[Any]]) -> bytes:
    return written(REPORT, rows)


def reports(count: int, *, seed: int = 1, first: int = 0) -> bytes:
    """A report of so many orders, paid or not, refunded or not, over a day."""
    chance = random.Random(seed)
    return report(
        report_row(
            first + number,
            paid=chance.random() < 0.8,
            amount=f"{chance.randint(100, 99999) / 100:.2f}",
            hour=chance.randint(0, 23),
        )
        for number in range(count)
    )


def lines(numbers: Iterable[int], *, state: str = "paid", amount: str = "49.50", each: int = 2) -> bytes:
    """Our template: so many lines for each of these orders."""
    return written(
        LINES,
        (
            [
                f"30000{n:08}",
                line,
                f"buyer{n}",
                f"2025-11-11 10:{n % 60:02}:00",
                f"2025-11-11 10:{n % 60:02}:30",
                state,
                f"sku{line}",
                1,
                amount,
            ]
            for n in numbers
            for line in range(1, each + 1)
        ),
    )


def facts() -> dict[str, list[tuple[Any, ...]]]:
    """Every fact and every slot, as sorted plain rows without database ids."""
    told: dict[str, list[tuple[Any, ...]]] = {}
    for model in (Order, OrderLine, TrafficHour, SalesSlot):
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in {"id", "provenance_id"}]
        told[model.__name__] = sorted(model.objects.values_list(*names), key=repr)
    return told

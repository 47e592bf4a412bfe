"""The money of a sale adds up from the raw files of three platforms to the cent: cells added up plainly."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from campaigns.models import Campaign
from orders.services import create_shop
from tests.review.looked_back import review
from tests.review.platforms import COSTS, FILES, SKUS, TRAFFIC, sold

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 10, 16, tzinfo=UTC)


def fen(cells: Iterable[str]) -> int:
    return int(sum((abs(Decimal(cell)) for cell in cells if cell.strip()), Decimal(0)) * 100)


def cells(table, name, **where):
    head, rows = table
    wanted = [(head.index(column), value) for column, value in where.items()]
    return [row[head.index(name)] for row in rows if all(row[place] == value for place, value in wanted)]


def once(table, name, key, **where):
    """The cells of a column that repeats the order's amount on each of its rows, one an order."""
    return dict(zip(cells(table, key, **where), cells(table, name, **where), strict=True)).values()


def goods(table, sku, units, **where):
    pieces = zip(cells(table, sku, **where), cells(table, units, **where), strict=True)
    return sum(int(Decimal(SKUS[name]) * 100) * int(count) for name, count in pieces)


def raw_tmall(files):
    orders, lines, bill = files
    return {
        "revenue": fen(cells(orders, "总金额")),
        "refund": fen(cells(orders, "退款金额")),
        "goods_out": goods(lines, "商家编码", "购买数量"),
        "goods_back": goods(lines, "商家编码", "购买数量", 退款状态="退款成功"),
        "commission": fen(cells(bill, "支出金额（-元）", 备注="天猫佣金（类目）")),
        "payment_fee": fen(cells(bill, "支出金额（-元）", 备注="花呗支付手续费")),
    }


def raw_jd(files):
    orders, bill = files
    return {
        "revenue": fen(once(orders, "应付金额", "订单号")),
        "refund": fen(once(orders, "应付金额", "订单号", 订单状态="取消")),
        "goods_out": goods(orders, "货号", "订购数量"),
        "goods_back": goods(orders, "货号", "订购数量", 订单状态="取消"),
        "commission": fen(cells(bill, "金额", 费用项="佣金")),
        "payment_fee": fen(cells(bill, "金额", 费用项="交易手续费")),
    }


def raw_douyin(files):
    orders, bill = files
    return {
        "revenue": fen(cells(orders, "订单应付金额")),
        "refund": fen(cells(orders, "订单应付金额", 售后状态="退款成功")),
        "goods_out": goods(orders, "商家编码", "商品数量"),
        "goods_back": goods(orders, "商家编码", "商品数量", 售后状态="退款成功"),
        "commission": fen(cells(bill, "平台服务费")),
        "payment_fee": fen(cells(bill, "支付手续费")),
    }


RAW = {"tmall": raw_tmall, "jd": raw_jd, "douyin": raw_douyin}


@pytest.mark.parametrize("platform", FILES)
def test_the_sale_adds_up_from_the_raw_files_to_the_cent(bring, platform):
    shop = create_shop(actor=None, name=f"House {platform}", platform=platform)
    files = FILES[platform](sold(60, seed=11))
    for number, table in enumerate([COSTS, TRAFFIC, *files]):
        assert bring(table, f"{platform}-{number}.csv", into=shop).rejected == 0
    sale = Campaign.objects.create(
        name="Double 11", currency="CNY", time_zone="Asia/Shanghai", starts_at=START, ends_at=START + timedelta(days=1),
        revenue_target_minor=0, visitors_target=0, paid_orders_target=0, conversion_target=0, order_value_target_minor=0,
    )  # fmt: skip
    sale.shops.add(shop)
    made = review(sale)
    raw, money = RAW[platform](files), made.body["money"]
    settled = money["states"]["settled"]
    told = {name: money["amounts"][name] for name in ("revenue", "refund", "goods_out", "goods_back")}
    assert told | {name: settled["costs"][name] for name in ("commission", "payment_fee")} == raw
    spend = fen(cells(TRAFFIC, "Spend"))
    assert settled["costs"]["traffic"] == spend
    goods_gone = raw["goods_out"] - raw["goods_back"]
    assert settled["profit"] == raw["revenue"] - raw["refund"] - goods_gone - raw["commission"] - raw["payment_fee"] - spend
    assert settled["coverage"]["commission"] == settled["coverage"]["goods"] == 1
    assert list(made.disagreements.values_list("order_no", "kind", "orders_minor", "settled_minor")) == []
    assert sum(one.profit_minor for one in made.products.all()) == money["states"]["running"]["profit"]

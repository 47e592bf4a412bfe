import doctest
import importlib
import pkgutil

import pytest

import imports.formats
from imports.formats.base import Kind, Parse
from imports.formats.mapped import FIELDS
from imports.formats.registry import (
    FORMATS,
    by_key,
    fields_for,
    fold,
    guess_kind,
    guess_mapping,
    matched_columns,
    missing_fields,
    recognise,
    refusal_for,
)
from imports.formats.unusable import UNUSABLE

MODULES = [f"imports.formats.{info.name}" for info in pkgutil.iter_modules(imports.formats.__path__)]


@pytest.mark.parametrize("module", MODULES)
def test_worked_examples_of_the_docstrings_hold(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


@pytest.mark.parametrize("item", FORMATS, ids=lambda item: item.key)
def test_every_format_recognises_its_own_headers(item):
    headers = [column.headers[0] for column in item.columns]
    assert recognise([*headers, *item.signature]) is item


@pytest.mark.parametrize("item", FORMATS, ids=lambda item: item.key)
def test_every_format_is_whole(item):
    names = [column.name for column in item.columns]
    assert len(names) == len(set(names))
    assert item.signature == {fold(header) for header in item.signature}
    words = [*item.states, *item.refund_states]
    assert words == [fold(word) for word in words], "looked up after folding, so the keys are folded"
    key = {Kind.TRAFFIC: "visitors"} | dict.fromkeys(
        (Kind.PRODUCTS, Kind.PRICES, Kind.STOCK, Kind.MARKET, Kind.INTEREST), "product_sku"
    )
    key |= {Kind.REVIEWS: "star_words", Kind.SETTLEMENT: "bill_order"}
    assert key.get(item.kind, "order_no") in names
    for column in item.columns:
        if column.name in {"order_no", "line_no"} and column.headers != ("Item #",):
            assert column.parse is Parse.ID
    if item.kind is Kind.LINES:
        assert item.line_by_ordinal or "line_no" in names


def test_keys_are_unique_and_found():
    assert len({item.key for item in FORMATS}) == len(FORMATS)
    assert all(by_key(item.key) is item for item in FORMATS)
    with pytest.raises(KeyError):
        by_key("nothing")


def test_headers_are_recognised_in_any_order_and_dress():
    headers = ["\ufeff订单付款时间 ", " 退款金额", "总金额\u00a0", "买家实际支付金额", "收货地址 ", "订单创建时间", "\t订单编号"]
    found = recognise(headers)
    assert found is not None
    assert found.key == "tmall_report"
    assert matched_columns(found, headers)["order_no"] == "\t订单编号"


def test_full_width_brackets_are_the_same_header():
    item = by_key("pinduoduo")
    headers = ["订单号", "订单状态", "商品数量（件）", "商品总价（元）", "订单成交时间"]
    assert recognise(headers) is item


def test_the_first_of_two_equal_headers_is_taken():
    found = matched_columns(by_key("shopify"), ["Name", "Total", " total"])
    assert found["total_minor"] == "Total"


def test_a_table_nobody_declared_is_not_recognised():
    assert recognise(["a", "b"]) is None
    assert recognise([]) is None
    assert refusal_for(["a", "b"]) is None


def test_the_order_list_is_not_taken_for_the_sub_orders_although_it_names_the_main_order():
    headers = ["订单编号", "总金额", "买家实际支付金额", "订单状态", "订单创建时间", "订单付款时间", "主订单编号"]
    assert recognise(headers).key == "taobao_orders"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (["Sales Record Number", "Order Number", "Sale Date", "Sold For"], "dates_without_time"),
        (["Sale Date", "Item Name", "Buyer", "Quantity", "Transaction ID", "Order ID"], "dates_without_time"),
        (["统计日期", "访客数", "支付金额", "支付转化率"], "day_table"),
        (["内部订单号", "线上订单号", "商品编码", "成本价", "总成本", "下单时间"], "cost_table"),
        (["订单编号", "收货人姓名", "联系手机", "收货地址"], "dispatch_list"),
    ],
)
def test_known_tables_that_cannot_be_used_get_their_sentence(headers, code):
    assert recognise(headers) is None
    refused = refusal_for(headers)
    assert refused is not None
    assert refused.code == code
    assert len(str(refused.sentence)) > 40


def test_no_usable_format_is_refused():
    for item in FORMATS:
        assert refusal_for([column.headers[0] for column in item.columns]) is None
    assert all(item.signature == {fold(header) for header in item.signature} for item in UNUSABLE)


def test_a_mapping_is_guessed_for_the_wholesaler():
    headers = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
    assert guess_kind(headers) is Kind.LINES
    assert guess_mapping(headers) == {
        "order_no": "Invoice",
        "sku": "StockCode",
        "title": "Description",
        "line_units": "Quantity",
        "price_minor": "Price",
        "placed_at": "InvoiceDate",
        "buyer": "Customer ID",
    }
    assert missing_fields(Kind.LINES, guess_mapping(headers)) == []


def test_a_mapping_is_guessed_for_hours_of_behaviour():
    headers = ["behavior_date", "behavior_hour", "weekday", "time_pv_count", "time_fav_count", "time_cart_count",
               "time_buy_count", "time_unique_user_count", "time_buy_to_pv_rate"]  # fmt: skip
    assert guess_kind(headers) is Kind.TRAFFIC
    assert guess_mapping(headers, Kind.TRAFFIC) == {
        "date": "behavior_date",
        "hour": "behavior_hour",
        "visitors": "time_unique_user_count",
        "page_views": "time_pv_count",
        "favourites": "time_fav_count",
        "carts": "time_cart_count",
    }


def test_a_chinese_order_list_is_guessed():
    headers = ["单号", "成交时间", "实付金额", "运费", "退款金额", "省份"]
    assert guess_kind(headers) is Kind.ORDERS
    assert guess_mapping(headers) == {
        "order_no": "单号",
        "paid_at": "成交时间",
        "net_minor": "实付金额",
        "freight_minor": "运费",
        "refund_minor": "退款金额",
        "province": "省份",
    }


def test_one_header_is_guessed_once():
    guessed = guess_mapping(["Order", "Date", "Total"], Kind.ORDERS)
    assert len(set(guessed.values())) == len(guessed)


def test_what_a_mapping_lacks_is_named():
    assert missing_fields(Kind.LINES, {"order_no": "a", "line_units": "b"}) == [
        "sku|title",
        "price_minor|line_paid_minor|total_minor",
    ]
    assert missing_fields(Kind.TRAFFIC, {"moment": "t", "visitors": "uv"}) == []


def test_every_guessable_name_is_a_field_of_the_screen():
    names = {field.name for field in FIELDS}
    for kind in Kind:
        assert {field.name for field in fields_for(kind)} <= names
        assert fields_for(kind)

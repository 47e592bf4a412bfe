"""Lists of stock come in by the road of all files: recognised, in pieces, once, in any order, taken back; what is odd is told."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from imports import services, tasks
from imports.formats import template
from imports.formats.base import Kind
from imports.models import State
from inventory.models import Product, ProductClaim, StaleLevel, StockCount, StockLevel
from inventory.services import edit_products, refill_levels
from tests.imports.files import lines, written
from tests.inventory.naive import assert_levels_are_right

pytestmark = pytest.mark.django_db
DAY = datetime(2025, 11, 12, tzinfo=UTC)
STOCK = ["SKU", "Title", "Place", "On hand", "Listed", "Unit", "Pieces in a carton", "Counted at"]
MAIN = ["A1", "Coat", "main", "90", "80", "", "", ""]
SHOP = ["A1", "", "shop", "5", "", "", "", ""]


def stock(*rows):
    return written(STOCK, rows)


def levels():
    return sorted(StockLevel.objects.values_list("sku", "on_hand", "available", "listed", "counted_at", "short"))


def on_hand():
    return dict(StockLevel.objects.values_list("sku", "on_hand"))


def test_a_stock_list_is_recognised_loaded_and_changes_nothing_the_second_time(look, load):
    waiting = look(stock(MAIN, SHOP), "stock.csv")
    assert (waiting.format_key, waiting.kind, waiting.needs, waiting.as_of_source) == ("stock", "stock", "", "arrived")
    job = load(stock(MAIN, SHOP), "stock_a.csv", as_of=DAY)
    assert job.counts == {"inserted": 2, "changed": 0, "unchanged": 0, "older": 0, "rejected": 0}
    assert levels() == [("A1", 95, 95, 80, DAY, 0)]
    again = load(stock(MAIN, SHOP), "again.csv", as_of=DAY)
    assert again.counts == {"inserted": 0, "changed": 0, "unchanged": 2, "older": 0, "rejected": 0}
    assert levels() == [("A1", 95, 95, 80, DAY, 0)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_our_template_is_recognised_and_its_explanation_is_no_row(look, language):
    job = look(template.write_csv(Kind.STOCK, language), "template.csv")
    assert (job.format_key, job.state) == ("stock", State.REFUSED)
    assert look(template.write_xlsx(Kind.STOCK, language), "template.xlsx").format_key == "stock"


@pytest.mark.parametrize(
    ("header", "row", "key", "found"),
    [
        (["款式编码", "商品编码", "商品名称", "颜色规格", "实际库存数", "主仓位", "订单占有数", "可用数", "成本价"],
         ["K1", "A1", "大衣", "燕麦;M", "12", "A-03", "2", "10", "300"], "stock", (12, None)),
        (["商家编码", "货品名称", "规格名称", "仓库", "库存量", "可发库存", "货位"], ["A1", "大衣", "M", "主仓", "12", "9", "A"],
         "stock", (12, None)),
        (["规格商家编码", "商品名称", "仓库名称", "实际库存", "可用库存", "可售库存"], ["A1", "大衣", "主仓", "12", "11", "10"],
         "stock", (12, 10)),
        (["商家编码", "可售库存"], ["A1", "10"], "listed", (None, 10)),
        (["款式编码", "商品编码", "商品名称", "颜色及规格", "主仓实际库存数", "订单占有数", "销退仓库存", "进货仓库存",
          "采购在途数", "虚拟库存数", "可用数", "公有可用数", "标准装箱数量", "主仓位"],
         ["K1", "A1", "大衣", "燕麦;M", "12", "2", "1", "3", "50", "99", "10", "8", "20", "A-03"], "stock", (12, None)),
        (["商家编码", "条码", "货品编号", "货品名称", "规格名称", "仓库", "库存", "可发库存", "可用库存", "未付款量", "待发货量",
          "锁定量", "最后盘点时间", "实际库存", "实际可发库存"],
         ["A1", "690", "G1", "大衣", "M", "主仓", "13", "9", "10", "1", "2", "0", "2025-10-01 08:00:00", "12", "7"],
         "stock", (12, None)),
        (["主商家编码", "规格商家编码", "商品名称", "规格", "仓库名称", "总库存", "可售", "锁定", "采购在途"],
         ["K1", "A1", "大衣", "M", "主仓", "12", "10", "2", "40"], "stock", (12, 10)),
        (["Handle", "Title", "Option1 Name", "Option1 Value", "SKU", "Location", "Incoming (not editable)",
          "Unavailable (not editable)", "Committed (not editable)", "Available (not editable)", "On hand (current)"],
         ["coat", "Coat", "Size", "M", "A1", "Warehouse", "0", "0", "2", "10", "12"], "shopify_stock", (12, 10)),
        (["sku", "fnsku", "asin", "product-name", "condition", "your-price", "afn-listing-exists", "afn-warehouse-quantity",
          "afn-fulfillable-quantity", "afn-unsellable-quantity", "afn-reserved-quantity"],
         ["A1", "X0", "B0", "Coat", "New", "99", "Yes", "15", "10", "3", "2"], "amazon_stock", (12, 10)),
    ],
)  # fmt: skip
def test_exports_of_warehouse_systems_and_shops_are_known(load, header, row, key, found):
    job = load(written(header, [row]), "export.csv", as_of=DAY)
    assert job.format_key == key
    level = StockLevel.objects.get()
    assert (level.sku, level.on_hand, level.listed) == ("A1", *found)


def test_a_list_of_products_and_a_ledger_of_costs_are_no_stock(look):
    assert (
        look(
            written(["商品编码", "商品名称", "成本价", "吊牌价", "库存"], [["A1", "大衣", "300", "999", "9"]]), "p.csv"
        ).format_key
        == "products"
    )
    assert look(written(["商品编码", "商品名称", "成本价"], [["A1", "大衣", "300"]]), "c.csv").format_key == "costs"


def test_cartons_become_pieces_by_the_row_or_by_the_product_and_never_by_a_guess(load, shop, person):
    edit_products(actor=person(), shop=shop, changes={"A2": {"pack_units": 24}})
    job = load(
        stock(
            ["A1", "", "", "3", "", "箱", "12", ""],
            ["A2", "", "", "2", "", "carton", "", ""],
            ["A3", "", "", "2", "", "箱", "", ""],
            ["A4", "", "", "7", "", "件", "", ""],
            ["A5", "", "", "7", "", "pallet", "", ""],
        ),
        as_of=DAY,
    )
    assert on_hand() == {"A1": 36, "A2": 48, "A4": 7}
    assert job.rejected == 2
    assert {(group["code"], group["example_line"]) for group in job.problems} == {("no_pack_size", 4), ("unknown_word", 6)}


def test_odd_rows_are_told_below_zero_kept_twice_left_out(load):
    job = load(
        stock(
            ["A1", "", "main", "-4", "", "", "", ""],
            ["A2", "", "main", "5", "", "", "", ""],
            ["A2", "", "main", "6", "", "", "", ""],
            ["A3", "", "", "", "", "", "", ""],
            ["A4", "", "", "1.5", "", "", "", ""],
            ["A5", "", "", "8", "", "", "", "2025-11-11 10:00:00"],
        ),
        as_of=DAY,
    )
    assert (job.inserted, job.rejected) == (2, 4), [
        (g["code"], g["rows"], g["example_line"], g["example_value"]) for g in job.problems
    ]
    assert {group["code"] for group in job.problems} == {"negative_stock", "count_twice", "missing", "not_a_count"}
    assert StockCount.objects.get(sku="A1").units == -4
    assert on_hand() == {"A1": 0, "A5": 8}
    assert StockCount.objects.get(sku="A5").counted_at == datetime(2025, 11, 11, 2, tzinfo=UTC)


def test_what_is_left_after_orders_is_taken_only_where_nothing_else_is_and_told(load):
    job = load(written(["商家编码", "可用库存"], [["A1", "5"]]), as_of=DAY)
    assert [group["code"] for group in job.problems] == ["after_orders"]
    assert on_hand() == {"A1": 5}


def test_a_sku_nobody_knew_becomes_a_product_and_keeps_what_others_say(load, take_back, shop, person):
    edit_products(actor=person(), shop=shop, changes={"A2": {"title": "Hat"}})
    job = load(stock(MAIN, ["A2", "other", "", "4", "", "", "", ""]), as_of=DAY)
    assert sorted(Product.objects.values_list("sku", "title")) == [("A1", "Coat"), ("A2", "Hat")]
    take_back(job)
    assert list(Product.objects.values_list("sku", flat=True)) == ["A2"]


def test_lists_in_any_order_end_in_the_same_levels_and_an_undo_is_as_if_the_list_had_never_come(load, take_back, shop):
    files = [
        (stock(MAIN, SHOP), DAY),
        (stock(["A1", "", "main", "70", "60", "", "", ""]), DAY + timedelta(days=1)),
        (stock(["A1", "", "main", "72", "", "", "", "2025-11-13 08:00:00"]), DAY + timedelta(days=2)),
        (stock(["A1", "", "main", "71", "", "", "", "2025-11-13 08:00:00"]), DAY + timedelta(days=3)),
    ]
    ends = []
    for order in permutations(range(4)):
        jobs = {place: load(files[place][0], f"{place}.csv", as_of=files[place][1]) for place in order}
        assert_levels_are_right(shop)
        ends.append(levels())
        for place in reversed(order):
            take_back(jobs[place])
            assert_levels_are_right(shop)
        assert not levels()
        assert not ProductClaim.objects.exists()
    assert all(end == ends[0] for end in ends)
    assert ends[0][0][1] == 71 + 5  # the same moment told twice: the later telling has the word


def test_orders_move_levels_after_their_import_and_back_when_undone(load, take_back, shop):
    load(stock(["sku1", "", "", "50", "", "", "", "2025-11-10 00:00:00"]), "s.csv", as_of=DAY)
    job = load(lines(range(6)), "o.csv", as_of=DAY)
    assert StaleLevel.objects.filter(sku="sku1").exists()
    tasks.fill_numbers(shop_id=shop.pk)
    assert not StaleLevel.objects.exists()
    assert StockLevel.objects.get().available < 50
    assert_levels_are_right(shop)
    take_back(job)
    refill_levels(shop=shop)
    assert StockLevel.objects.get().available == 50
    assert_levels_are_right(shop)


def test_killed_and_taken_up_again_it_ends_as_if_never_killed(look, settings, shop):
    settings.IMPORT_CHUNK_ROWS = 2
    rows = [[f"S{number}", "", "main", str(number), str(number), "", "", ""] for number in range(1, 8)]
    job = look(stock(*rows), "long.csv", as_of=DAY)
    services.confirm(job=job, actor=None)
    damaged = next(iter(sorted(job.claims_path.glob("claims-0002*"))))
    whole = damaged.read_bytes()
    damaged.write_bytes(b"")
    assert services.run_road(job_id=job.pk, worker="test").state == State.FAILED
    assert len(on_hand()) == 4
    damaged.write_bytes(whole)
    job.refresh_from_db()
    services.retry(job=job, actor=None)
    assert services.run_road(job_id=job.pk, worker="test").state == State.DONE
    assert on_hand() == {f"S{number}": number for number in range(1, 8)}
    assert_levels_are_right(shop)

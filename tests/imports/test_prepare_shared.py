"""Real files: what is known of them must come out."""

from pathlib import Path

import pyarrow.compute as pc
import pytest

from imports.prepare import look, read_chunk
from tests.imports.shared_files import real
from tests.imports.test_prepare import claims, prepared, problems

pytestmark = pytest.mark.shared

KNOWN = {
    "amazon/fixture_flat_file_all_orders_scrubbed.txt": "amazon",
    "douyin/fixture_order_export.utf8bom.csv": "douyin",
    "douyin/header_wide_export_evidenced.utf8bom.csv": "douyin",
    "jd/fixture_multi_line_order.utf8.csv": "jd",
    "jd/header_order_export_2016.gbk.csv": "jd",
    "jushuitan/header_order_export.csv": "jushuitan",
    "magento/header_order_grid_export.csv": "magento",
    "pdd/fixture_order_detail_ledger.utf8bom.csv": "pinduoduo",
    "shopify/ltv-cohort-kit_fixture_shopify_orders.csv": "shopify",
    "shopify/ltv-cohort-kit_shopify_orders_sample.csv": "shopify",
    "sycm/CONSTRUCTED_product_daily_4_preamble_rows.xlsx": "sycm_products",
    "sycm/header_product_daily.csv": "sycm_products",
    "taobao_tmall/CONSTRUCTED_quirks_ExportOrderList_2019.gbk.csv": "taobao_orders",
    "taobao_tmall/fixture_qianniu_three_sheets.xlsx": "taobao_orders",
    "taobao_tmall/fixture_suborder_detail.gbk.csv": "taobao_lines",
    "taobao_tmall/header_ExportOrderDetailList_2019.gbk.csv": "taobao_items",
    "taobao_tmall/header_ExportOrderDetailList_2022_suborder.gbk.csv": "taobao_lines",
    "taobao_tmall/header_ExportOrderList_2016.gbk.csv": "taobao_orders",
    "taobao_tmall/header_ExportOrderList_2018-2019.gbk.csv": "taobao_orders",
    "taobao_tmall/header_ExportOrderList_2020.gbk.csv": "taobao_orders",
    "taobao_tmall/header_ExportOrderList_2022.gbk.csv": "taobao_orders",
    "woocommerce/header_advanced_order_export_default.csv": "woocommerce",
    "youzan/fixture_orders.csv": "youzan",
}
REFUSED = {
    "douyin/fixture_excel_damaged_scientific.utf8bom.csv": "damaged_numbers",
    "ebay/fixture_german.csv": "dates_without_time",
    "ebay/fixture_short_seller_hub.csv": "dates_without_time",
    "ebay/header_orders_report.csv": "dates_without_time",
    "jushuitan/fixture_cost_export_ledger.csv": "cost_table",
}


def test_every_file_is_listed_here() -> None:
    found = {str(path.relative_to(real("formats"))) for path in real("formats").glob("*/*") if "LICENSE" not in path.name}
    assert found == set(KNOWN) | set(REFUSED)


@pytest.mark.parametrize(("name", "key"), KNOWN.items())
def test_recognised_as_what_it_is(name: str, key: str) -> None:
    path = real(f"formats/{name}")
    seen = look(path, path.name)
    assert seen.refusal is None
    assert seen.format_key == key


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_refused_with_the_right_sentence(name: str, code: str) -> None:
    path = real(f"formats/{name}")
    seen = look(path, path.name)
    assert seen.refusal is not None
    assert seen.refusal.code == code
    assert len(seen.refusal.sentence) > 40


@pytest.mark.parametrize(
    ("name", "currency", "sums"),
    [
        ("amazon/fixture_flat_file_all_orders_scrubbed.txt", "EUR", {"lines": 1, "line_paid_minor": 8995}),
        ("douyin/fixture_order_export.utf8bom.csv", "CNY", {"orders": 3, "lines": 4, "line_units": 4}),
        ("jd/fixture_multi_line_order.utf8.csv", "CNY", {"orders": 1, "total_minor": 50000, "line_paid_minor": 50000}),
        ("pdd/fixture_order_detail_ledger.utf8bom.csv", "CNY", {"orders": 3, "line_units": 3}),
        ("shopify/ltv-cohort-kit_fixture_shopify_orders.csv", "USD", {"orders": 8, "total_minor": 99500, "refund_minor": 1000}),
        ("shopify/ltv-cohort-kit_shopify_orders_sample.csv", "USD", {"orders": 127, "lines": 249}),
        ("taobao_tmall/CONSTRUCTED_quirks_ExportOrderList_2019.gbk.csv", "CNY", {"orders": 3, "paid_orders": 2}),
        (
            "taobao_tmall/fixture_suborder_detail.gbk.csv",
            "CNY",
            {"orders": 1, "line_paid_minor": 540000, "line_refund_minor": 260000},
        ),
        ("youzan/fixture_orders.csv", "CNY", {"orders": 1, "total_minor": 8850}),
    ],
)
def test_small_real_rows_come_through(tmp_path: Path, name: str, currency: str, sums: dict[str, int]) -> None:
    path = real(f"formats/{name}")
    done = prepared(path, tmp_path / "out", KNOWN[name], currency=currency)
    assert done.rows_rejected == 0
    assert {key: done.sums.get(key) for key in sums} == sums


def test_the_tmall_report_comes_out_to_the_cent(tmp_path: Path) -> None:
    done = prepared(real("tmall_order_report.csv"), tmp_path / "out", chunk_rows=10_000)
    assert (done.rows_total, done.rows_rejected, done.rows_accepted, done.problems) == (28_010, 0, 28_010, [])
    assert done.sums["paid_orders"] == 24_087
    assert done.sums["unpaid_orders"] == 3_923
    assert done.sums["paid_total_minor"] == 247_482_307
    assert done.sums["refund_minor"] == 57_233_592
    assert done.sums["paid_total_minor"] - done.sums["refund_minor"] == 190_248_715
    provinces = {name for chunk in claims(tmp_path / "out", done) for name in pc.unique(chunk.orders["province"]).to_pylist()}
    assert "上海" in provinces
    assert "内蒙古" in provinces


def test_the_traffic_of_double_12_through_a_mapping(tmp_path: Path) -> None:
    path = real("double12_hourly_traffic.csv")
    seen = look(path, path.name)
    assert seen.kind == "traffic"
    mapping = {
        "date": "behavior_date",
        "hour": "behavior_hour",
        "visitors": "time_unique_user_count",
        "page_views": "time_pv_count",
        "favourites": "time_fav_count",
        "carts": "time_cart_count",
    }
    assert {name: seen.guessed_mapping.get(name) for name in mapping} == mapping
    done = prepared(path, tmp_path / "out", "mapped:traffic", mapping=mapping)
    assert (done.rows_total, done.rows_accepted, done.sums["hours"], done.problems) == (744, 744, 744, [])
    assert done.sums["visitors"] == 682_940
    assert done.sums["page_views"] == 11_550_581


def test_the_retail_lines_lose_nothing(tmp_path: Path) -> None:
    path = real("online_retail_II.parquet")
    seen = look(path, path.name)
    done = prepared(path, tmp_path / "out", "mapped:lines", mapping=seen.guessed_mapping, zone="Europe/London", currency="GBP")
    assert done.rows_total == 525_461
    assert (done.duplicates_unchanged, done.duplicates_older) == (0, 0)  # many of the equal rows are real repeats
    found = {key: (rows, severity) for key, (rows, _, severity) in problems(done).items()}
    assert found == {
        ("negative_count", "Quantity"): (2_121, "rejected"),
        ("money_decimals", "Price"): (14, "rejected"),
        ("negative_money", "Price"): (3, "rejected"),
        ("zero_amount", "line_paid_minor"): (1_566, "warned"),
    }
    assert done.rows_rejected == 2_121 + 14 + 3
    cancelled = 0
    for chunk in done.chunks:
        lines = read_chunk(tmp_path / "out", chunk.index).lines
        assert lines is not None
        cancelled += int(pc.sum(pc.starts_with(lines["order_no"], "C")).as_py())
    assert cancelled > 10_000
    assert done.sums["line_refund_minor"] == 63_022_894
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8-sig") as file:
        assert sum(1 for _ in file) == done.rows_rejected + 1

"""Every public sample of a platform's export is recognised as what it is, or refused with the right reason."""

import csv
import io
import os
from pathlib import Path

import pytest
import python_calamine

from imports.formats.registry import matched_columns, recognise, refusal_for

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "formats"

EXPECTED = {
    "amazon/fixture_flat_file_all_orders_scrubbed.txt": ["amazon"],
    "douyin/fixture_excel_damaged_scientific.utf8bom.csv": ["douyin"],
    "douyin/fixture_order_export.utf8bom.csv": ["douyin"],
    "douyin/header_wide_export_evidenced.utf8bom.csv": ["douyin"],
    "ebay/fixture_german.csv": ["!dates_without_time"],
    "ebay/fixture_short_seller_hub.csv": ["!dates_without_time"],
    "ebay/header_orders_report.csv": ["!dates_without_time"],
    "jd/fixture_multi_line_order.utf8.csv": ["jd"],
    "jd/header_order_export_2016.gbk.csv": ["jd"],
    "jushuitan/fixture_cost_export_ledger.csv": ["!cost_table"],
    "jushuitan/header_order_export.csv": ["jushuitan"],
    "magento/header_order_grid_export.csv": ["magento"],
    "pdd/fixture_order_detail_ledger.utf8bom.csv": ["pinduoduo"],
    "shopify/ltv-cohort-kit_fixture_shopify_orders.csv": ["shopify"],
    "shopify/ltv-cohort-kit_shopify_orders_sample.csv": ["shopify"],
    "sycm/CONSTRUCTED_product_daily_4_preamble_rows.xlsx": ["sycm_products"],
    "sycm/header_product_daily.csv": ["sycm_products"],
    "taobao_tmall/CONSTRUCTED_quirks_ExportOrderList_2019.gbk.csv": ["taobao_orders"],
    "taobao_tmall/fixture_qianniu_three_sheets.xlsx": ["taobao_orders", "taobao_lines", "!dispatch_list"],
    "taobao_tmall/fixture_suborder_detail.gbk.csv": ["taobao_lines"],
    "taobao_tmall/header_ExportOrderDetailList_2019.gbk.csv": ["taobao_items"],
    "taobao_tmall/header_ExportOrderDetailList_2022_suborder.gbk.csv": ["taobao_lines"],
    "taobao_tmall/header_ExportOrderList_2016.gbk.csv": ["taobao_orders"],
    "taobao_tmall/header_ExportOrderList_2018-2019.gbk.csv": ["taobao_orders"],
    "taobao_tmall/header_ExportOrderList_2020.gbk.csv": ["taobao_orders"],
    "taobao_tmall/header_ExportOrderList_2022.gbk.csv": ["taobao_orders"],
    "woocommerce/header_advanced_order_export_default.csv": ["woocommerce"],
    "youzan/fixture_orders.csv": ["youzan"],
}

pytestmark = pytest.mark.shared


@pytest.fixture(autouse=True)
def _folder():
    if not FOLDER.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("the folder of real files is missing beside the project")
        pytest.skip("the folder of real files is not beside the project")


def sheets(path: Path) -> list[list[list[str]]]:
    if path.suffix == ".xlsx":
        book = python_calamine.CalamineWorkbook.from_path(path)
        return [[[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names]
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    first = text.split("\n", 1)[0]
    return [list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count)))]


def told(table: list[list[str]]) -> str:
    for row in table[:10]:
        if found := recognise(row):
            return found.key
        if refused := refusal_for(row):
            return f"!{refused.code}"
    return "unknown"


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_recognised_as_what_it_is(name):
    assert [told(table) for table in sheets(FOLDER / name)] == EXPECTED[name]


def test_no_file_of_the_folder_is_left_out():
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file() and not path.name.endswith("LICENSE")}
    assert there == set(EXPECTED)


@pytest.mark.parametrize("name", [name for name, kinds in EXPECTED.items() if "header" in name and kinds[0][0] != "!"])
def test_a_whole_header_leaves_no_column_of_ours_unread_for_no_reason(name):
    header = sheets(FOLDER / name)[0][0]
    found = recognise(header)
    assert found is not None
    read = matched_columns(found, header)
    assert {column.name for column in found.columns if column.required} <= set(read)

import csv
import doctest
import io
from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from imports.demo import exports, opening, texts
from imports.demo.exports import LATE, TODAY, windows, write_all
from imports.demo.story import tell
from imports.formats.registry import as_of_from_name, fold, matched_columns, recognise

NOW = datetime(2026, 11, 11, 6, 40, tzinfo=UTC)
EXPECTED = {
    "ExportOrderList": "taobao_orders",
    "ExportOrderDetailList": "taobao_lines",
    "jd_orders": "jd",
    "_orders": "douyin",
    "traffic": "traffic_hours",
    "products": "products",
    "prices": "prices",
    "stock": "stock",
    "reviews": "reviews",
    "market": "market",
    "tmall_statement": "alipay_bill",
    "jd_statement": "jd_bill",
    "douyin_statement": "douyin_bill",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return list(write_all(tell(seed=5, orders=1_500, now=NOW), folder))


def read(path):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [{key: cell.strip('="\t') for key, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]


def of(files, part, word):
    return next(file for file in files if file.part == part and word in file.path.name)


@pytest.mark.parametrize("module", [texts, opening])
def test_worked_examples_hold(module):
    assert doctest.testmod(module).failed == 0


def test_each_file_is_recognised_and_dated(files):
    for file in files:
        header = list(read(file.path)[0])
        found = recognise(header)
        assert found is not None
        assert found.key == next(key for word, key in EXPECTED.items() if word in file.path.name)
        assert as_of_from_name(file.path.name, "Asia/Shanghai") is not None
        assert {column.name for column in found.columns if column.required} <= set(matched_columns(found, header))


def test_the_same_story_gives_the_same_bytes(files, tmp_path):
    again = list(write_all(tell(seed=5, orders=1_500, now=NOW), tmp_path))
    assert [file.path.name for file in again] == [file.path.name for file in files]
    assert all(one.path.read_bytes() == other.path.read_bytes() for one, other in zip(files, again, strict=True))


def test_file_names_are_unique(files):
    assert len({file.path.name for file in files}) == len(files)


def test_every_word_of_a_state_is_known(files):
    for file in files:
        rows = read(file.path)
        found = recognise(list(rows[0]))
        columns = matched_columns(found, list(rows[0]))
        for name, words in (("state_words", found.states), ("refund_words", found.refund_states)):
            if name in columns:
                assert {fold(row[columns[name]]) for row in rows} <= set(words)


def test_the_lines_of_an_order_add_up_to_the_order(files):
    orders = {row["订单编号"]: row for row in read(of(files, TODAY, "ExportOrderList").path)}
    paid, refunded = defaultdict(Decimal), defaultdict(Decimal)
    for row in read(of(files, TODAY, "ExportOrderDetailList").path):
        paid[row["主订单编号"]] += Decimal(row["买家应付货款"])
        if row["退款状态"] == "退款成功":
            refunded[row["主订单编号"]] += Decimal(row["退款金额"])
    assert set(paid) == set(orders)
    for number, row in orders.items():
        assert paid[number] + Decimal(row["买家应付邮费"]) == Decimal(row["总金额"])
        if row["订单付款时间 "]:
            assert Decimal(row["总金额"]) == Decimal(row["买家实际支付金额"]) + Decimal(row["退款金额"])


def test_some_rows_stand_twice_and_numbers_keep_19_digits(files):
    rows = read(of(files, TODAY, "ExportOrderList").path)
    counts = Counter(row["订单编号"] for row in rows)
    assert max(counts.values()) == 2
    assert all(len(number) == 19 for number in counts)


def test_the_older_export_of_today_comes_last_and_knows_less(files):
    late, now = of(files, LATE, "ExportOrderList").path, of(files, TODAY, "ExportOrderList").path
    assert files.index(of(files, LATE, "ExportOrderList")) > files.index(of(files, TODAY, "ExportOrderList"))
    assert as_of_from_name(late.name, "Asia/Shanghai") < as_of_from_name(now.name, "Asia/Shanghai")
    newer = {row["订单编号"]: row for row in read(now)}
    assert all(row["订单编号"] in newer for row in read(late))


def test_exports_overlap():
    found = windows(tell(seed=5, orders=300, now=NOW))
    quarter = [window for window in found if window.part == exports.QUARTER]
    assert quarter[0].start < quarter[1].start < quarter[0].end
    assert quarter[0].as_of < quarter[1].as_of


def test_at_midnight_there_is_no_older_export():
    found = windows(tell(seed=5, orders=300, now=datetime(2026, 11, 10, 16, 1, tzinfo=UTC)))
    assert [window.part for window in found][-1] == TODAY

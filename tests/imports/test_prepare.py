import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from imports.formats import template
from imports.prepare import Prepared, RefusedFile, look, prepare, prepared_from, read_chunk
from orders.claims import ChunkClaims
from orders.states import OrderState, RefundState
from tests.imports.readers.files import HEADER, csv_text, row, workbook, write

KEY = b"key"
LINES = [
    "子订单编号", "主订单编号", "商品标题", "商品价格", "购买数量", "商家编码", "商品属性", "订单状态", "买家应付货款",
    "买家实付金额", "退款状态", "退款金额", "订单创建时间", "订单付款时间",
]  # fmt: skip


def prepared(path: Path, out: Path, key: str = "tmall_report", **how: Any) -> Prepared:
    settings = {"zone": "Asia/Shanghai", "currency": "CNY", "filename": path.name, "hash_key": KEY} | how
    done = prepare(path=path, format_key=key, out=out, **settings)
    accepted = sum(chunk.rows for chunk in done.chunks)
    assert done.rows_total == accepted + done.rows_rejected + done.duplicates_unchanged + done.duplicates_older
    assert prepared_from(done.as_dict()) == done
    return done


def claims(out: Path, done: Prepared) -> list[ChunkClaims]:
    return [read_chunk(out, chunk.index) for chunk in done.chunks]


def line(number: int, order: int, **changes: str) -> list[str]:
    made = dict(
        zip(
            LINES,
            [
                str(number), str(order), "卫衣", "100.00", "2", "SKU1", "颜色:蓝", "交易成功", "180.00", "180.00", "没有申请退款",
                "无退款申请", "2025-11-11 00:00:01", "2025-11-11 00:00:09",
            ],
            strict=True,
        )
    )  # fmt: skip
    return list((made | changes).values())


def problems(done: Prepared) -> dict[tuple[str, str], tuple[int, int, str]]:
    return {(item.code, item.column): (item.rows, item.example_line, item.severity) for item in done.problems}


def rejected(out: Path) -> list[list[str]]:
    with (out / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_good_file_becomes_claims(tmp_path: Path) -> None:
    path = write(
        tmp_path, csv_text([HEADER, row(2), row(1, 总金额="¥1,200.00", 买家实际支付金额="1000"), row(3, 订单付款时间="")])
    )
    done = prepared(path, tmp_path / "out")
    (only,) = claims(tmp_path / "out", done)
    assert only.orders is not None
    assert only.lines is None
    assert only.orders["order_no"].to_pylist() == [f"420000000000000000{number}" for number in (1, 2, 3)]
    assert only.orders["total_minor"].to_pylist() == [120000, 17880, 17880]
    assert only.orders["rows"].to_pylist() == [1, 1, 1]
    assert only.orders["placed_at"][0].as_py() == dt.datetime(2025, 11, 10, 16, 0, 1, tzinfo=dt.UTC)
    assert only.orders["state"].to_pylist() == [OrderState.PAID, OrderState.PAID, OrderState.UNPAID]
    assert done.sums["paid_orders"] == 2
    assert (done.as_of_source, done.as_of) == ("latest", done.last_at)
    assert rejected(tmp_path / "out") == [["problem", *HEADER]]


def test_each_bad_cell_is_told_and_its_row_can_be_mended_and_sent_again(tmp_path: Path) -> None:
    bad = [
        row(1, 总金额="1,2O9.00"),
        row(2, 订单创建时间="yesterday"),
        row(3, 订单编号=""),
        row(4, 订单付款时间="2025-11-10 23:00:00"),
        row(5, 总金额="-5", 买家实际支付金额="-5"),
        row(6, 总金额="178.805"),
        row(7, 订单创建时间="1999-01-01 00:00:00"),
        row(8, 总金额="17\x008"),
        [*row(9), "one more"],
        row(10)[:3],
        row(11, 订单创建时间="2035-01-01 00:00:00", 订单付款时间="2035-01-01 00:00:01"),
        row(12, 订单创建时间="", 订单付款时间=""),
    ]
    path = write(tmp_path, csv_text([HEADER, row(20), *bad]))
    done = prepared(path, tmp_path / "out", now=1_763_000_000)
    assert (done.rows_total, done.rows_rejected, done.rows_accepted) == (13, 12, 1)
    told = {(code, column): line for (code, column), (_, line, severity) in problems(done).items() if severity == "rejected"}
    assert told == {
        ("not_money", "总金额"): 3,
        ("not_a_time", "订单创建时间"): 4,
        ("missing", "订单编号"): 5,
        ("paid_before_placed", "订单付款时间"): 6,
        ("negative_money", "总金额"): 7,
        ("money_decimals", "总金额"): 8,
        ("long_ago", "订单创建时间"): 9,
        ("nul_byte", "总金额"): 10,
        ("ragged", ""): 11,
        ("future", "订单创建时间"): 13,
        ("future", "订单付款时间"): 13,
        ("missing", "订单创建时间"): 14,
    }
    back = rejected(tmp_path / "out")
    assert [cells[0].split(":")[0] for cells in back[1:]] == [str(number) for number in range(3, 15)]
    assert "总金额" in back[1][0]
    assert back[1][1] == "\t4200000000000000001"  # so that a spreadsheet does not shorten it
    mended = [cells[: len(HEADER) + 1] for cells in back[1:]]
    for cells in mended:
        cells[2:] = row(0)[1:]
    mended[2][1] = "4200000000000000003"
    again = write(tmp_path, csv_text([back[0], *mended]), "mended.csv")
    assert look(again, again.name).format_key == "tmall_report"
    fixed = prepared(again, tmp_path / "again")
    assert (fixed.rows_total, fixed.rows_rejected) == (12, 0)
    orders = claims(tmp_path / "again", fixed)[0].orders
    assert orders is not None
    assert orders["order_no"].to_pylist() == sorted(row(number)[0] for number in range(1, 13))


def test_repeats_inside_a_file(tmp_path: Path) -> None:
    rows = [row(1), row(2), row(1), row(2, 总金额="200.00"), row(2, 总金额="200.00"), row(3)]
    done = prepared(write(tmp_path, csv_text([HEADER, *rows])), tmp_path / "out")
    assert (done.rows_total, done.duplicates_unchanged, done.duplicates_older) == (6, 2, 1)
    orders = claims(tmp_path / "out", done)[0].orders
    assert orders is not None
    assert orders["total_minor"].to_pylist() == [17880, 20000, 17880]


def test_lines_make_their_order(tmp_path: Path) -> None:
    rows = [
        line(102, 100, 订单状态="交易关闭", 退款状态="退款成功", 退款金额="180.00", 订单付款时间="2025-11-11 00:00:07"),
        line(101, 100, 购买数量="1"),
        line(90, 90),
        line(101, 100, 购买数量="1"),
    ]
    done = prepared(write(tmp_path, csv_text([LINES, *rows]), encoding="gb18030"), tmp_path / "out", "taobao_lines")
    (only,) = claims(tmp_path / "out", done)
    assert only.orders is not None
    assert only.lines is not None
    assert only.orders["order_no"].to_pylist() == ["100", "90"]
    assert only.orders["rows"].to_pylist() == [0, 0]
    assert only.orders["paid_at"][0].as_py() == dt.datetime(2025, 11, 10, 16, 0, 7, tzinfo=dt.UTC)
    assert "total_minor" not in only.orders.column_names
    assert only.lines["line_no"].to_pylist() == ["101", "102", "90"]
    assert only.lines["refund_state"].to_pylist() == [RefundState.NONE, RefundState.FULL, RefundState.NONE]
    assert only.lines["state"].to_pylist() == [OrderState.COMPLETED, OrderState.CLOSED_REFUNDED, OrderState.COMPLETED]
    assert only.lines["units"].to_pylist() == [1, 2, 2]
    assert done.duplicates_unchanged == 1


def test_unknown_states_are_held_and_listed(tmp_path: Path) -> None:
    rows = [line(1, 1, 订单状态="等待猫"), line(2, 2, 订单状态="等待猫"), line(3, 3, 订单状态="买家已付款，等待卖家发货")]
    done = prepared(write(tmp_path, csv_text([LINES, *rows])), tmp_path / "out", "taobao_lines")
    lines = claims(tmp_path / "out", done)[0].lines
    assert lines is not None
    assert lines["state"].to_pylist() == [OrderState.HELD, OrderState.HELD, OrderState.PAID]
    assert [(held.about, held.word, held.rows) for held in done.held_words] == [("state", "等待猫", 2)]
    assert problems(done)["unknown_state", "订单状态"] == (2, 2, "held")


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Total,Refunded Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price"
)


def test_order_columns_stand_on_the_first_line_only(tmp_path: Path) -> None:
    text = (
        f"{SHOPIFY}\n"
        "#1,Ann@example.com,paid,2025-01-15 17:41:05 -0500,USD,100.00,10.00,2025-01-15 17:41:00 -0500,1,Blue,60.00\n"
        "#1,,,,,,,2025-01-15 17:41:00 -0500,2,Red,20.00\n"
        "#2,ann@example.com,oops,2025-01-15 17:41:05 -0500,USD,x,0,2025-01-15 17:41:00 -0500,1,Blue,60.00\n"
        "#2,,,,,,,2025-01-15 17:41:00 -0500,2,Red,20.00\n"
    )
    done = prepared(write(tmp_path, text), tmp_path / "out", "shopify", zone="America/New_York", currency="USD")
    (only,) = claims(tmp_path / "out", done)
    assert only.orders is not None
    assert only.lines is not None
    assert only.orders.num_rows == 1
    assert only.orders["total_minor"].to_pylist() == [10000]
    assert len(only.orders["buyer_key"][0].as_py()) == 32
    assert only.lines["line_no"].to_pylist() == ["1", "2"]
    assert only.lines["paid_minor"].to_pylist() == [6000, 4000]
    assert only.lines["refund_minor"].to_pylist() == [600, 400]
    assert problems(done)["first_line_rejected", "Name"] == (1, 5, "rejected")


def test_first_lines_reach_over_the_border_of_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imports.prepare.road.BATCH_ROWS", 1)
    monkeypatch.setattr("imports.readers.delimited.BLOCK_BYTES", 256)
    rows = []
    for number in range(40):
        rows.append(
            f"#{number},a{number}@x.com,paid,2025-01-15 17:41:05 -0500,USD,{number}.00,0,2025-01-15 17:41:00 -0500,1,Blue,1.00"
        )
        rows += [f"#{number},,,,,,,2025-01-15 17:41:00 -0500,1,Red,1.00"] * (number % 12)
    done = prepared(write(tmp_path, "\n".join([SHOPIFY, *rows])), tmp_path / "out", "shopify", currency="USD")
    assert done.rows_rejected == 0
    (only,) = claims(tmp_path / "out", done)
    assert only.orders is not None
    assert only.lines is not None
    totals = dict(zip(only.orders["order_no"].to_pylist(), only.orders["total_minor"].to_pylist(), strict=True))
    assert totals == {f"#{number}": number * 100 for number in range(40)}
    keys = list(zip(only.lines["order_no"].to_pylist(), only.lines["line_no"].to_pylist(), strict=True))
    assert keys == sorted(keys)
    assert len(set(keys)) == len(rows)


def test_another_currency_is_rejected(tmp_path: Path) -> None:
    text = f"{SHOPIFY}\n#1,a@b.co,paid,2025-01-15 17:41:05 -0500,USD,1.00,0,2025-01-15 17:41:00 -0500,1,Blue,1.00\n"
    done = prepared(write(tmp_path, text), tmp_path / "out", "shopify", currency="EUR")
    assert problems(done)["other_currency", "Currency"] == (1, 2, "rejected")
    assert done.chunks == []


TRAFFIC = ["日期", "小时", "访客数", "浏览量", "花费"]


def test_hours_of_traffic(tmp_path: Path) -> None:
    rows: Sequence[Sequence[str]] = [
        ["2025-11-11", "0", "1,000", "2000", "12.50"],
        ["2025-11-11", "23:00", "5", "-", ""],
        ["2025-11-11", "24", "5", "1", ""],
        ["2025-11-11", "1", "7", "8", "0"],
        ["2025-11-11", "1", "7", "8", "0"],
        ["2025-11-11", "2", "7", "8", "0"],
        ["2025-11-11", "2", "9", "8", "0"],
        ["总计", "", "1040", "", ""],
    ]
    done = prepared(write(tmp_path, csv_text([TRAFFIC, *rows])), tmp_path / "out", "traffic_hours")
    (only,) = claims(tmp_path / "out", done)
    assert only.traffic is not None
    first = int(dt.datetime(2025, 11, 10, 16, tzinfo=dt.UTC).timestamp()) // 600
    assert only.traffic.drop_columns(["rows"]).to_pylist() == [
        {"hour": first, "channel": "all", "visitors": 1000, "page_views": 2000, "spend_minor": 1250},
        {"hour": first + 6, "channel": "all", "visitors": 7, "page_views": 8, "spend_minor": 0},
        {"hour": first + 23 * 6, "channel": "all", "visitors": 5, "page_views": None, "spend_minor": None},
    ]
    assert (done.rows_total, done.rows_rejected, done.duplicates_unchanged, done.trailer_rows) == (7, 3, 1, 1)
    assert problems(done)["hour_twice", "小时"][0] == 2
    assert len(rejected(tmp_path / "out")) == 4


def test_dates_without_a_time_are_told(tmp_path: Path) -> None:
    rows = [row(number, 订单创建时间=f"2025/11/{number}", 订单付款时间=f"2025/11/{number} 0:00") for number in (1, 2, 3)]
    done = prepared(write(tmp_path, csv_text([HEADER, *rows])), tmp_path / "out")
    assert problems(done) == {("date_only", "订单创建时间"): (3, 2, "warned"), ("date_only", "订单付款时间"): (3, 2, "warned")}


@pytest.mark.parametrize("number", ["3.0E+18", "6.91793E+18", "4200000000000000000.0"])
def test_damaged_order_numbers_refuse_the_file(tmp_path: Path, number: str) -> None:
    path = write(tmp_path, csv_text([HEADER, row(1), row(2, 订单编号=number)]))
    with pytest.raises(RefusedFile) as refused:
        prepared(path, tmp_path / "out")
    assert refused.value.refusal.code == "damaged_numbers"
    assert refused.value.refusal.details == {"column": "订单编号", "line": 3, "value": number}
    seen = look(path, path.name)
    assert seen.refusal is not None
    assert seen.refusal.details["line"] == 3


def test_order_numbers_as_number_cells_refuse_the_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"A": [HEADER, [4200000000000000001, *row(1)[1:]]]})
    with pytest.raises(RefusedFile) as refused:
        prepared(path, tmp_path / "out")
    assert refused.value.refusal.code == "damaged_numbers"


def test_a_workbook_gives_the_same_as_the_text(tmp_path: Path) -> None:
    rows = [row(1), row(2, 总金额="20.10"), row(3, 订单付款时间="")]
    cells = [
        [cells[0], float(cells[1]), float(cells[2]), *(dt.datetime.fromisoformat(cell) if cell else "" for cell in cells[3:])]
        for cells in rows
    ]
    from_text = prepared(write(tmp_path, csv_text([HEADER, *rows])), tmp_path / "text")
    from_cells = prepared(workbook(tmp_path, {"A": [HEADER, *cells]}), tmp_path / "cells")
    one, other = claims(tmp_path / "text", from_text)[0].orders, claims(tmp_path / "cells", from_cells)[0].orders
    assert one is not None
    assert one.equals(other)


def test_a_workbook_that_goes_on_in_the_next_sheet(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, {"1": [HEADER, row(1), row(2)], "notes": [["a", "b"], ["x", "y"]], "2": [HEADER, row(3), row(4, 总金额="x")]}
    )
    done = prepared(path, tmp_path / "out")
    assert (done.rows_total, done.rows_rejected, done.sheets) == (4, 1, ["1", "2"])
    assert rejected(tmp_path / "out")[1][0].startswith("3: ")


def test_nothing_but_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile) as refused:
        prepared(write(tmp_path, csv_text([HEADER])), tmp_path / "out")
    assert refused.value.refusal.code == "no_rows"


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile) as refused:
        prepared(write(tmp_path, csv_text([HEADER, row(1)])), tmp_path / "out", "douyin")
    assert refused.value.refusal.code == "unknown_table"


MAPPING: Mapping[str, Any] = {
    "order_no": "no",
    "placed_at": "when",
    "total_minor": "sum",
    "refund_minor": "back",
    "kind": "orders",
    "zone": "UTC",
}


def test_a_mapped_table(tmp_path: Path) -> None:
    path = write(tmp_path, 'no;when;sum;back\nA1;31.12.2025 23:00;"1.250,50";"0,50"\nA2;01.02.2025 10:00;7;\n')
    net = {**MAPPING, "money_is_net": True}
    done = prepared(path, tmp_path / "out", "mapped:orders", mapping=net)
    orders = claims(tmp_path / "out", done)[0].orders
    assert orders is not None
    assert orders["total_minor"].to_pylist() == [125100, 700]
    assert orders["placed_at"].to_pylist() == [
        dt.datetime(2025, 12, 31, 23, tzinfo=dt.UTC),
        dt.datetime(2025, 2, 1, 10, tzinfo=dt.UTC),
    ]


def test_day_and_month_are_looked_for_in_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imports.prepare.road.BATCH_ROWS", 1)
    monkeypatch.setattr("imports.readers.delimited.BLOCK_BYTES", 64)
    rows = [f"A{number},0{number % 9 + 1}/04/2025 10:00,1" for number in range(100)]
    text = "no,when,sum\n" + "\n".join(rows)
    mapping = {"order_no": "no", "placed_at": "when", "total_minor": "sum"}
    open_question = prepared(write(tmp_path, text), tmp_path / "one", "mapped:orders", mapping=mapping)
    assert problems(open_question)["day_or_month", "when"][0] == 100
    settled = prepared(write(tmp_path, text + "\nZ,25/12/2025 10:00,1\n"), tmp_path / "two", "mapped:orders", mapping=mapping)
    assert settled.problems == []


def test_the_moment_in_the_name_is_believed(tmp_path: Path) -> None:
    path = write(tmp_path, csv_text([HEADER, row(1)]), "ExportOrderList202511121200.csv")
    done = prepared(path, tmp_path / "out")
    assert done.as_of_source == "filename"
    assert done.as_of == int(dt.datetime(2025, 11, 12, 4, tzinfo=dt.UTC).timestamp())
    late = prepared(write(tmp_path, csv_text([HEADER, row(1)]), "ExportOrderList202511011200.csv"), tmp_path / "late")
    assert late.rows_rejected == 1


def test_progress_and_preview(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    path = write(tmp_path, csv_text([HEADER, row(1, 总金额="x"), *[row(number) for number in range(2, 60)]]))
    done = prepared(path, tmp_path / "out", on_progress=lambda now, total: heard.append((now, total)))
    assert heard[-1] == (59, 59)
    assert all(0 <= now <= total for now, total in heard)
    assert len(done.preview) == 20
    assert done.preview[0]["total_minor"] is None
    assert done.preview[1]["placed_at"] == "2025-11-10T16:00:01Z"


def test_a_look_tells_what_it_is(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, {"notes": [["a", "b"], ["x", "y"]], "orders": [["说明"], [], [*HEADER, "店铺名称"], [*row(1), "猫店"]]}
    )
    seen = look(path, "ExportOrderList202511121200.xlsx")
    assert (seen.format_key, seen.sheet, seen.header_row, seen.shop_name) == ("tmall_report", "orders", 3, "猫店")
    assert [(sheet.name, sheet.format_key) for sheet in seen.sheets] == [("notes", None), ("orders", "tmall_report")]
    assert seen.sample == [[*row(1), "猫店"]]
    assert seen.as_of is not None
    unknown = look(write(tmp_path, "order no,amount,day,hour\n1,2,3,4\n", "x.csv"), "x.csv")
    assert unknown.format_key is None
    assert unknown.guessed_mapping["order_no"] == "order no"
    assert unknown.refusal is None
    assert unknown.fingerprint == look(write(tmp_path, "Order No, amount ,day,hour\n9,9,9,9\n", "y.csv"), "y.csv").fingerprint


def test_chunks_have_disjoint_ascending_keys_and_whole_orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imports.prepare.road.BATCH_ROWS", 50)
    monkeypatch.setattr("imports.prepare.road.RANGE_ROWS", 100)
    monkeypatch.setattr("imports.readers.delimited.BLOCK_BYTES", 2048)
    rows = [line(number, (number * 7919) % 200) for number in range(1000)]
    done = prepared(write(tmp_path, csv_text([LINES, *rows])), tmp_path / "out", "taobao_lines", chunk_rows=40)
    assert len(done.chunks) > 10
    seen: list[str] = []
    for chunk, info in zip(claims(tmp_path / "out", done), done.chunks, strict=True):
        assert chunk.orders is not None
        assert chunk.lines is not None
        numbers = chunk.orders["order_no"].to_pylist()
        assert numbers == sorted(numbers)
        assert not seen or seen[-1] < numbers[0]
        assert (info.first_key, info.last_key, info.rows) == (numbers[0], numbers[-1], chunk.lines.num_rows)
        assert set(chunk.lines["order_no"].to_pylist()) == set(numbers)
        seen += numbers
    assert len(seen) == 200
    assert done.rows_accepted == 1000
    assert not (tmp_path / "out" / "runs.arrow").exists()
    assert pa.total_allocated_bytes() < 100_000_000


def test_a_total_under_an_empty_first_column_is_left_out(tmp_path: Path) -> None:
    turned = [*HEADER[1:], HEADER[0]]
    rows = [[*row(1)[1:], row(1)[0]], ["", "", "", "", "合计"], ["357.60", "合计：2", "", "", ""], ["", "", "", "", ""]]
    done = prepared(write(tmp_path, csv_text([turned, *rows])), tmp_path / "out")
    assert (done.rows_accepted, done.trailer_rows, done.blank_rows, done.rows_rejected) == (1, 1, 1, 1)


@pytest.mark.parametrize("chinese", [False, True])
def test_our_own_template_with_its_explanations(tmp_path: Path, chinese: bool) -> None:
    header = [item.chinese if chinese else item.english for item in template.ORDER_COLUMNS]
    explained = [f"{template.MARK} {item.english_help}" for item in template.ORDER_COLUMNS]
    good = {
        "order_no": "A1",
        "line_no": "1",
        "placed_at": "2025-11-11 00:00:03",
        "line_units": "2",
        "sku": "S",
        "line_paid_minor": "9.90",
    }
    cells = [good.get(item.name, "") for item in template.ORDER_COLUMNS]
    path = workbook(tmp_path, {"orders": [header, explained, cells]})
    seen = look(path, path.name)
    assert (seen.format_key, seen.sample) == ("template", [cells])
    done = prepared(path, tmp_path / "out", "template")
    assert (done.rows_total, done.rows_rejected, done.trailer_rows) == (1, 0, 1)

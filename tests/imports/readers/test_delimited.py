from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.readers.opening import open_file
from imports.readers.refusals import RefusedFile
from tests.imports.readers.files import HEADER, LIMIT, ROW, csv_text, everything, read_all, row, write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_separator_gives_the_same_rows(tmp_path: Path, encoding: str, delimiter: str) -> None:
    content = csv_text([HEADER, row(1), row(2, 订单编号="𠮷-2")], delimiter)
    headers, lines, rows = read_all(write(tmp_path, content, encoding=encoding))
    assert headers == HEADER
    assert lines == [2, 3]
    assert rows == [row(1), row(2, 订单编号="𠮷-2")]


def test_ascii_head_and_gb18030_after_a_megabyte(tmp_path: Path) -> None:
    plain = "a,b\r\n" + "1,2\r\n" * 300_000
    path = write(tmp_path, plain.encode() + "丈,𠮷\r\n".encode("gb18030"))
    _, lines, rows = read_all(path)
    assert (len(lines), lines[-1], rows[-1]) == (300_001, 300_002, ["丈", "𠮷"])


def test_broken_text_is_refused_and_never_replaced(tmp_path: Path) -> None:
    path = write(tmp_path, "订单编号,总金额\n".encode() + b"\xff\xff\xff,1\n")
    with pytest.raises(RefusedFile) as refused:
        read_all(path)
    assert refused.value.refusal.code == "encoding"


def test_broken_utf8_far_inside_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ("订单,金额\n" + "一,2\n" * 400_000).encode() + b"\xff\xfe,1\n")
    with pytest.raises(RefusedFile) as refused:
        read_all(path)
    assert refused.value.refusal.code == "encoding"


def test_preamble_rows_and_sep_line(tmp_path: Path) -> None:
    noted = "名称：导出\r\n\r\n" + csv_text([HEADER, ROW])
    headers, lines, rows = read_all(write(tmp_path, noted))
    assert (headers, lines, rows) == (HEADER, [4], [ROW])
    headers, lines, _ = read_all(write(tmp_path, "sep=;\r\n" + csv_text([HEADER, ROW], ";")))
    assert (headers, lines) == (HEADER, [2])  # a spreadsheet does not show the line that names the separator


def test_quoted_line_breaks_quotes_and_separators(tmp_path: Path) -> None:
    cells = [["a", "b"], ["x\ny", 'say "1"'], ["1,5", " 2 "], ["z", ""]]
    _, lines, rows = read_all(write(tmp_path, csv_text(cells)))
    assert rows == cells[1:]
    assert lines == [2, 3, 4]  # as a spreadsheet counts: a line break inside a cell is none


def test_without_quoting_a_quotation_mark_is_a_letter(tmp_path: Path) -> None:
    path = write(tmp_path, 'order\ttitle\n1\t"12" pan\n2\t5" nail\n')
    with open_file(path, limit_bytes=LIMIT, quoting=False) as opened:
        _, rows = everything(opened.tables[0])
    assert rows == [["1", '"12" pan'], ["2", '5" nail']]


def test_ragged_rows_blank_lines_and_trailers(tmp_path: Path) -> None:
    rows = [
        "no,amount,title",
        "1,2,a",
        "",
        "2,3",
        "3,4,b,,",
        "4,5,c,x",
        ",,",
        "5,6,d",
        "合计,11,",
        "6 record(s) downloaded",
        "Seller ID: me",
    ]
    text = "\r\n".join(rows) + "\r\n"
    with open_file(write(tmp_path, text), limit_bytes=LIMIT) as opened:
        batches = list(opened.tables[0].batches(["no", "amount", "title"]))
    lines = [line for batch in batches for line in batch.lines.tolist()]
    ragged = {odd.line: odd.cells for batch in batches for odd in batch.ragged}
    assert lines == [2, 5, 8]  # the third row only had empty cells too many
    assert ragged == {4: ["2", "3"], 6: ["4", "5", "c", "x"]}
    assert sum(batch.blank for batch in batches) == 2
    assert sum(batch.trailers for batch in batches) == 3


def test_trailing_separator_on_the_rows_only(tmp_path: Path) -> None:
    headers, _, rows = read_all(write(tmp_path, "a,b\n1,2,\n3,4,\n"))
    assert headers == ["a", "b", "column 3"]
    assert rows == [["1", "2", ""], ["3", "4", ""]]


def test_two_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    with open_file(write(tmp_path, "no,备注,备注,\n1,a,b,\n"), limit_bytes=LIMIT) as opened:
        head = opened.tables[0].head
    assert head.headers == ["no", "备注", "备注 (2)", "column 4"]
    assert head.renamed == ["备注"]


def test_no_newline_at_the_end_and_old_line_ends(tmp_path: Path) -> None:
    assert read_all(write(tmp_path, "a,b\n1,2"))[2] == [["1", "2"]]
    assert read_all(write(tmp_path, "a,b\r1,2\r3,4\r"))[2] == [["1", "2"], ["3", "4"]]


def test_an_open_quotation_mark_is_refused_with_its_row(tmp_path: Path) -> None:
    text = "a,b\n" + "1,2\n" * 10 + '"3,4\n' + "5,6\n" * 400_000
    with pytest.raises(RefusedFile) as refused:
        read_all(write(tmp_path, text))
    assert refused.value.refusal.code == "open_quote"
    assert refused.value.refusal.details["line"] <= 12


def test_zero_bytes_in_a_cell_stay_for_the_checks(tmp_path: Path) -> None:
    assert read_all(write(tmp_path, "a,b\n1,x\x00y\n2,z\n"))[2] == [["1", "x\x00y"], ["2", "z"]]


def test_odd_rows_far_apart_keep_their_lines(tmp_path: Path) -> None:
    rows = [f"{number},x" for number in range(2, 200_002)]
    for line in (5, 100_000, 199_999):
        rows[line - 2] = f"{line},x,y"
    with open_file(write(tmp_path, "no,b\n" + "\n".join(rows)), limit_bytes=LIMIT) as opened:
        ragged: list[int] = []
        for batch in opened.tables[0].batches(["no"]):
            assert batch.cells["no"].to_pylist() == [str(line) for line in batch.lines.tolist()]
            ragged += [odd.line for odd in batch.ragged]
    assert ragged == [5, 100_000, 199_999]


CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r\ufeff"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=15))
def test_what_is_written_is_read(tmp_path: Path, rows: list[list[str]]) -> None:
    rows = [[f"no{place}", *cells[1:]] for place, cells in enumerate(rows)]
    path = write(tmp_path, "\ufeff" + csv_text([["number", "first", "second"], *rows]))
    assert read_all(path)[2] == rows

import datetime as dt
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from imports.readers import archive as archives
from imports.readers.opening import open_file
from imports.readers.refusals import SENTENCES, Refusal, RefusalCode, RefusedFile
from tests.imports.readers.files import HEADER, LIMIT, ROW, archive, csv_text, everything, read_all, row, workbook, write

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def code_of(path: Path, limit: int = LIMIT) -> str:
    with pytest.raises(RefusedFile) as refused:
        read_all_limited(path, limit)
    assert "%(" not in refused.value.refusal.sentence
    return str(refused.value.refusal.code)


def read_all_limited(path: Path, limit: int) -> None:
    with open_file(path, limit_bytes=limit) as opened:
        for table in opened.tables:
            everything(table)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"just one column\n1\n", "no_header"),
        (b"1,2,3\n4,5,6\n", "no_header"),
        (PNG, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 64, "picture"),
        (b"GIF89a" + b"\x00" * 64, "picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><html></html>", "web_page"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b"<?xml version='1.0'?><Workbook/>", "not_a_table"),
        (b'{"a": 1}', "not_a_table"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 32, "not_a_table"),
        (b"SQLite format 3\x00", "not_a_table"),
        (bytes(range(256)) * 20, "not_text"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE, "broken_workbook"),
        (b"PK\x03\x04 no zip at all", "broken_archive"),
        (b"PAR1 no parquet PAR1", "broken_parquet"),
        (b"PAREencrypted", "not_a_table"),
        (",".join(f"h{n}" for n in range(201)).encode() + b"\n", "too_wide"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    assert code_of(write(tmp_path, content)) == code


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path, csv_text([HEADER, ROW]))
    assert code_of(path, limit=10) == "too_large"


def test_every_refusal_has_a_sentence_that_can_be_filled() -> None:
    details = dict.fromkeys(("limit", "columns", "line", "what", "byte", "size", "packed", "column", "value", "format"), "x")
    for code in RefusalCode:
        assert code in SENTENCES
        plain = Refusal(code, details).as_dict()
        assert plain["sentence"]
        assert "%(" not in plain["sentence"]


def test_workbook_cells_become_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "A": [
                ["note"],
                [],
                ["no", "amount", "at", "text", "yes"],
                ["0012", 178.8000000001, dt.datetime.fromisoformat("2025-11-11 00:00:01"), "007", True],
                [13085, 12.0, dt.datetime.fromisoformat("2025-11-11"), "", False],
                [],
                [6.91793e18, 0.001, dt.time(9, 30), "x", True],
                ["合计", 3],
            ]
        },
    )
    with open_file(path, limit_bytes=LIMIT) as opened:
        table = opened.tables[0]
        lines, rows = everything(table)
        assert table.has_number_cells
    assert table.head.row == 3
    assert lines == [4, 5, 7]
    assert rows == [
        ["0012", "178.8", "2025-11-11 00:00:01", "007", "true"],
        ["13085", "12", "2025-11-11 00:00:00", "", "false"],
        ["6.91793E+18", "0.001", "09:30:00", "x", "true"],
    ]


def test_every_sheet_is_a_table_and_empty_ones_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"one": [HEADER, ROW], "two": [["a", "b"], ["1", "2"]], "none": []})
    with open_file(path, limit_bytes=LIMIT) as opened:
        assert [table.name for table in opened.tables] == ["one", "two"]
        assert [str(refused.refusal.code) for refused in opened.refused] == ["empty"]
        assert [table.rows for table in opened.tables] == [1, 1]


def _changed_part(source: Path, target: Path, part: str, change: object) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member.filename, change(content) if member.filename == part else content)  # type: ignore[operator]
    return target


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!ENTITY lol 'lol'>"])
def test_entities_in_a_workbook_are_refused(tmp_path: Path, declaration: bytes) -> None:
    good = workbook(tmp_path, {"A": [HEADER, ROW]})
    bad = _changed_part(
        good,
        tmp_path / "bad.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<worksheet", declaration + b"<worksheet", 1),
    )
    assert code_of(bad) == "xml_entity"


def test_a_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_FROM", 1_000_000)
    bomb = archive(tmp_path, {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000}, "bomb.xlsx")
    assert code_of(bomb) == "zip_bomb"


def test_a_workbook_too_large_to_be_held_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "WORKBOOK_LIMIT", 1_000)
    assert code_of(workbook(tmp_path, {"A": [HEADER, ROW]})) == "workbook_too_large"


def test_a_part_larger_than_it_declares_is_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, {"A": [HEADER, *[row(number) for number in range(50)]]})
    content = bytearray(good.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        member = opened.getinfo("xl/worksheets/sheet1.xml")
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[place + 24 : place + 28] = (member.file_size // 2).to_bytes(4, "little")
    assert code_of(write(tmp_path, bytes(content), "lying.xlsx")) == "broken_workbook"


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, {"A": [HEADER, ROW]})
    assert code_of(write(tmp_path, good.read_bytes()[:-200], "cut.xlsx")) == "broken_archive"


def test_archive_of_tables(tmp_path: Path) -> None:
    inner = csv_text([HEADER, ROW]).encode("gb18030")
    path = archive(tmp_path, {"../../evil.csv": inner, "b/two.csv": inner, "__MACOSX/._two.csv": b"\x00", "readme.md": b"hello"})
    with open_file(path, limit_bytes=LIMIT, scratch=tmp_path) as opened:
        assert [table.name for table in opened.tables] == ["evil.csv", "two.csv"]
        assert everything(opened.tables[0]) == ([2], [ROW])
    assert not list(tmp_path.glob("unpacked-*"))
    assert not (tmp_path.parent.parent / "evil.csv").exists()


def test_archive_without_a_table_and_archive_in_archive(tmp_path: Path) -> None:
    assert code_of(archive(tmp_path, {"a.md": b"x"})) == "no_table_in_archive"
    nested = archive(tmp_path, {"a.csv": b"a,b\n1,2\n"}, "inner.csv").read_bytes()
    assert code_of(archive(tmp_path, {"inner.csv": nested})) == "no_table_in_archive"


def test_parquet_types_become_text(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    table = pa.table(
        {
            "no": pa.array(["1", None]),
            "customer": pa.array([13085.0, None]),
            "price": pa.array([178.8000000001, -0.001]),
            "at": pa.array([dt.datetime.fromisoformat("2009-12-01 07:45"), None], pa.timestamp("us")),
            "day": pa.array([dt.date(2025, 11, 11), None]),
            "kind": pa.array(["a", "b"]).dictionary_encode(),
            "nested": pa.array([[1], [2]]),
        }
    )
    pq.write_table(table, path)
    headers, lines, rows = read_all(path)
    assert headers == ["no", "customer", "price", "at", "day", "kind"]
    assert lines == [2, 3]
    assert rows == [["1", "13085", "178.8", "2009-12-01 07:45:00", "2025-11-11", "a"], ["", "", "-0.001", "", "", "b"]]

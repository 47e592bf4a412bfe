import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.checks.cells import BLANKS, cells_with, emptied, lengths, nothing, strip
from imports.checks.ids import read_ids, rounded_by_spreadsheet
from imports.checks.numbers import read_count, read_flags, read_hour, read_hours
from imports.checks.problems import MEANINGS, Code, describe


@given(st.lists(st.text(max_size=8), min_size=1, max_size=12), st.integers(0, 3))
def test_strip_takes_blanks_off_every_cell_and_nothing_else(texts: list[str], start: int) -> None:
    texts = [text.replace("'", "").replace('"', "").replace("=", "") for text in texts]
    padded = [f"{BLANKS[place % len(BLANKS)]}{text}\t" for place, text in enumerate(texts)]
    column = pa.array(padded).slice(min(start, len(texts)))
    assert strip(column).to_pylist() == [text.strip(BLANKS) for text in texts][min(start, len(texts)) :]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ('="0012"', "0012"),
        ('"\t69"', "69"),
        ("'0012", "0012"),
        ("\t6917", "6917"),
        ("\u00a0x\u3000", "x"),
        ("a'b", "a'b"),
        ("=1+1", "=1+1"),
    ],
)
def test_what_exports_put_around_a_value(raw: str, value: str) -> None:
    assert strip(pa.array([raw, "plain"])).to_pylist() == [value, "plain"]


@pytest.mark.parametrize(
    "word", ["", "null", "NULL", "None", "-", "--", "无", "无退款申请", "暂无数据", "0001-01-01 00:00:00", "N/A"]
)
def test_words_for_nothing(word: str) -> None:
    assert nothing(pa.array([word, "x", "12"])).tolist() == [True, False, False]


def test_a_formats_own_words_for_nothing() -> None:
    assert nothing(pa.array(["没有", "有"]), {"没有"}).tolist() == [True, False]


@given(st.lists(st.text(max_size=5), min_size=1, max_size=10), st.data())
def test_emptied_cells_leave_no_bytes_behind(texts: list[str], data: st.DataObject) -> None:
    marks = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    column = emptied(pa.array(["skip", *texts]).slice(1), marks)
    assert column.to_pylist() == [None if mark else text for text, mark in zip(texts, marks, strict=True)]
    assert lengths(column).tolist() == [0 if mark else len(text.encode()) for text, mark in zip(texts, marks, strict=True)]


def test_cells_with_a_byte_are_found_in_slices() -> None:
    wrong = np.zeros(256, dtype=bool)
    wrong[ord("!")] = True
    assert cells_with(pa.array(["!", "a!", "", "b", "!!"]).slice(1), wrong).tolist() == [0, 3]


def test_ids_keep_every_digit() -> None:
    ids = read_ids(
        pa.array(["000123", "6917926768823643751", "3.0E+18", "6.91793e+18", "4200000000000000000.0", "13085.0", "1E5", None])
    )
    assert ids.values.to_pylist() == ["000123", "6917926768823643751", None, None, None, "13085", "1E5", None]
    assert ids.damaged.tolist() == [False, False, True, True, True, False, False, False]


def test_numbers_rounded_to_fifteen_digits_are_noticed() -> None:
    rounded = ["4200000000000120000", "4200000000000340000", "4200000000000560000"]
    assert rounded_by_spreadsheet(pa.array(rounded))
    assert not rounded_by_spreadsheet(pa.array([*rounded, "4200000000000560001"]))
    assert not rounded_by_spreadsheet(pa.array(["420000000000000"] * 5))


def test_counts_hours_and_flags() -> None:
    assert [read_count(text) for text in ("3", "1,234", "3件", "12.0", "-2", "1.5", "x", "9" * 12)] == [
        3,
        1234,
        3,
        12,
        -2,
        None,
        None,
        None,
    ]
    assert [read_hour(text) for text in ("0", "09:00", "9点", "23时", "8:00-9:00", "9.0", "24", "9:30", "x")] == [
        0,
        9,
        9,
        23,
        8,
        9,
        None,
        None,
        None,
    ]
    values, bad = read_hours(pa.array(["1", "x", None]))
    assert (values.to_pylist(), bad.tolist()) == ([1, None, None], [False, True, False])
    values, bad = read_flags(pa.array(["是", "no", "maybe", None]))
    assert (values.to_pylist(), bad.tolist()) == ([True, False, None, None], [False, False, True, False])


def test_every_code_has_a_sentence_and_advice() -> None:
    assert set(MEANINGS) == set(Code)
    for code in Code:
        meaning = describe(code)
        assert str(meaning.sentence)
        assert str(meaning.advice)

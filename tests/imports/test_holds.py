"""The road of an import keeps the holds in step: held with the file that asks, free again when it is taken back, in any order."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.models import Hold
from dispatch.queries.check import check
from tests.imports.files import LINES, written

pytestmark = pytest.mark.django_db
DAY = datetime(2025, 11, 12, tzinfo=UTC)
HEADER = [*LINES, "Refund state", "Waybill", "Warehouse"]


def file(refund: str, *, orders: range = range(1, 6), second: str = "none") -> bytes:
    rows = []
    for n in orders:
        at = f"2025-11-11 10:{n:02}:00"
        for line, said in ((1, refund), (2, second)):
            rows.append([f"7000{n}", line, f"b{n}", at, at, "paid", f"sku{line}", 1, "49.50", said, f"SF{n}", "East"])
    return written(HEADER, rows)


@pytest.mark.parametrize("chunk_rows", [3, 1000])
def test_held_with_the_file_and_free_when_it_is_taken_back(load, take_back, settings, chunk_rows):
    settings.IMPORT_CHUNK_ROWS = chunk_rows
    load(file("none"), "a.csv", as_of=DAY)
    assert check("70001").word == check("SF1").word == "ship"
    asked = load(file("requested", orders=range(2, 4), second="requested"), "b.csv", as_of=DAY + timedelta(hours=1))
    assert [check(number).word.value for number in ("70001", "70002", "SF3")] == ["ship", "stop", "stop"]
    load(file("none"), "older.csv", as_of=DAY - timedelta(hours=1))
    assert check("70002").word == "stop"
    take_back(asked)
    assert [check(number).word.value for number in ("70001", "70002", "SF3")] == ["ship"] * 3
    assert not Hold.objects.filter(is_held=True).exists()


def test_one_line_comes_out(load):
    load(file("requested", orders=range(1, 2)), as_of=DAY)
    told = check("SF1")
    assert (told.word.value, [line["line_no"] for line in told.hold.lines]) == ("ask", ["1"])


def test_the_only_file_taken_back_leaves_an_order_nobody_knows(load, take_back):
    take_back(load(file("requested", second="refunded"), as_of=DAY))
    assert check("70001").answer.code in {"unknown", "not_loaded"}
    assert not Hold.objects.filter(is_held=True).exists()

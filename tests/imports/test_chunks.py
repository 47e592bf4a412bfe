"""Chunks begin where blocks do, so that the next export of the same orders has its blocks in common with the last."""

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.prepare.chunks import Cutter
from orders.claims import ChunkClaims
from orders.rules import blocks


def claims(numbers: list[int], each: int = 2) -> ChunkClaims:
    """Orders with so many lines each, in one range of keys."""
    names = [f"{number:06d}" for number in numbers]
    lines = [(name, str(line)) for name in names for line in range(each)]
    return ChunkClaims(
        orders=pa.table({"order_no": names, "rows": [0] * len(names)}),
        lines=pa.table(
            {"order_no": [name for name, _ in lines], "line_no": [line for _, line in lines], "rows": [1] * len(lines)}
        ),
    )


def cut(ranges: list[list[int]], rows: int) -> list[ChunkClaims]:
    cutter = Cutter(rows)
    return [chunk for numbers in ranges for chunk in cutter.add(claims(numbers))] + list(cutter.rest())


def digests(chunks: list[ChunkClaims]) -> set[str]:
    return {
        digest for chunk in chunks for digest in blocks.blocked(chunk.lines, ["order_no", "line_no"], [], about="line").digests
    }


@given(
    numbers=st.sets(st.integers(0, 999_999), min_size=1, max_size=120),
    borders=st.sets(st.integers(1, 119), max_size=5),
    rows=st.integers(1, 60),
)
def test_nothing_is_lost_and_orders_stay_whole(numbers: set[int], borders: set[int], rows: int) -> None:
    ordered = sorted(numbers)
    places = [0, *sorted(place for place in borders if place < len(ordered)), len(ordered)]
    ranges = [ordered[start:end] for start, end in pairwise(places) if start < end]
    chunks = cut(ranges, rows)
    whole = claims(ordered)
    assert pa.concat_tables([chunk.orders for chunk in chunks]).equals(whole.orders)
    assert pa.concat_tables([chunk.lines for chunk in chunks]).equals(whole.lines)
    for chunk in chunks:
        assert chunk.orders["order_no"].to_pylist() == list(dict.fromkeys(chunk.lines["order_no"].to_pylist()))


def test_a_few_new_orders_leave_most_blocks_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "ORDERS_A_BLOCK", 16)
    before = list(range(10_000, 14_000))
    after = sorted({*before, *range(9_990, 10_000), 11_111_1, *range(14_000, 14_100)})
    first = digests(cut([before[:1_500], before[1_500:]], 500))
    second = digests(cut([after[:700], after[700:2_900], after[2_900:]], 500))
    assert len(first & second) > 0.95 * len(first)

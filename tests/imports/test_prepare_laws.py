"""Laws of preparing: nothing is lost, nothing is doubled, and how a file is cut up on the way changes nothing."""

import tempfile
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from common.splitting import split_minor
from imports.prepare import Prepared, prepare, read_chunk
from imports.prepare.runs import Runs, sort_places
from imports.prepare.splitting import split_over_groups
from tests.imports.readers.files import csv_text
from tests.imports.test_prepare import LINES, line

FEW = settings(deadline=None, max_examples=15)


@given(
    st.lists(
        st.tuples(st.integers(-(10**13), 10**13), st.lists(st.integers(0, 10**6), min_size=1, max_size=6)), min_size=1, max_size=8
    )
)
def test_splitting_many_orders_is_splitting_each(groups: list[tuple[int, list[int]]]) -> None:
    totals = np.array([total for total, _ in groups])
    weights = np.array([weight for _, pieces in groups for weight in pieces])
    group = np.array([number for number, (_, pieces) in enumerate(groups) for _ in pieces])
    expected = [part for total, pieces in groups for part in split_minor(total, pieces)]
    assert split_over_groups(totals, weights, group).tolist() == expected


@given(st.lists(st.tuples(st.text(max_size=10).filter(lambda text: "\x00" not in text), st.integers(-5, 5)), max_size=30))
def test_sorting_by_bytes(rows: list[tuple[str, int]]) -> None:
    places = sort_places(
        [pa.array([text for text, _ in rows], pa.string()), pa.array([number for _, number in rows], pa.int64())]
    )
    expected = sorted(range(len(rows)), key=lambda place: (rows[place][0].encode(), rows[place][1]))
    assert places.tolist() == expected


@FEW
@given(st.lists(st.lists(st.integers(0, 30), max_size=200), max_size=12), st.integers(1, 40), st.integers(0, 300))
def test_ranges_give_every_row_once_and_never_part_equal_keys(runs: list[list[int]], rows: int, memory: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = Runs(Path(folder), "key", memory)
        for number, keys in enumerate(runs):
            kept.add(
                pa.table(
                    {
                        "key": pa.array([f"{key:02d}" for key in keys], pa.string()),
                        "run": pa.array([number] * len(keys), pa.int64()),
                    }
                )
            )
        ranges = [table.to_pylist() for table in kept.ranges(rows)] if kept.rows else []
        kept.close()
    given_rows = sorted((f"{key:02d}", number) for number, keys in enumerate(runs) for key in keys)
    assert sorted((row["key"], row["run"]) for table in ranges for row in table) == given_rows
    spans = [(min(row["key"] for row in table), max(row["key"] for row in table)) for table in ranges if table]
    assert all(one[1] < other[0] for one, other in pairwise(spans))


CELLS = st.fixed_dictionaries(
    {
        "number": st.integers(0, 12),
        "order": st.integers(0, 5),
        "amount": st.sampled_from(["180.00", "¥180", "99.9", "x", "", "-1"]),
        "units": st.sampled_from(["1", "2", "-1", "1.5"]),
        "state": st.sampled_from(["交易成功", "等待买家付款", "交易关闭", "没见过"]),
    }
)


def _prepared(rows: list[list[str]], folder: str, name: str, **sizes: int) -> tuple[Prepared, list[dict[str, object]]]:
    path = Path(folder) / f"{name}.csv"
    path.write_text(csv_text([LINES, *rows]), encoding="utf-8")
    with patch.multiple("imports.prepare.road", BATCH_ROWS=sizes.get("batch", 40_000), RANGE_ROWS=sizes.get("range", 60_000)):
        done = prepare(
            path=path,
            filename="x.csv",
            format_key="taobao_lines",
            zone="Asia/Shanghai",
            currency="CNY",
            out=Path(folder) / name,
            hash_key=b"k",
            chunk_rows=sizes.get("chunk", 100_000),
        )
    told: list[dict[str, object]] = []
    for chunk in done.chunks:
        claims = read_chunk(Path(folder) / name, chunk.index)
        assert claims.orders is not None
        assert claims.lines is not None
        told += [*claims.orders.to_pylist(), *claims.lines.to_pylist()]
    return done, sorted(told, key=str)


@FEW
@given(st.lists(CELLS, min_size=1, max_size=60), st.integers(1, 7), st.integers(1, 9), st.integers(1, 5))
def test_rows_in_are_rows_out_however_they_are_cut(cells: list[dict[str, object]], batch: int, ranged: int, chunk: int) -> None:
    rows = [
        line(
            int(str(cell["number"])),
            int(str(cell["order"])),
            买家应付货款=str(cell["amount"]),
            购买数量=str(cell["units"]),
            订单状态=str(cell["state"]),
        )
        for cell in cells
    ]
    with tempfile.TemporaryDirectory() as folder:
        whole, told = _prepared(rows, folder, "whole")
        cut, told_cut = _prepared(rows, folder, "cut", batch=batch, range=ranged, chunk=chunk)
    for done in (whole, cut):
        accepted = sum(info.rows for info in done.chunks)
        assert done.rows_total == len(rows)
        assert done.rows_total == accepted + done.rows_rejected + done.duplicates_unchanged + done.duplicates_older
    assert told == told_cut
    assert (whole.duplicates_older, whole.duplicates_unchanged, whole.sums) == (
        cut.duplicates_older,
        cut.duplicates_unchanged,
        cut.sums,
    )
    assert whole.problems == cut.problems
    good = {}
    for cells_of in rows:
        values = dict(zip(LINES, cells_of, strict=True))
        if values["买家应付货款"] not in {"x", "-1"} and values["购买数量"] in {"1", "2"}:
            good[values["主订单编号"], values["子订单编号"]] = values["购买数量"]
    lines = {(row["order_no"], row["line_no"]): str(row["units"]) for row in told if "line_no" in row}
    assert lines == good

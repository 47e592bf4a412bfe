"""The back-test of buffers on a real year of sales: what docs/inventory.md tells is what comes out."""

import os
from pathlib import Path

import pytest

from inventory.history_files import days_until, read_history
from inventory.rules.buffers.backtest import RATIOS, Back, backtest

FILE = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared/data") / "online_retail_II.parquet"
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def history():
    if not FILE.exists():
        pytest.skip("The folder of real files is not beside the project.")
    return read_history(FILE, days=365)


def test_the_file_is_read_as_it_was(history):
    assert (len(history.skus), history.lines, history.first.isoformat()) == (4_203, 487_220, "2009-12-01")
    assert days_until(history.first, 2010, 9) == 274


@pytest.mark.parametrize("days", [7, 28])
def test_with_a_plan_that_comes_true_the_advice_is_the_cheapest_at_every_ratio(history, days):
    for one in backtest(Back(history.units, history.prices, 274, days), plan="met"):
        rivals = (one.flat, one.platform, one.safety, one.safety_ratio)
        assert one.advised <= min(rivals), one


def test_without_hindsight_it_is_never_dearer_than_either_rival_by_more_than_a_quarter_of_a_per_cent(history):
    """The shop grew by a half in that autumn: a flat 20% was by chance nearly what hindsight would choose at a ratio of 0.7."""
    found = backtest(Back(history.units, history.prices, 274, 7), plan="renewed")
    for one in found:
        assert one.advised <= min(one.flat, one.safety) * 1.0025, one
    assert sum(one.advised for one in found) < 0.9 * sum(one.flat for one in found)
    assert [one.ratio for one in found] == list(RATIOS)

"""The pairs of a real shop of half a million lines, held against a straightforward count; and what chance makes of them."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from inventory.rules.pairs import MOST_GOODS, beyond_chance, count_pairs

FILE = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[5] / "shared/data") / "online_retail_II.parquet"
LEAST = 20
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    """Return the lines of goods that were paid for, each product once an invoice: no returns, postage, fees, samples."""
    if not FILE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{FILE} is missing")
        pytest.skip("the folder of real files is not beside the project")
    told = pd.read_parquet(FILE, columns=["Invoice", "StockCode", "Quantity", "Price"])
    told = told[(told.Quantity > 0) & (told.Price > 0) & ~told.Invoice.str.startswith("C") & told.StockCode.str.match(r"\d{5}")]
    told = told[["Invoice", "StockCode"]].drop_duplicates()
    return pd.DataFrame({"basket": pd.factorize(told.Invoice)[0], "product": pd.factorize(told.StockCode)[0]})


def counted(basket, product, products):
    return count_pairs(basket.astype(np.int64), product.astype(np.int64), products=products, min_count=LEAST)


def found_in(counts):
    often = int((counts.singles >= LEAST).sum())
    return int(beyond_chance(counts.count, counts.expected, possible=often * (often - 1) // 2).sum())


def test_the_pairs_equal_a_straightforward_count(lines):
    counts = counted(lines["basket"].to_numpy(), lines["product"].to_numpy(), 4_213)
    size = lines.groupby("basket")["product"].transform("size")
    kept = lines[(size >= 2) & (size <= MOST_GOODS)]
    assert (counts.baskets, counts.left_out) == (kept["basket"].nunique(), 153)
    pieces = []
    for _name, some in kept.groupby(kept["basket"] // 1_000):  # a join with itself, a thousand baskets at a time
        both = some.merge(some, on="basket")
        both = both[both["product_x"] < both["product_y"]]
        pieces.append(both.groupby(["product_x", "product_y"]).size())
    plain = pd.concat(pieces).groupby(level=[0, 1]).sum().sort_index()
    plain = plain[plain >= LEAST]
    told = pd.Series(counts.count, index=pd.MultiIndex.from_arrays([counts.first, counts.second])).sort_index()
    assert len(told) == 79_812
    assert (told.index == plain.index).all()
    assert (told.to_numpy() == plain.to_numpy()).all()


def test_thousands_are_beyond_chance_and_none_when_the_lines_are_dealt_out_at_random(lines):
    basket, product = lines["basket"].to_numpy(), lines["product"].to_numpy()
    assert found_in(counted(basket, product, 4_213)) == 12_355
    dealt = np.random.default_rng(1).permutation(product)
    shuffled = counted(basket, dealt, 4_213)
    assert shuffled.count.size > 60_000
    assert found_in(shuffled) <= 5
